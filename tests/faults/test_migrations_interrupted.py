"""A migration is killed, or fails, half-way: the schema and the rows before it are left, and run again it completes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from service.store import migrating
from tests.api import named
from tests.faults.harness import ROUNDS
from tests.schemas import Raw, ddl, raw
from tests.served import TIMEOUT_S
from tests.stores import at, hearsay, migrate, serving

BROKEN: Final = """
import os, re, signal
from service.store import database as store
def breaking(plain):
    def run(self, sql, *more, **keys):
        if re.match({place!r}, sql):
            {act}
        return plain(self, sql, *more, **keys)
    return run
for engine in (store.Sqlite, store.Postgresql):
    engine.execute_sql = breaking(engine.execute_sql)
from service.cli import main
main()
"""
KILLED: Final = ("os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL)
FAILED: Final = ("plain(self, 'SELECT nothing')", 1)
"""What happens half-way, and how the command ends then."""

HALF_WAY: Final = ("CREATE (UNIQUE )?INDEX (?!.*schema_migration)", 'INSERT INTO "schema_migration"')
"""When it makes its first index, and when all is done and it is about to note that."""

HALF_COPIED: Final = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.{signal})
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from service.cli import main
main()
"""
"""A command that may write no file longer than half of a copy."""

COPIED: Final = """
import os, signal, sys
def stop(event, about):
    if event == "os.rename" and str(about[0]).endswith(".part"):
        os.kill(os.getpid(), signal.SIGSTOP)
sys.addaudithook(stop)
from service.cli import main
main()
"""
"""A command that stops when it has made a copy and is about to give it its name."""

NAMES: Final = sorted(path.stem for path in migrating.DIRECTORY.glob("0*.py"))


@pytest.fixture
def url(empty_url: str) -> str:
    """Name a store that the first release made, with claims in it."""
    migrate(empty_url)
    with serving(empty_url) as api:
        for number in range(20):
            api.claim(f"Nr. {number}", attribution=[named(f"Ada {number}")] * (number % 3))
    with at(empty_url):
        migrating.down(NAMES[1])
    return empty_url


def state(url: str) -> tuple[list[str], list[str], Raw]:
    with at(url):
        return migrating.pending(), ddl(), raw()


def interrupt(url: str, place: str, how: tuple[str, int], *arguments: str) -> None:
    """Run a command that is interrupted at a statement like this one."""
    act, code = how
    run(url, BROKEN.format(place=place, act=act), code, *arguments)


def run(url: str, script: str, code: int, *arguments: str) -> None:
    with started(url, script, *arguments) as process:
        _, said = process.communicate(timeout=2 * TIMEOUT_S)
        assert process.returncode == code, said


@contextmanager
def started(url: str, script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command that something will happen to, and end it with the test."""
    command, environment = [sys.executable, "-c", script, *arguments], {**os.environ, "HEARSAY_DATABASE_URL": url}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_stopped(process: subprocess.Popen[str]) -> None:
    for _ in range(TIMEOUT_S * 100):
        if os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.01)
    pytest.fail("it does not stop")


@pytest.mark.parametrize("how", [KILLED, FAILED], ids=["killed", "failed"])
def test_a_migration_that_is_interrupted_leaves_the_schema_before_it_and_completes_when_run_again(
    url: str, how: tuple[str, int]
) -> None:
    for number, name in enumerate(NAMES[1:]):
        before = state(url)
        assert before[0][0] == name
        for again in range(ROUNDS):
            interrupt(url, HALF_WAY[(number + again) % 2], how, "migrate", "up")
            assert state(url) == before
        assert hearsay(url, "migrate", "up", name).code == 0

    checked = hearsay(url, "check")
    assert (checked.code, checked.out) == (0, b""), checked.said


@pytest.mark.parametrize("how", [KILLED, FAILED], ids=["killed", "failed"])
def test_migrations_that_are_taken_back_and_interrupted_are_all_still_there(url: str, how: tuple[str, int]) -> None:
    hearsay(url, "migrate", "up")
    before = state(url)

    # All but the last of them are taken back by then.
    interrupt(url, 'DROP TABLE .*"tag"', how, "migrate", "down", NAMES[1])

    assert state(url) == before
    assert before[0] == []


def beside(tmp_path: Path) -> set[str]:
    return {path.name for path in tmp_path.glob("*.before-*")}


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("arguments", [("up",), ("down", NAMES[1])])
def test_what_is_left_of_a_copy_by_who_was_killed_goes_with_the_next_migration(
    url: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    if "down" in arguments:
        hearsay(url, "migrate", "up")
    kept, before = beside(tmp_path), state(url)

    run(url, HALF_COPIED.format(signal="SIG_DFL"), -signal.SIGXFSZ, "migrate", *arguments)
    left = beside(tmp_path) - kept
    assert state(url) == before
    assert left
    assert all(".part" in name for name in left)

    assert hearsay(url, "migrate", "up").code == 0
    # Where something was pending, there is a new copy, which is whole.
    assert len(beside(tmp_path)) == len(kept) + ("up" in arguments)
    assert kept <= beside(tmp_path)
    assert not any(".part" in name for name in beside(tmp_path))


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_copy_for_which_there_is_no_room_is_not_left(url: str, tmp_path: Path) -> None:
    kept, before = beside(tmp_path), state(url)

    run(url, HALF_COPIED.format(signal="SIG_IGN"), 1, "migrate", "up")

    assert (state(url), beside(tmp_path)) == (before, kept)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_another_one_is_copying_is_left_alone(url: str, tmp_path: Path) -> None:
    kept = beside(tmp_path)
    with started(url, COPIED, "migrate", "up") as copying:
        wait_until_stopped(copying)
        (unfinished,) = beside(tmp_path) - kept
        assert hearsay(url, "migrate", "up").code == 0
        assert unfinished in beside(tmp_path)

        copying.send_signal(signal.SIGCONT)
        assert copying.wait(TIMEOUT_S) == 0

    copies = beside(tmp_path) - kept
    assert len(copies) == 2
    assert unfinished.removesuffix(".part") in copies
