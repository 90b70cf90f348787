"""A backup is one SQLite file, whatever the engine, with everything that the store held at one moment."""

import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import psycopg
import pytest

from service import backups
from service.domain.errors import Conflict, StoreUnavailable
from service.store import copying
from service.store.database import database
from tests.api import Api
from tests.keeping import fill, rows_at
from tests.stored import everything

Make = Callable[..., Path]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder / "monday.db"


@pytest.fixture
def make(path: Path) -> Make:
    """Back up the store, and give the file."""

    def made(step: copying.Step = lambda _: None) -> Path:
        with database.connection_context():
            backups.make(path, step)
        return path

    return made


def test_a_backup_is_itself_a_store_that_can_be_served(api: Api, make: Make) -> None:
    fill(api)
    before = everything()

    assert rows_at(f"sqlite:///{make()}") == before


def test_a_backup_can_be_read_where_nothing_can_be_written(api: Api, make: Make) -> None:
    api.claim()

    kept = make()

    # The two bytes of the header that say whether there is a write-ahead log.
    assert kept.read_bytes()[18:20] == b"\1\1"
    assert list(kept.parent.iterdir()) == [kept]


def test_only_its_owner_may_read_a_backup(api: Api, make: Make) -> None:
    api.claim()

    assert stat.S_IMODE(make().stat().st_mode) == 0o600


def test_a_backup_holds_one_moment_while_others_go_on_writing(
    api: Api, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "SLICE_PAGES", 5)
    monkeypatch.setattr(copying, "SLICE_ROWS", 5)
    fill(api)
    before = everything()

    with ThreadPoolExecutor(1) as others:
        kept = make(lambda _: others.submit(api.claim).result(timeout=20))

    assert len(everything()["Claim"]) > len(before["Claim"]) + 5
    assert rows_at(f"sqlite:///{kept}") == before


def test_a_backup_among_hurried_writers_ends_with_a_whole_write(api: Api, make: Make) -> None:
    fill(api)
    begun = Event()

    def write() -> None:
        for _ in range(60):
            api.claim()
            begun.set()

    with ThreadPoolExecutor(1) as others:
        writing = others.submit(write)
        assert begun.wait(timeout=20)
        kept = make()
        writing.result(timeout=60)

    with closing(sqlite3.connect(kept)) as backup:
        (rev,) = backup.execute("SELECT rev FROM counter").fetchone()
        assert backup.execute("SELECT max(rev), count(*) FROM revision").fetchone() == (rev, rev)
        assert backup.execute("SELECT max(rev) FROM claim").fetchone() == (rev,)
        assert backup.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.usefixtures("api")
@pytest.mark.parametrize("ending", ["", ".part"])
def test_a_file_that_exists_is_neither_overwritten_nor_removed(make: Make, path: Path, ending: str) -> None:
    taken = path.with_name(path.name + ending)
    taken.write_text("mine")

    with pytest.raises(Conflict, match=f"{taken.name} exists"):
        make()

    assert [(file, file.read_text()) for file in path.parent.iterdir()] == [(taken, "mine")]


def test_a_backup_that_fails_leaves_no_file_and_can_be_made_again(api: Api, make: Make, path: Path) -> None:
    api.claim()

    with pytest.raises(ZeroDivisionError):
        make(lambda _: 1 / 0)

    assert list(path.parent.iterdir()) == []
    assert make().exists()


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_store_that_does_not_answer_is_said_to_be_away(api: Api, path: Path, url: str) -> None:
    api.claim()

    with psycopg.connect(url) as other, database.connection_context():
        other.execute("LOCK TABLE claim")
        database.execute_sql("SET lock_timeout = 10")
        with pytest.raises(StoreUnavailable):
            backups.make(path)

    assert list(path.parent.iterdir()) == []


@pytest.mark.usefixtures("api")
def test_how_far_a_backup_is_rises_to_the_whole(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "SLICE_PAGES", 5)
    told: list[float] = []

    make(told.append)

    assert told == sorted(told)
    assert told[-1] == 1
