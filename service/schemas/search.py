"""What is searched for, as a query has it, and where it was found, as an answer shows it."""

from typing import Any, Final

from service.domain.searching import Search, read
from service.schemas.fields import ListOf, Text, Whole, characters
from service.schemas.inline import MAX_TEXT_CHARS
from service.schemas.shape import Shape
from service.schemas.strict import Strict

MAX_SEARCH_CHARS: Final = 10_000
MAX_POINTER_CHARS: Final = 200


class Words(Strict):
    """A search: any text of up to 10,000 code points, with no NUL and no half of a surrogate pair."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Search:
        return read(characters(value, MAX_SEARCH_CHARS))


class FoundShape(Shape):
    """A text of the claim that has what was searched for, and where."""

    pointer = Text(MAX_POINTER_CHARS, meaning="The text, as a JSON pointer into the claim.")
    ranges = ListOf(
        ListOf(Whole(0, MAX_TEXT_CHARS), 2),
        100,
        meaning="Where it is: pairs of a start and an end in the text's code points, half-open; the first 100.",
    )
