"""A restore is all or nothing, asks before it gives up rows, and does not disturb who uses the store."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from service import backups, reviewers
from service.domain.errors import Conflict, NotMigrated, StoreUnavailable, Unreadable
from service.store import copying, migrating
from service.store.database import database
from service.store.query import run
from tests.api import Api
from tests.keeping import but_the_counter, fill
from tests.stored import everything
from tests.stores import at


@pytest.fixture
def kept(api: Api, tmp_path: Path) -> Path:
    """Back up a store with something in every table."""
    fill(api)
    with database.connection_context():
        backups.make(tmp_path / "kept.db")
    return tmp_path / "kept.db"


def restore(path: Path, **options: Any) -> None:
    with database.connection_context():
        backups.restore(path, **options)


def test_a_store_that_holds_rows_is_replaced_only_on_demand(api: Api, kept: Path) -> None:
    before = everything()
    api.claim("Said after the backup.")
    after = everything()

    with pytest.raises(Conflict) as refused:
        restore(kept)

    assert "--replace" in str(refused.value.hint)
    assert everything() == after
    restore(kept, replace=True)
    assert but_the_counter(everything()) == but_the_counter(before)


@pytest.mark.usefixtures("store")
def test_a_store_with_one_reviewer_and_no_number_holds_a_row() -> None:
    assert not copying.holds_rows()

    reviewers.add("mina")

    assert copying.holds_rows()


def test_a_file_that_is_somebody_elses_is_not_replaced_unasked(kept: Path, tmp_path: Path) -> None:
    somebody_elses(tmp_path / "other.db")

    with at(f"sqlite:///{tmp_path}/other.db"), pytest.raises(Conflict):
        backups.restore(kept)


def test_no_number_is_given_out_twice_however_often_a_backup_is_restored(api: Api, kept: Path) -> None:
    restore(kept, replace=True)
    first = api.claim()["rev"]

    restore(kept, replace=True)

    assert api.claim()["rev"] > first + 10**8


def test_a_restore_that_fails_leaves_what_was_there(api: Api, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "SLICE_PAGES", 5)
    monkeypatch.setattr(copying, "SLICE_ROWS", 5)
    api.claim("Said after the backup.")
    after = everything()

    def fail(share: float) -> None:
        if 0.8 < share < 1:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        restore(kept, replace=True, step=fail)

    assert everything() == after
    assert api.claim("Written as before.")["rev"]


def test_a_restore_for_which_there_is_no_room_says_so(kept: Path, tmp_path: Path) -> None:
    with at(f"sqlite:///{tmp_path}/small.db"):
        database.execute_sql("PRAGMA max_page_count = 9")

        with pytest.raises(StoreUnavailable, match="full"):
            backups.restore(kept)

        assert not copying.holds_rows()


KILLED = """
import os, pathlib, signal, sys
from service import backups
from service.store import copying
from service.store.database import bind, database

copying.SLICE_PAGES = copying.SLICE_ROWS = 5
bind(sys.argv[1])
with database.connection_context():
    kill = lambda share: share > 0.8 and os.kill(os.getpid(), signal.SIGKILL)
    backups.restore(pathlib.Path(sys.argv[2]), replace=True, step=kill)
"""


def test_a_restore_that_is_killed_leaves_what_was_there(api: Api, url: str, kept: Path, tmp_path: Path) -> None:
    api.claim("Said after the backup.")
    after = everything()

    script = [sys.executable, "-c", KILLED, url, str(kept)]
    killed = subprocess.run(script, env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=60, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert everything() == after
    assert api.claim("Written as before.")["rev"]


def no_database(file: Path) -> None:
    file.write_text("dear diary\n" * 999)


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def somebody_elses(file: Path) -> None:
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("CREATE TABLE keepsake (word TEXT)")


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 4096 * 20])


def overwritten(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: 4096 * 5] + b"\xee" * 4096 * 40 + content[4096 * 45 :])


def without_a_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute("DROP TABLE link")


def without_a_column(file: Path) -> None:
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute("ALTER TABLE link DROP COLUMN cue")


def without_a_counter(file: Path) -> None:
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute("DELETE FROM counter")


def of_a_later_release(file: Path) -> None:
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')")


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_database, "no database, or it is damaged"),
        (nothing, "no backup"),
        (somebody_elses, "no backup"),
        (cut_short, "damaged"),
        (overwritten, "damaged"),
        (without_a_table, "damaged"),
        (without_a_column, "damaged"),
        (without_a_counter, "damaged"),
        (of_a_later_release, "later release"),
    ],
)
def test_what_is_not_a_whole_backup_is_refused(kept: Path, spoil: Callable[[Path], None], said: str) -> None:
    before = everything()
    spoil(kept)

    with pytest.raises(Unreadable, match=said):
        restore(kept, replace=True)

    assert everything() == before


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_row_that_the_store_cannot_hold_is_refused_with_all_others(kept: Path) -> None:
    before = everything()
    with closing(sqlite3.connect(kept)) as backup, backup:
        backup.execute("DELETE FROM reviewer")

    with pytest.raises(Unreadable, match=r"cannot be copied: .* violates foreign key constraint"):
        restore(kept, replace=True)

    assert everything() == before


@pytest.mark.usefixtures("api")
def test_a_backup_of_an_older_release_is_brought_to_this_one(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with copying.opened(old) as file:
        Runner(file, str(migrating.DIRECTORY)).up("0001_articles_sources_claims")
        file.execute_sql("INSERT INTO reviewer (handle, created_at) VALUES ('olga', 0)")

    restore(old, replace=True)

    with database.connection_context():
        assert migrating.is_current()
        assert run("SELECT handle FROM reviewer", []) == [("olga",)]
    with copying.opened(old) as file:
        assert len(migrating.known(file)) == 1


@pytest.mark.parametrize("engine", ["postgresql"])
def test_rows_are_not_copied_from_or_into_a_schema_of_a_later_release(kept: Path, tmp_path: Path) -> None:
    with database.connection_context():
        database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', now())")
    try:
        with pytest.raises(NotMigrated):
            restore(kept, replace=True)
        with pytest.raises(NotMigrated), database.connection_context():
            backups.make(tmp_path / "other.db")
    finally:
        with database.connection_context():
            database.execute_sql("DELETE FROM schema_migration WHERE name = '9999_later'")
