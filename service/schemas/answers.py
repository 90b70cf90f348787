"""The JSON of resources as they are answered: other rows are mentioned, and what was erased is null."""

from typing import ClassVar

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import SourceKind
from service.schemas.address import Address
from service.schemas.article import ArticleShape
from service.schemas.claim import MAX_STATEMENT_CHARS, ClaimShape, LinkShape
from service.schemas.evidence import EvidenceCitationShape, EvidenceShape
from service.schemas.fields import Id, Instant, ListOf, OneOf, Part, Text
from service.schemas.inline import MAX_TITLE_CHARS, CitationShape, IdentifiedAsShape, Pointer, name_field, source_id
from service.schemas.shape import Shape
from service.schemas.source import SourceShape
from service.schemas.tag import TagShape


class PublisherMention(Shape):
    """The outlet that published an article, by id and name."""

    id = source_id(meaning="Its id.")
    name = name_field(allow_none=True, meaning="Its name; null for an unnamed source, or where it was erased.")


class SourceMention(PublisherMention):
    """A source by id, kind and name; the name of an unnamed one is null."""

    kind = OneOf(SourceKind, meaning="What it is.")

    class Meta(Shape.Meta):
        """The order of the keys."""

        fields: tuple[str, ...] = ("id", "kind", "name")


class ArticleMention(Shape):
    """An article as a claim or a citation shows it."""

    id = Id(PREFIXES["article"], meaning="Its id.")
    url = Address(allow_none=True, meaning="Where it was published; null where that was erased.")
    title = Text(MAX_TITLE_CHARS, allow_none=True, meaning="Its title.")
    publisher = Part(PublisherMention, allow_none=True, meaning="The outlet that published it.")
    published_at = Instant(allow_none=True, meaning="When it was published.")


class ArticleAnswer(ArticleShape):
    """An article."""

    sometimes: ClassVar[frozenset[str]] = frozenset({"same_text_as"})

    url = Address(allow_none=True)
    publisher = Part(SourceMention, allow_none=True)

    class Meta(ArticleShape.Meta):
        """All keys of an article, and in the answer to a write those of the same text."""

        fields: tuple[str, ...] = (*ArticleShape.Meta.fields, "same_text_as")


class CitationMention(CitationShape):
    """The article where something can be read, by its id."""

    article = Part(Pointer)


class IdentifiedAsAnswer(IdentifiedAsShape):
    """Who an unnamed source was later found to be, and the article that made it public."""

    source = Part(SourceMention)
    citation = Part(CitationMention)


class SourceAnswer(SourceShape):
    """A source: an identity."""

    belongs_to = Part(SourceMention, allow_none=True)
    identified_as = Part(IdentifiedAsAnswer, allow_none=True)


class LinkAnswer(LinkShape):
    """One link of a claim's chain."""

    source = Part(SourceMention)


class ClaimAnswer(ClaimShape):
    """A claim, with its chain, what it amounts to, and how reviewers judge it."""

    sometimes: ClassVar[frozenset[str]] = frozenset({"snippet"})

    article = Part(ArticleMention)
    statement = Text(MAX_STATEMENT_CHARS, allow_none=True)
    attribution = ListOf(Part(LinkAnswer), MAX_LINKS)


class EvidenceCitationAnswer(EvidenceCitationShape):
    """An article that is cited, and the chain through which it says so."""

    article = Part(ArticleMention)
    attribution = ListOf(Part(LinkAnswer), MAX_LINKS)


class EvidenceAnswer(EvidenceShape):
    """A tie; its note is there only for those who have a token."""

    sometimes: ClassVar[frozenset[str]] = frozenset({"note"})

    citation = Part(EvidenceCitationAnswer, allow_none=True)


class TagAnswer(TagShape):
    """A tag; its note is there only for those who have a token."""

    sometimes: ClassVar[frozenset[str]] = frozenset({"note"})
