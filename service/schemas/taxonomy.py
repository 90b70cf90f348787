"""The JSON of a taxonomy: what a list says of it, and its row in an exchange file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.reading import MAX_LABEL_CHARS
from service.domain.terms import MAX_TERM_CHARS
from service.schemas.fields import (
    MAX_INTEGER,
    Anything,
    Flag,
    Instant,
    ListOf,
    Part,
    Text,
    Whole,
    changed_at,
    stored_at,
)
from service.schemas.query import read_single_values
from service.schemas.shape import Shape
from service.schemas.tag import Machine
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT


class TaxonomyShape(Shape):
    """A taxonomy without its terms, which are in its own JSON."""

    namespace = Text(MAX_TERM_CHARS, meaning="What its terms begin with, and its name in an address.")
    rev = Whole(meaning="The revision that last changed it; 0 where the store began with it.")
    version = Whole(meaning="Its version; a file with a higher one takes its place.")
    expanded = Text(MAX_LABEL_CHARS, allow_none=True, meaning="What it is called.")
    description = Text(MAX_LABEL_CHARS, allow_none=True, meaning="What it is for.")
    exclusive = Flag(meaning="Whether a reviewer holds one term of it for a claim.")
    blind = Flag(meaning="Whether its tags are shown to nobody yet but those who judged the same.")
    predicates = Whole(meaning="How many predicates it has.")
    terms = Whole(meaning="How many terms may be given; 0 where all words may.")
    retired = ListOf(Machine(), MAX_INTEGER, meaning="Terms in use that it does not have any more.")
    created_at = stored_at()
    updated_at = changed_at()


class RetiredShape(Shape):
    """A term that a taxonomy has dropped and that is in use, as its last version with it had it."""

    term = Machine(required=True)
    position = Whole(required=True)
    expanded = Text(MAX_LABEL_CHARS, allow_none=True)
    numerical_value = Anything(allow_none=True)
    within = Text(MAX_TERM_CHARS, allow_none=True)


class TaxonomyRow(Shape):
    """A taxonomy as a row of an exchange file: its own JSON, and beside it what is the store's to say."""

    namespace = Text(MAX_TERM_CHARS, required=True)
    rev = Whole()
    blind = Flag()
    created_at = Instant()
    updated_at = Instant()
    retired = ListOf(Part(RetiredShape), MAX_INTEGER)
    machinetag = Anything(required=True)


@dataclass(frozen=True)
class TaxonomiesQuery:
    """What a client asked of the list: namespaces after one, at most `limit`."""

    after: str = ""
    limit: int = DEFAULT_LIMIT


PARAMETERS: Final[dict[str, fields.Field[Any]]] = {
    "after": Text(MAX_TERM_CHARS, meaning="The last namespace that you know already; take it from `next`."),
    "limit": Whole(1, MAX_LIMIT, meaning=f"How many taxonomies a page has at most; {DEFAULT_LIMIT} if left out."),
}


def read_taxonomies_query(pairs: Iterable[tuple[str, str]]) -> TaxonomiesQuery:
    """Read the parameters of a URL."""
    return TaxonomiesQuery(**read_single_values(PARAMETERS, pairs))
