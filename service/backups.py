"""Backups: a store kept as one SQLite file, whatever its engine, and put back from it into either engine."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from peewee import Database

from service.domain.errors import Conflict, Unreadable
from service.store import copying, migrating
from service.store.copying import Step
from service.store.database import database, is_sqlite

RAISED_BY: Final = 10**9
"""So far above what was written after the backup that no number ever names two states."""


def make(path: Path, step: Step = lambda _: None) -> None:
    """Write the whole store, as it is at one moment, to a new file; it appears when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    for taken in (path, unfinished):
        if taken.exists():
            raise Conflict(
                f"{taken} exists already.", hint="A backup never overwrites: remove it, or name another file."
            )
    # Notes and digests of tokens are in it, so it is its owner's; and of two backups to one path, one is refused.
    unfinished.touch(mode=0o600, exist_ok=False)
    try:
        with copying.opened(unfinished) as file:
            copying.save(file, step)
        _settle(unfinished)
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def restore(path: Path, *, replace: bool = False, step: Step = lambda _: None) -> None:
    """Put a backup into the place of what the store holds, all of it or nothing, with the counter raised.

    A store that holds rows is refused unless they are to be replaced. The backup itself is not changed.
    """
    _refuse_to_overwrite(replace=replace)
    with (
        tempfile.TemporaryDirectory(prefix="hearsay-restore-") as folder,
        copying.opened(Path(folder) / "backup.db") as file,
    ):
        _read(path, file, lambda share: step(share / 2))
        if not is_sqlite():
            migrating.up()
        _raise_counter(file)
        _refuse_to_overwrite(replace=replace)
        copying.load(file, lambda share: step((1 + share) / 2))


def _refuse_to_overwrite(*, replace: bool) -> None:
    if not replace and copying.holds_rows():
        raise Conflict("The store holds rows.", hint="To give them up for those of the backup, add --replace.")


def _read(path: Path, file: Database, step: Step) -> None:
    """Copy a backup into a file and bring that to this release; refuse what is damaged or no backup."""
    with copying.explained(str(path)), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old:
        # Asked first, because a copy does not tell every failure apart.
        old.execute("SELECT count(*) FROM sqlite_master")
        copying.copy_pages(old, file.connection(), step)
        if not migrating.known(file):
            raise Unreadable(f"{path} is no backup of Hearsay.")
        if migrating.unknown(file):
            raise Unreadable(f"{path} was made by a later release.", hint="Restore it with that release.")
        migrating.up_elsewhere(file)
        if not copying.is_whole(file):
            raise Unreadable(f"{path} is damaged.")


def _raise_counter(file: Database) -> None:
    """Raise a file's counter above every number that it or the store has given out."""
    last = max(copying.last_number(of) or 0 for of in (file, database.obj))
    file.execute_sql("UPDATE counter SET rev = ?", (last + RAISED_BY,))


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
