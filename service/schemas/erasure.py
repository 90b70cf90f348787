"""The JSON of an erasure."""

from service.domain.vocabulary import ResourceType
from service.schemas.fields import ListOf, OneOf, Text, Whole
from service.schemas.shape import Shape

MAX_PATHS = 100
MAX_PATH_CHARS = 100
MAX_REASON_CHARS = 1_000


class EraseShape(Shape):
    """What to erase, as JSON pointers into the row, and why; the reason is kept, the values are not."""

    paths = ListOf(Text(MAX_PATH_CHARS), MAX_PATHS, required=True)
    reason = Text(MAX_REASON_CHARS, required=True)


class ErasedShape(Shape):
    """What was erased."""

    type = OneOf(ResourceType)
    id = Text(MAX_PATH_CHARS)
    rev = Whole()
    paths = ListOf(Text(MAX_PATH_CHARS), MAX_PATHS)
