"""The JSON of a reviewer, and what may be asked of their list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.schemas.fields import Instant, Whole
from service.schemas.query import FORMS, read_single_values
from service.schemas.shape import Shape
from service.schemas.tag import handle_field
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT


class ReviewerShape(Shape):
    """A reviewer as everybody sees them: a handle and counts."""

    handle = handle_field(required=True, meaning="The reviewer's handle.")
    tags = Whole(meaning="How many tags they hold now.")
    claims = Whole(meaning="How many claims these judge.")


class ReviewerRow(Shape):
    """A reviewer as a row of an exchange file."""

    handle = handle_field(required=True)
    created_at = Instant()


@dataclass(frozen=True)
class ReviewersQuery:
    """What a client asked of the list: handles after one, at most `limit`."""

    after: str = ""
    limit: int = DEFAULT_LIMIT


PARAMETERS: Final[dict[str, fields.Field[Any]]] = {
    "after": handle_field(meaning="The last handle that you know already; take it from `next`."),
    "limit": Whole(1, MAX_LIMIT, meaning=f"How many reviewers a page has at most; {DEFAULT_LIMIT} if left out."),
}


def read_reviewers_query(pairs: Iterable[tuple[str, str]]) -> ReviewersQuery:
    """Read the parameters of a URL."""
    return ReviewersQuery(**read_single_values(PARAMETERS, pairs, FORMS))
