"""The JSON of an erasure."""

from service.domain.vocabulary import ResourceType
from service.schemas.fields import ListOf, OneOf, Text, Whole
from service.schemas.shape import Shape

MAX_PATHS = 100
MAX_PATH_CHARS = 100
MAX_REASON_CHARS = 1_000


class EraseShape(Shape):
    """What to erase, as JSON pointers into the row, and why; the reason is kept, the values are not."""

    paths = ListOf(
        Text(MAX_PATH_CHARS), MAX_PATHS, required=True, meaning="The places to erase, as JSON pointers into the row."
    )
    reason = Text(
        MAX_REASON_CHARS, required=True, meaning="Why, for the change feed; it must not repeat what is erased."
    )


class ErasedShape(Shape):
    """What was erased."""

    type = OneOf(ResourceType, meaning="What kind of row it was erased from.")
    id = Text(MAX_PATH_CHARS, meaning="That row's id.")
    rev = Whole(meaning="The revision that the erasure has made.")
    paths = ListOf(Text(MAX_PATH_CHARS), MAX_PATHS, meaning="The places that were erased.")
