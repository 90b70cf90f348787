"""The JSON of an article, as a resource and inline in a claim."""

from typing import Any, ClassVar

from service.domain.identifiers import PREFIXES
from service.schemas.fields import SHA256, Address, Flag, Id, Instant, Language, ListOf, Part, Pattern, Text, Whole
from service.schemas.shape import Shape
from service.schemas.source import InlineOwner, Pointer

MAX_TITLE_CHARS = 1_000
MAX_TEXT_CHARS = 500_000
MAX_AUTHORS = 100
MAX_AUTHOR_CHARS = 300


def sha256_field(**options: Any) -> Pattern:
    """Make a field for a digest."""
    return Pattern(SHA256, "A SHA-256 is needed: 64 digits of 0-9 and a-f.", **options)


class InlineArticle(Shape):
    """An article within a claim: it matches a stored one by id or url, or is made."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at"})

    id = Id(PREFIXES["article"])
    rev = Whole()
    url = Address()
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


class ArticleShape(InlineArticle):
    """An article as a resource."""

    url = Address(required=True)

    class Meta:
        """The order of the keys."""

        fields = (
            "id", "rev", "url", "title", "publisher", "published_at", "language", "authors", "text", "text_sha256",
            "retrieved_at", "archived_url", "copy_of", "fictional", "created_at", "updated_at",
        )  # fmt: skip
