"""SQLite alone: one connection that commits durably, with Hearsay's settings of it and nothing around it."""

import itertools
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

SETTINGS: Final = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
AT: Final = 1_700_000_000_000_000
DOCUMENT: Final = b"x" * 260

Commit = Callable[[sqlite3.Connection, int], None]


def rate(file: Path, commit: Commit, seconds: float) -> float:
    """Count how many transactions are committed in a second."""
    connection = sqlite3.connect(file, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.execute("CREATE TABLE IF NOT EXISTS alone (id INTEGER PRIMARY KEY, body BLOB)")
    numbers, until, count = itertools.count(time.time_ns()), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        connection.execute("BEGIN IMMEDIATE")
        commit(connection, next(numbers))
        connection.execute("COMMIT")
        count += 1
    connection.close()
    return count / seconds


def small_row(connection: sqlite3.Connection, _: int) -> None:
    """Write the least that can be written: one row of 500 bytes, in a table without an index."""
    connection.execute("INSERT INTO alone (body) VALUES (?)", [b"x" * 500])


def tag(connection: sqlite3.Connection, number: int) -> None:
    """Write the rows of one tag as Hearsay does, with all their indexes, and decide nothing."""
    ((rev,),) = connection.execute("SELECT rev FROM counter")
    rev, row_id, claim = rev + 1, f"tag_alone-{number}", f"clm_b00000-{number % 1_000:04}"
    ((document,),) = connection.execute("SELECT document FROM claim WHERE id = ?", [claim])
    connection.execute(
        "INSERT INTO revision (rev, at, by, change, type, row_id, document)"
        " VALUES (?, ?, 'mina', 'created', 'tag', ?, ?)",
        [rev, AT, row_id, DOCUMENT],
    )
    connection.execute(
        "INSERT INTO tag (id, rev, claim_id, reviewer_id, term, scale, blind, claim_rev, stale, created_at, updated_at,"
        " document) VALUES (?, ?, ?, 'mina', ?, 'free:word', 0, 1, 0, ?, ?, ?)",
        [row_id, rev, claim, f'free:word="t{number}"', AT, AT, DOCUMENT],
    )
    connection.execute(
        "INSERT INTO judged (claim_id, scale, reviewers, contested) VALUES (?, 'free:word', 1, 0)"
        " ON CONFLICT (claim_id, scale) DO UPDATE SET reviewers = excluded.reviewers",
        [claim],
    )
    connection.execute(
        "UPDATE claim SET rev = ?, updated_at = ?, document = ? WHERE id = ?", [rev, AT, document, claim]
    )
    connection.execute(
        "INSERT INTO touched (rev, claim_id, status, moved) VALUES (?, ?, 'single_source', 0)", [rev, claim]
    )
    connection.execute("UPDATE counter SET rev = ?", [rev])
