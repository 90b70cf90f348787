"""The JSON of one entry of the change feed, and what may be asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.identifiers import PREFIXES
from service.domain.terms import MAX_TERM_CHARS
from service.domain.vocabulary import Change, CorroborationStatus, ResourceType
from service.schemas.fields import MAX_INTEGER, Anything, Flag, Id, Instant, ListOf, OneOf, Part, Text, Whole
from service.schemas.query import FORMS, read_single_values
from service.schemas.shape import Shape
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT

MAX_ID_CHARS = MAX_TERM_CHARS
"""A taxonomy goes by its namespace."""
MAX_HANDLE_CHARS = 50
MAX_TOUCHED = 1_000


class TouchedShape(Shape):
    """A claim whose document the change renewed, and the status that it has since."""

    claim = Text(MAX_HANDLE_CHARS, required=True, meaning="The claim's id.")
    status = OneOf(CorroborationStatus, required=True, meaning="The status of its corroboration since.")
    moved = Flag(required=True, meaning="Whether that status is another one than before.")


class ChangeShape(Shape):
    """One entry: who changed which row, what they wrote, and which claims it reached.

    `document` is put in as the stored bytes, after `id`.
    """

    rev = Whole(meaning="The revision that the change has made.")
    at = Instant(meaning="When it was made.")
    by = Text(MAX_HANDLE_CHARS, allow_none=True, meaning="The reviewer whose token wrote it; null is the operator.")
    change = OneOf(Change, meaning="What happened to the row.")
    type = OneOf(ResourceType, meaning="What kind of row it is.")
    id = Text(MAX_ID_CHARS, meaning="The row's id.")
    touched = ListOf(Part(TouchedShape), MAX_TOUCHED, meaning="The claims whose documents the change renewed.")
    truncated = Flag(meaning="Whether it renewed more claims than are listed.")


class ChangeAnswer(ChangeShape):
    """One entry of the change feed."""

    document = Anything(
        allow_none=True, meaning="What was written, referring by id; of a merge `into` what, of an erasure its `paths`."
    )


class ChangeRow(Shape):
    """One entry as a row of an exchange file: with all that it touched."""

    rev = Whole(required=True)
    at = Instant(required=True)
    by = Text(MAX_HANDLE_CHARS, allow_none=True)
    change = OneOf(Change, required=True)
    type = OneOf(ResourceType, required=True)
    id = Text(MAX_ID_CHARS, required=True)
    document = Anything(allow_none=True)
    touched = ListOf(Part(TouchedShape), MAX_INTEGER, required=True)


CHANGE_ROW: Final = ChangeRow()


@dataclass(frozen=True)
class FeedQuery:
    """What a client asked of the feed."""

    after: int = 0
    claim_id: str | None = None
    limit: int = DEFAULT_LIMIT


FEED: Final[dict[str, fields.Field[Any]]] = {
    "after": Whole(meaning="The revision that you know already: what came after it is listed. 0 is the beginning."),
    "claim_id": Id(
        PREFIXES["claim"], meaning="A claim, to list its history alone: what wrote it, and what changed what it shows."
    ),
    "limit": Whole(1, MAX_LIMIT, meaning=f"How many entries a page has at most; {DEFAULT_LIMIT} if left out."),
}


def read_feed_query(pairs: Iterable[tuple[str, str]]) -> FeedQuery:
    """Read the parameters of a URL."""
    return FeedQuery(**read_single_values(FEED, pairs, FORMS))
