"""A PostgreSQL that takes connections and never answers, as a frozen one or one behind a dead network does."""

import socket
import time

import pytest

from service.app import create_app
from service.settings import Settings
from service.store import database as store_database
from service.store.database import database
from tests.api import Api


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.mark.usefixtures("store")
def test_a_server_that_does_not_answer_is_said_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_database, "CONNECT_TIMEOUT_S", 2)
    before = database.obj
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        url = f"postgresql://somebody@127.0.0.1:{port}/hearsay?sslmode=disable"
        began = time.monotonic()
        answer = Api(create_app(Settings(database_url=url)), None).call("GET", "/v1/claims")
        waited_s = time.monotonic() - began
    database.initialize(before)

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) >= 1
    # Without a limit of ours the driver gives up after 130 seconds.
    assert waited_s < 60
