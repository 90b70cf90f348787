"""What is made is written behind by another thread: whoever asks next finds it, or hears what went wrong with it."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from peewee import IntegrityError

from service.store.database import Batch, database, write_behind
from service.store.models import Reviewer

MANY = 1_000


class Interrupted(BaseException):
    """What the command line's Ctrl-C is."""


@pytest.fixture
def interrupt() -> Iterator[None]:
    """Let the alarm interrupt."""

    def raise_it(*_: Any) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, raise_it)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def reviewers(*handles: str) -> Batch:
    return Reviewer.addition([{"handle": handle, "created_at": datetime.now(UTC)} for handle in handles])


@pytest.mark.usefixtures("store")
def test_what_is_written_behind_is_there_for_whoever_asks_next() -> None:
    with database.connection_context(), database.atomic():
        for number in range(3):
            write_behind(reviewers(*(f"r-{number}-{place}" for place in range(MANY))))
            assert Reviewer.select().count() == (number + 1) * MANY

        write_behind(reviewers("last"))

    with database.connection_context():
        assert Reviewer.select().count() == 3 * MANY + 1


@pytest.mark.usefixtures("store")
def test_what_cannot_be_written_behind_is_heard_of_by_whoever_asks_next_and_all_is_taken_back() -> None:
    def ask() -> None:
        with database.atomic():
            Reviewer.add_all([{"handle": "first", "created_at": datetime.now(UTC)}])
            write_behind(reviewers(*(f"r-{place}" for place in range(MANY)), "r-0"))
            Reviewer.select().count()

    with database.connection_context():
        with pytest.raises(IntegrityError):
            ask()
        assert Reviewer.select().count() == 0


@pytest.mark.usefixtures("store")
def test_what_cannot_be_written_behind_is_not_committed_where_nobody_asks() -> None:
    def commit() -> None:
        with database.atomic():
            write_behind(reviewers("r-0", "r-0"))

    with database.connection_context():
        with pytest.raises(IntegrityError):
            commit()
        assert Reviewer.select().count() == 0


@pytest.mark.usefixtures("store")
def test_what_went_wrong_behind_does_not_keep_what_went_wrong_before_it_from_taking_all_back() -> None:
    def refuse() -> None:
        with database.atomic():
            write_behind(reviewers("r-0", "r-0"))
            raise Interrupted

    with database.connection_context():
        with pytest.raises(Interrupted):
            refuse()
        with database.atomic():
            Reviewer.add_all([{"handle": "next", "created_at": datetime.now(UTC)}])
        assert [one.handle for one in Reviewer.select()] == ["next"]


@pytest.mark.usefixtures("store", "interrupt")
def test_whoever_is_interrupted_while_something_is_written_behind_leaves_nothing_of_it() -> None:
    def be_interrupted() -> None:
        with database.atomic():
            write_behind(reviewers(*(f"r-{place}" for place in range(50 * MANY))))
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            Reviewer.select().count()

    with database.connection_context():
        with pytest.raises(Interrupted):
            be_interrupted()
        with database.atomic():
            Reviewer.add_all([{"handle": "next", "created_at": datetime.now(UTC)}])
        assert [one.handle for one in Reviewer.select()] == ["next"]
