"""The JSON of a source: an identity, as a resource of its own, inline in a write, and as a mention."""

from typing import Any, ClassVar

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import SourceKind
from service.schemas.fields import Address, Flag, Id, Instant, ListOf, OneOf, Part, Text, Whole
from service.schemas.shape import Shape

MAX_NAME_CHARS = 500
MAX_ALIASES = 100
MAX_SAME_AS = 50
MAX_NUMBER = 10_000


def source_id(**options: Any) -> Id:
    """Make a field for a source's id."""
    return Id(PREFIXES["source"], **options)


def name_field(**options: Any) -> Text:
    """Make a field for a source's name."""
    return Text(MAX_NAME_CHARS, **options)


class Pointer(Shape):
    """An article by its id alone."""

    id = Id(PREFIXES["article"], required=True)


class InlineOwner(Shape):
    """A named source within a write: it matches a stored one, or is made.

    It matches by `id`, else by a shared `same_as`, else by name or alias within its kind; `new` says
    that it is another one of the same name. As an answer it is a mention: `id`, `kind` and `name`.
    """

    id = source_id()
    kind = OneOf(SourceKind)
    name = name_field(allow_none=True)
    aliases = ListOf(name_field(), MAX_ALIASES)
    same_as = ListOf(Address(keep_fragment=True), MAX_SAME_AS)
    new = Flag(load_only=True)


class InlineSource(InlineOwner):
    """A source within a write, which may have no name: then `number` tells it from others of the same article."""

    belongs_to = Part(InlineOwner, allow_none=True)
    number = Whole(1, MAX_NUMBER, allow_none=True)


class SourceShape(InlineSource):
    """A source as a resource."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at"})

    rev = Whole()
    article = Part(Pointer, allow_none=True)
    created_at = Instant()
    updated_at = Instant()

    class Meta:
        """The order of the keys."""

        fields = (
            "id", "rev", "kind", "name", "aliases", "same_as", "belongs_to", "article", "number", "new",
            "created_at", "updated_at",
        )  # fmt: skip
