"""What a write may name inline: a source or an article that is matched, or made."""

from typing import Any, ClassVar

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import SourceKind
from service.schemas.address import Address
from service.schemas.fields import (
    SHA256,
    Flag,
    Id,
    Instant,
    Language,
    ListOf,
    OneOf,
    Part,
    Pattern,
    Text,
    Whole,
    changed_at,
    revision,
    stored_at,
)
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

    id = Id(PREFIXES["article"], required=True, meaning="The article's id.")


class InlineOwner(Shape):
    """A named source within a write: it matches a stored one, or is made.

    It matches by `id`, else by a shared `same_as`, else by name or alias within its kind; `new` says
    that it is another one of the same name. As an answer it is a mention: `id`, `kind` and `name`.
    """

    id = source_id(meaning="Its id.")
    kind = OneOf(SourceKind, meaning="What it is.")
    name = name_field(allow_none=True, meaning="Its name; a source without one is unnamed.")
    aliases = ListOf(name_field(), MAX_ALIASES, meaning="Other names that it is found by.")
    same_as = ListOf(
        Address(keep_fragment=True), MAX_SAME_AS, meaning="What others call it: each URI belongs to one source."
    )
    new = Flag(load_only=True, meaning="That this is another one of the same name, not the one that is stored.")


class InlineSource(InlineOwner):
    """A source within a write, which may have no name: then `number` tells it from others of the same article."""

    belongs_to = Part(
        InlineOwner,
        allow_none=True,
        meaning="An outlet's owner, the body that a person speaks for, a document's issuer.",
    )
    number = Whole(
        1,
        MAX_NUMBER,
        allow_none=True,
        meaning="Which of its article's unnamed sources it is: the same number, the same one.",
    )


MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 500_000
MAX_AUTHORS = 100
MAX_AUTHOR_CHARS = 300
MAX_TWINS = 20


def sha256_field(**options: Any) -> Pattern:
    """Make a field for a digest."""
    return Pattern(SHA256, "A SHA-256 is needed: 64 digits of 0-9 and a-f.", **options)


class InlineArticle(Shape):
    """An article within a claim: it matches a stored one by id or url, or is made."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at", "same_text_as"})

    id = Id(PREFIXES["article"], meaning="Its id.")
    rev = revision()
    url = Address(allow_none=True, meaning="Where it was published, without fragment; one article each.")
    title = Text(MAX_TITLE_CHARS, allow_none=True, meaning="Its title.")
    publisher = Part(InlineOwner, allow_none=True, meaning="The outlet that published it.")
    published_at = Instant(allow_none=True, meaning="When it was published.")
    language = Language(allow_none=True, meaning="The language that it is written in.")
    authors = ListOf(Text(MAX_AUTHOR_CHARS), MAX_AUTHORS, meaning="Who wrote it.")
    text = Text(MAX_TEXT_CHARS, allow_none=True, meaning="Its whole text, where it may be stored.")
    text_sha256 = sha256_field(allow_none=True, meaning="The SHA-256 of the text in UTF-8; found if the text is there.")
    retrieved_at = Instant(allow_none=True, meaning="When it was read.")
    archived_url = Address(allow_none=True, meaning="Where a copy of it is kept.")
    copy_of = Part(Pointer, allow_none=True, meaning="The article that it copies, as agency copy and reprints do.")
    fictional = Flag(meaning="Whether it was made up, for a demo or a lesson.")
    same_text_as = ListOf(
        Id(PREFIXES["article"]),
        MAX_TWINS,
        meaning="Articles of the same text, which it may copy; told when it is written.",
    )
    created_at = stored_at()
    updated_at = changed_at()


class CitationShape(Shape):
    """Where something can be read: an article, matched or made."""

    article = Part(InlineArticle, required=True, meaning="The article that says so.")


class IdentifiedAsShape(Shape):
    """Who an unnamed source was later found to be, and the article that made it public."""

    source = Part(InlineOwner, required=True, meaning="Who it is.")
    citation = Part(CitationShape, required=True, meaning="Where that can be read.")
