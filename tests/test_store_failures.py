"""A store that is busy or full: the client is told, may try again, and nothing is half written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from service.app import create_app
from service.settings import Settings
from service.store import database as store_database
from service.store.database import database
from tests.api import Api
from tests.stored import everything

CLAIM = {"article": {"url": "https://a.example/1"}, "statement": "A" * 2_000, "attribution": []}
FULL = """
    CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$
    LANGUAGE plpgsql;
    CREATE TRIGGER no_room BEFORE INSERT ON touched FOR EACH ROW EXECUTE FUNCTION no_room();
"""


@pytest.fixture
def impatient(api: Api, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Serve the store from a process that does not wait long for another writer."""
    database.close_idle()
    monkeypatch.setattr(store_database, "BUSY_TIMEOUT_MS", 50)
    monkeypatch.setitem(store_database.PRAGMAS, "busy_timeout", 50)
    yield Api(create_app(Settings(database_url=url)), api.token)
    database.close_idle()


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Write to the store from elsewhere, for a long time."""
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
    else:
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE counter SET rev = rev")
            yield
            connection.rollback()


@contextmanager
def full(url: str) -> Iterator[None]:
    """Leave no room for what is written."""
    if url.startswith("sqlite"):
        with database.connection_context():
            pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
            database.execute_sql(f"PRAGMA max_page_count = {pages}")
            yield
            database.execute_sql("PRAGMA max_page_count = 1000000")
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(FULL)
            yield
            connection.execute("DROP FUNCTION no_room CASCADE")


def test_a_store_that_another_writer_holds_is_said_to_be_busy(impatient: Api, url: str) -> None:
    before = everything()

    with locked(url):
        response = impatient.call("POST", "/v1/claims", CLAIM)
        read = impatient.call("GET", "/v1/claims")

    assert (response.status_code, response.content_type) == (503, "application/problem+json")
    assert int(response.headers["Retry-After"]) >= 1
    assert read.status_code == 200, "who reads does not wait for who writes"
    assert everything() == before
    assert impatient.call("POST", "/v1/claims", CLAIM).status_code == 201


def test_a_store_that_is_full_is_said_to_be_so_and_keeps_nothing_of_the_write(api: Api, url: str) -> None:
    before = everything()

    with full(url):
        responses = [
            api.call("POST", "/v1/claims", {**CLAIM, "id": f"clm_{number:02}"}, **keys)
            for number, keys in enumerate([{}, {"Idempotency_Key": "a"}] * 20)
        ]

    assert {response.status_code for response in responses} <= {201, 503}
    assert responses[-1].status_code == 503
    assert "Retry-After" in responses[-1].headers
    kept = [response.json["id"] for response in responses if response.status_code == 201 and response.json]
    assert api.ids("/v1/claims?limit=200") == kept
    assert kept or everything() == before
    assert api.call("POST", "/v1/claims", CLAIM).status_code == 201


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("request_line", ["GET /v1/claims", "POST /v1/claims", "GET /readyz"])
def test_a_file_that_cannot_be_read_is_no_bug(api: Api, url: str, request_line: str) -> None:
    database.close_idle()
    file = Path(url.removeprefix("sqlite:///"))
    file.with_name(file.name + "-wal").unlink(missing_ok=True)
    file.write_bytes(b"?" * file.stat().st_size)

    method, path = request_line.split()
    problem = api.refused(503, method, path, CLAIM if method == "POST" else None)

    assert problem["type"] == "/problems#store-unavailable"
    assert str(file) not in str(problem)
