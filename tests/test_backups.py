"""A backup is one SQLite file, whatever the engine, with everything that the store held at one moment."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import psycopg
import pytest

from service import backups, reviewers
from service.domain.errors import Conflict, StoreUnavailable
from service.domain.vocabulary import Scope
from service.store import copying
from service.store.database import database
from service.store.query import run
from tests.api import Api
from tests.keeping import but_the_counter, fill, rows_at
from tests.stored import everything
from tests.stores import at

Make = Callable[..., Path]


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name another store, of either engine, that nobody has made yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/elsewhere.db"
        return
    server = request.getfixturevalue("postgresql_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE elsewhere")
        yield server.replace("/postgres?", "/elsewhere?")
        connection.execute("DROP DATABASE elsewhere WITH (FORCE)")


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


def test_a_backup_restored_into_either_engine_gives_the_same_rows_in_every_table(
    api: Api, make: Make, elsewhere: str
) -> None:
    fill(api)
    before = everything()
    kept = make()

    with at(elsewhere):
        backups.restore(kept)

    assert but_the_counter(rows_at(elsewhere)) == but_the_counter(before)
    assert [table for table, rows in before.items() if not rows] == []


def test_a_restore_raises_the_counter_by_a_billion(api: Api, make: Make, elsewhere: str) -> None:
    rev = api.claim()["rev"]
    kept = make()

    with at(elsewhere):
        backups.restore(kept)
        assert run("SELECT id, rev FROM counter", []) == [(1, rev + 10**9)]


def test_a_token_still_lets_its_reviewer_in_after_a_restore(api: Api, make: Make, elsewhere: str) -> None:
    kept = make()

    with at(elsewhere):
        backups.restore(kept)
        assert reviewers.authenticate(str(api.token)).must(Scope.EDIT) == "mina"


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
