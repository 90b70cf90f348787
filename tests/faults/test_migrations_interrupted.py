"""A migration is killed, or fails, half-way: the schema and the rows before it are left, and run again it completes."""

import os
import signal
import subprocess
import sys
from typing import Final

import pytest

from service.store import migrating
from tests.api import named
from tests.faults.harness import ROUNDS
from tests.schemas import Raw, ddl, raw
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
    command = [sys.executable, "-c", BROKEN.format(place=place, act=act), *arguments]
    environment = {**os.environ, "HEARSAY_DATABASE_URL": url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr


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
