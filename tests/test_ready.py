"""What a store that cannot be served lacks is said by /readyz, with what mends it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from service.app import create_app
from service.settings import Settings
from service.store.database import database
from tests.api import Api


@pytest.fixture
def read_only(api: Api, engine: str, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Serve a store that nobody may write."""
    if engine == "sqlite":
        # As of a file system that is mounted read-only: a superuser may write everywhere else.
        monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
        yield api
        return
    _let_be_written(url, "on")
    database.close_idle()
    yield api
    _let_be_written(url, "off")


def _let_be_written(url: str, read_only: str) -> None:
    with psycopg.connect(f"{url}&options=-cdefault_transaction_read_only%3Doff", autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {read_only}".encode())


def test_a_store_that_can_be_written_is_ready(api: Api) -> None:
    assert api.get("/readyz") == {"status": "ready"}


def test_a_store_that_can_only_be_read_is_not_ready(read_only: Api) -> None:
    problem = read_only.refused(503, "GET", "/readyz")

    assert problem["detail"] == "The store can be read, but not written."
    assert problem["hint"]


def test_a_store_that_can_only_be_read_goes_on_being_read(read_only: Api) -> None:
    assert read_only.call("GET", "/v1/claims").status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_disk_that_is_nearly_full_is_told_before_it_is(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 1024 * 1024 - 1))

    assert "nearly full" in api.refused(503, "GET", "/readyz")["detail"]


def test_a_schema_that_is_behind_is_said_with_the_command_that_mends_it(empty_url: str) -> None:
    problem = Api(create_app(Settings(database_url=empty_url)), None).refused(503, "GET", "/readyz")
    database.close_idle()

    assert problem["hint"] == "Run: hearsay migrate up"
    assert problem["lacks"]


def test_a_store_that_cannot_be_reached_is_said_to_be_so(engine: str, tmp_path: Path) -> None:
    urls = {"sqlite": f"sqlite:///{tmp_path}/none/x.db", "postgresql": f"postgresql:///x?host={tmp_path}"}
    problem = Api(create_app(Settings(database_url=urls[engine])), None).refused(503, "GET", "/readyz")

    assert problem["detail"] == "The store cannot be reached."
    assert "hearsay migrate status" in problem["hint"]
