"""Those who write to a SQLite file wait for each other, whichever process they are of."""

import fcntl
import os
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service import reviewers
from service.domain.errors import StoreUnavailable
from service.store.database import database
from service.store.line import in_line
from tests.served import HEARSAY

WRITERS = 8


@pytest.fixture
def engine() -> str:
    return "sqlite"


def file_of(store: str) -> Path:
    return Path(store.removeprefix("sqlite:///"))


def test_one_thread_after_the_other_is_let_in(store: str) -> None:
    inside, most = [], []

    def write(number: int) -> None:
        with database.connection_context(), in_line():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.002)
            inside.remove(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(5 * WRITERS)))

    assert most == [1] * 5 * WRITERS, store


def test_another_process_is_waited_for_and_its_end_is_seen_at_once(store: str) -> None:
    other = os.open(f"{file_of(store)}-line", os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)
    threading.Timer(0.2, lambda: fcntl.flock(other, fcntl.LOCK_UN)).start()
    began = time.monotonic()

    with in_line():
        waited = time.monotonic() - began

    os.close(other)
    assert 0.15 < waited < 1


def test_who_waits_too_long_is_told_that_the_store_is_busy(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.store.line.BUSY_TIMEOUT_MS", 50)
    other = os.open(f"{file_of(store)}-line", os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)

    with pytest.raises(StoreUnavailable), in_line():
        pass

    os.close(other)
    with in_line():
        pass


def test_where_no_line_can_be_made_the_store_is_written_all_the_same(store: str) -> None:
    Path(f"{file_of(store)}-line").mkdir()

    reviewers.add("ben")

    assert database.execute_sql("SELECT handle FROM reviewer").fetchall() == [("ben",)]


def test_a_command_and_this_process_write_side_by_side(store: str) -> None:
    environment = {**os.environ, "HEARSAY_DATABASE_URL": store}
    commands = [
        subprocess.Popen([str(HEARSAY), "reviewer", "add", f"other-{number}"], env=environment) for number in range(3)
    ]
    for number in range(30):
        reviewers.add(f"mine-{number}")

    assert [command.wait(30) for command in commands] == [0, 0, 0]
    assert database.execute_sql("SELECT COUNT(*) FROM reviewer").fetchone() == (33,)
