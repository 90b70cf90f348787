"""The JSON of rows as a whole store's file holds them: with all that is otherwise the store's to say.

What was erased is null there, and what was withdrawn has left out what was derived.
"""

from typing import ClassVar, Final

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import RowType
from service.schemas.article import ArticleShape
from service.schemas.change import ChangeRow
from service.schemas.claim import MAX_STATEMENT_CHARS, ClaimShape
from service.schemas.fields import Address, Id, Instant, Text, Whole
from service.schemas.reviewer import ReviewerRow
from service.schemas.shape import Shape
from service.schemas.source import SourceShape
from service.schemas.tag import TagShape

NOTHING: Final[frozenset[str]] = frozenset()


class KeptArticle(ArticleShape):
    """An article with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    rev = Whole(required=True)
    url = Address(allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()

    class Meta(ArticleShape.Meta):
        """All keys of an article, and when it was withdrawn."""

        fields = (*ArticleShape.Meta.fields, "deleted_at")


class KeptSource(SourceShape):
    """A source with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    rev = Whole(required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()
    merged_into = Id(PREFIXES["source"])

    class Meta(SourceShape.Meta):
        """All keys of a source, and when and into what it went."""

        fields = (*SourceShape.Meta.fields, "deleted_at", "merged_into")


class KeptClaim(ClaimShape):
    """A claim with its numbers and times and what was derived."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    rev = Whole(required=True)
    worded_rev = Whole(required=True)
    statement = Text(MAX_STATEMENT_CHARS, allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()


class KeptTag(TagShape):
    """A tag with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING


KEPT: Final[dict[RowType, Shape]] = {
    RowType.REVIEWER: ReviewerRow(),
    RowType.SOURCE: KeptSource(),
    RowType.ARTICLE: KeptArticle(),
    RowType.CLAIM: KeptClaim(),
    RowType.TAG: KeptTag(),
    RowType.REVISION: ChangeRow(),
}
