"""How many rows are written at once, and what is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.vocabulary import OnConflict, RowType
from service.schemas.fields import Flag, ListOf, OneOf, Part, Text, Whole
from service.schemas.query import read_single_values
from service.schemas.shape import Shape

MAX_ROWS = 10_000
MAX_ID_CHARS = 50


@dataclass(frozen=True)
class RowsQuery:
    """What a client asks of a bulk write."""

    dry_run: bool = False
    on_conflict: OnConflict = OnConflict.ERROR


PARAMETERS: Final[dict[str, fields.Field[Any]]] = {
    "dry_run": Flag(meaning="Whether to do all but keep it; false if left out."),
    "on_conflict": OneOf(OnConflict, meaning="What becomes of a row that is there already; `error` if left out."),
}


def read_rows_query(pairs: Iterable[tuple[str, str]]) -> RowsQuery:
    """Read the parameters of a URL."""
    return RowsQuery(**read_single_values(PARAMETERS, pairs))


class OutcomeShape(Shape):
    """What became of one row."""

    line = Whole(1, meaning="The line that it came in; the first is 1.")
    type = OneOf(RowType, meaning="What it is.")
    id = Text(MAX_ID_CHARS, allow_none=True, meaning="Its id, or that of the stored row which was there already.")
    rev = Whole(allow_none=True, meaning="The revision of that row.")
    stored = Flag(meaning="Whether it was stored; false where it was left out.")


class LoadedShape(Shape):
    """What became of all rows; after a dry run, what would have."""

    rows = ListOf(Part(OutcomeShape), MAX_ROWS, meaning="What became of each row, in the order of the lines.")
    stored = Whole(meaning="How many were stored.")
    skipped = Whole(meaning="How many were left out.")
    dry_run = Flag(meaning="Whether nothing was kept, as was asked.")
    rev = Whole(meaning="The store's revision afterwards.")
