"""Backups and restores on the command line, while a server and others use the store."""

import os
import pty
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest

from service import backups
from service.domain.errors import StoreUnavailable
from service.store import copying
from service.store.database import database
from service.store.query import run
from tests.api import Api, Json
from tests.keeping import but_the_counter, fill, rows_at
from tests.served import HEARSAY, Served, serve
from tests.stores import at

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def hearsay(url: str) -> Run:
    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        variables = {**os.environ, "HEARSAY_DATABASE_URL": url}
        return subprocess.run(
            [HEARSAY, *arguments], env=variables, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def ask(server: Served, method: str, path: str, token: str | None = None, body: Json = None) -> Json:
    """Ask a server, and give its answer."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"} if token else {}
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request(method, path, orjson.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        assert answer.status in {200, 201}
        return orjson.loads(answer.read())


CLAIM = {"article": {"url": "https://news.example/1"}, "statement": "Said after the backup.", "attribution": []}


def test_a_server_goes_on_with_the_restored_rows(api: Api, url: str, hearsay: Run, tmp_path: Path) -> None:
    fill(api)
    with serve(url, tmp_path / "server.log") as server:
        before = ask(server, "GET", "/v1/claims")["items"]
        hearsay("backup", tmp_path / "kept.db")
        later = ask(server, "POST", "/v1/claims", api.token, CLAIM)

        restored = hearsay("restore", "--replace", tmp_path / "kept.db")

        assert restored.returncode == 0
        # Often enough to meet every connection that the server had open.
        assert [ask(server, "GET", "/v1/claims")["items"] for _ in range(20)] == [before] * 20
        assert ask(server, "POST", "/v1/claims", api.token, CLAIM)["rev"] > later["rev"] + 10**9


@pytest.mark.parametrize("engine", ["sqlite"])
def test_readers_see_the_old_rows_until_the_last_is_in_and_then_the_new(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "SLICE_PAGES", 5)
    fill(api)
    seen: list[int] = []

    def count() -> int:
        with database.connection_context():
            return int(run("SELECT count(*) FROM claim", [])[0][0])

    old = count()
    with ThreadPoolExecutor(1) as reader, database.connection_context():
        backups.make(tmp_path / "kept.db")
        reader.submit(api.claim).result(timeout=20)
        backups.restore(
            tmp_path / "kept.db", replace=True, step=lambda _: seen.append(reader.submit(count).result(timeout=20))
        )

    assert len(seen) > 20
    assert seen == [old + 1] * (len(seen) - 1) + [old]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_restore_gives_way_to_a_writer_who_does_not_end(api: Api, url: str, tmp_path: Path) -> None:
    api.claim()
    with database.connection_context():
        backups.make(tmp_path / "kept.db")
        database.execute_sql("PRAGMA busy_timeout = 10")
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as writer:
            writer.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="writing"):
                backups.restore(tmp_path / "kept.db", replace=True)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_store_with_pages_of_another_size_is_restored_too(api: Api, tmp_path: Path) -> None:
    fill(api)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as file:
        file.execute("PRAGMA page_size = 1024")
        file.execute("CREATE TABLE keepsake (word TEXT)")
    with database.connection_context():
        backups.make(tmp_path / "kept.db")

    with at(f"sqlite:///{other}"):
        backups.restore(tmp_path / "kept.db", replace=True)

    assert but_the_counter(rows_at(f"sqlite:///{other}")) == but_the_counter(rows_at(f"sqlite:///{tmp_path}/kept.db"))


def test_a_backup_and_a_restore_say_nothing_in_a_pipe(api: Api, hearsay: Run, tmp_path: Path) -> None:
    api.claim()

    made = hearsay("backup", tmp_path / "kept.db")
    restored = hearsay("restore", "--replace", tmp_path / "kept.db")

    assert [(done.returncode, done.stdout, done.stderr) for done in (made, restored)] == [(0, "", "")] * 2


def test_on_a_terminal_a_backup_shows_how_far_it_is(api: Api, url: str, tmp_path: Path) -> None:
    api.claim()
    ours, theirs = pty.openpty()

    command = [str(HEARSAY), "backup", str(tmp_path / "kept.db")]
    subprocess.run(command, env={**os.environ, "HEARSAY_DATABASE_URL": url}, stderr=theirs, timeout=60, check=True)

    shown = os.read(ours, 100_000)
    os.close(theirs)
    os.close(ours)
    assert b"kept.db" in shown
    assert b"100%" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backup", "kept.db"), "kept.db exists already. A backup never overwrites"),
        (("backup", "missing/kept.db"), "missing/kept.db"),
        (("restore", "kept.db"), "The store holds rows. To give them up for those of the backup, add --replace."),
        (("restore", "--replace", "diary.txt"), "diary.txt is no database, or it is damaged."),
    ],
)
def test_a_backup_or_restore_that_is_refused_says_so_in_one_line(
    api: Api, hearsay: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    api.claim()
    (tmp_path / "diary.txt").write_text("dear diary\n" * 999)
    hearsay("backup", tmp_path / "kept.db")

    *options, path = arguments
    refused = hearsay(*options, tmp_path / path)

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("hearsay: ")
    assert refused.stderr.count("\n") == 1
    assert said in refused.stderr
