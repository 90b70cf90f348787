"""What a write may name inline: a source or an article that is matched, or made."""

from typing import Any, ClassVar

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import SourceKind
from service.schemas.address import Address
from service.schemas.fields import SHA256, Flag, Id, Instant, Language, ListOf, OneOf, Part, Pattern, Text, Whole
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


MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 500_000
MAX_AUTHORS = 100
MAX_AUTHOR_CHARS = 300


def sha256_field(**options: Any) -> Pattern:
    """Make a field for a digest."""
    return Pattern(SHA256, "A SHA-256 is needed: 64 digits of 0-9 and a-f.", **options)


class InlineArticle(Shape):
    """An article within a claim: it matches a stored one by id or url, or is made."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at", "same_text_as"})

    id = Id(PREFIXES["article"])
    rev = Whole()
    url = Address(allow_none=True)
    title = Text(MAX_TITLE_CHARS, allow_none=True)
    publisher = Part(InlineOwner, allow_none=True)
    published_at = Instant(allow_none=True)
    language = Language(allow_none=True)
    authors = ListOf(Text(MAX_AUTHOR_CHARS), MAX_AUTHORS)
    text = Text(MAX_TEXT_CHARS, allow_none=True)
    text_sha256 = sha256_field(allow_none=True)
    retrieved_at = Instant(allow_none=True)
    archived_url = Address(allow_none=True)
    copy_of = Part(Pointer, allow_none=True)
    fictional = Flag()
    created_at = Instant()
    updated_at = Instant()


class CitationShape(Shape):
    """Where something can be read: an article, matched or made."""

    article = Part(InlineArticle, required=True)


class IdentifiedAsShape(Shape):
    """Who an unnamed source was later found to be, and the article that made it public."""

    source = Part(InlineOwner, required=True)
    citation = Part(CitationShape, required=True)
