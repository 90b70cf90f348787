"""Failures on the command line: one line each, which says what was wrong, where, and what would be right."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from peewee import PeeweeException

from service.domain.errors import Invalid, Place, Refused
from service.store.database import name_of_store
from service.store.failures import explain_failure, is_damaged, reason_of


@contextmanager
def in_file(path: Path) -> Iterator[None]:
    """Let what is refused of a file's rows name the file."""
    try:
        yield
    except Refused as refusal:
        refusal.members["file"] = str(path)
        raise


def explain(failure: Exception) -> str:
    """Say in one line what went wrong."""
    return " ".join(_explain(failure).split())


def _explain(failure: Exception) -> str:
    if isinstance(failure, click.UsageError) and failure.ctx is not None:
        return f"{failure.format_message()} ({failure.ctx.command_path} --help tells more)"
    if isinstance(failure, click.ClickException):
        return failure.format_message()
    if isinstance(failure, PeeweeException):
        state = "refused" if is_damaged(failure) or explain_failure(failure) is None else "is away, busy or full"
        return f"The store {name_of_store()} {state}: {reason_of(failure)}"
    return _refusal(failure) if isinstance(failure, Refused) else str(failure)


def _refusal(refusal: Refused) -> str:
    file = [f"{refusal.members['file']}:"] if "file" in refusal.members else []
    found = [f"{_where(place)}: {fault}" for place, fault in refusal.faults]
    # What is wrong at each place is all there is to say of a broken rule, or of what names its place as well.
    is_said = isinstance(refusal, Invalid) or refusal.detail in {str(fault) for _, fault in refusal.faults}
    detail = [] if found and is_said else [refusal.detail]
    return " ".join([*file, *detail, *found, refusal.hint or ""])


def _where(place: Place) -> str:
    return ", ".join(f"line {value}" if key == "line" else str(value) for key, value in place.items())
