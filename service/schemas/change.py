"""The JSON of one entry of the change feed, and what may be asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Change, CorroborationStatus, ResourceType
from service.schemas.fields import MAX_INTEGER, Flag, Id, Instant, ListOf, OneOf, Part, Text, Whole
from service.schemas.query import read_single_values
from service.schemas.shape import Shape
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT

MAX_ID_CHARS = 50
MAX_TOUCHED = 1_000


class TouchedShape(Shape):
    """A claim whose document the change renewed, and the status that it has since."""

    claim = Text(MAX_ID_CHARS, required=True)
    status = OneOf(CorroborationStatus, required=True)
    moved = Flag(required=True)


class ChangeShape(Shape):
    """One entry: who changed which row, what they wrote, and which claims it reached.

    `document` is put in as the stored bytes, after `id`.
    """

    rev = Whole()
    at = Instant()
    by = Text(MAX_ID_CHARS, allow_none=True)
    change = OneOf(Change)
    type = OneOf(ResourceType)
    id = Text(MAX_ID_CHARS)
    touched = ListOf(Part(TouchedShape), MAX_TOUCHED)
    truncated = Flag()


class ChangeAnswer(ChangeShape):
    """One entry of the change feed."""

    document = fields.Raw(allow_none=True)


class ChangeRow(Shape):
    """One entry as a row of an exchange file: with all that it touched."""

    rev = Whole(required=True)
    at = Instant(required=True)
    by = Text(MAX_ID_CHARS, allow_none=True)
    change = OneOf(Change, required=True)
    type = OneOf(ResourceType, required=True)
    id = Text(MAX_ID_CHARS, required=True)
    document = fields.Raw(allow_none=True)
    touched = ListOf(Part(TouchedShape), MAX_INTEGER, required=True)


CHANGE_ROW: Final = ChangeRow()


@dataclass(frozen=True)
class FeedQuery:
    """What a client asked of the feed."""

    after: int = 0
    claim_id: str | None = None
    limit: int = DEFAULT_LIMIT


FEED: Final[dict[str, fields.Field[Any]]] = {
    "after": Whole(),
    "claim_id": Id(PREFIXES["claim"]),
    "limit": Whole(1, MAX_LIMIT),
}


def read_feed_query(pairs: Iterable[tuple[str, str]]) -> FeedQuery:
    """Read the parameters of a URL."""
    return FeedQuery(**read_single_values(FEED, pairs))
