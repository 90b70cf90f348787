"""A load of typed rows: a row as it was read, how it is loaded, and what became of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from service.domain.errors import Fault, Place, Refused
from service.domain.vocabulary import OnConflict, RowType

AT_ONCE: Final = 500
"""So many rows are written together in a megabyte or two, and more not any faster."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was read: its number in the file, its type, its body."""

    number: int
    type: RowType
    body: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; a row without a revision was left out, or is nobody's resource."""

    line: int
    type: RowType
    id: str | None
    rev: int | None
    stored: bool


@dataclass
class Loading:
    """How rows are loaded, and what is known of those that were; one load may take several transactions."""

    by: str | None
    on_conflict: OnConflict = OnConflict.ERROR
    at_once: int = AT_ONCE
    """How many rows are held and written together."""
    stands_for: dict[str, str] = field(default_factory=dict)
    """Which stored article or source is meant by the id of one that was left out."""

    @property
    def from_file(self) -> bool:
        """Whether the operator loads a file, which says itself whose its tags and ties are."""
        return self.by is None


@contextmanager
def named(line: Line) -> Iterator[None]:
    """Name the line in whatever is refused while it is read or stored."""
    try:
        yield
    except Refused as refusal:
        name(line, refusal)
        raise


def name(line: Line, refusal: Refused) -> None:
    """Name the line in what is refused of it."""
    faults: Sequence[tuple[Place, Fault]] = refusal.faults or [({}, Fault(refusal.slug, refusal.detail))]
    refusal.faults = tuple(({"line": line.number, **place}, fault) for place, fault in faults)
    refusal.members["line"] = line.number
