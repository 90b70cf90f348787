"""The JSON of rows as a whole store's file holds them: with all that is otherwise the store's to say.

What was erased is null there, and what was withdrawn has left out what was derived.
"""

from typing import ClassVar, Final

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import CorroborationStatus, EvidenceState, RowType, SourceKind
from service.schemas.address import Address
from service.schemas.article import ArticleShape
from service.schemas.change import ChangeRow
from service.schemas.claim import (
    MAX_REASON_CHARS,
    MAX_STATEMENT_CHARS,
    BoundsShape,
    ClaimShape,
    CorroborationShape,
    LinkShape,
    OverrideShape,
    TagCountShape,
)
from service.schemas.evidence import EvidenceCitationShape, EvidenceShape
from service.schemas.fields import MAX_INTEGER, Flag, Id, Instant, ListOf, OneOf, Part, Text, Whole
from service.schemas.inline import CitationShape, IdentifiedAsShape, InlineArticle, InlineOwner, InlineSource, source_id
from service.schemas.reviewer import ReviewerRow
from service.schemas.shape import Shape
from service.schemas.source import SourceShape
from service.schemas.tag import TagShape, handle_field
from service.schemas.taxonomy import RetiredShape, TaxonomyRow

NOTHING: Final[frozenset[str]] = frozenset()
ARTICLE: Final = PREFIXES["article"]


class KeptReviewer(ReviewerRow):
    """A reviewer, and since when."""

    created_at = Instant(required=True)


class MentionedOwner(InlineOwner):
    """A source that is there, named within another row."""

    id = source_id(required=True)


class MentionedSource(InlineSource):
    """A source that is there, in a chain."""

    id = source_id(required=True)


class MentionedArticle(InlineArticle):
    """An article that is there, named within another row."""

    id = Id(ARTICLE, required=True)
    publisher = Part(MentionedOwner, allow_none=True)


class KeptArticle(ArticleShape):
    """An article with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    id = Id(ARTICLE, required=True)
    rev = Whole(required=True)
    url = Address(allow_none=True)
    publisher = Part(MentionedOwner, allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()

    class Meta(ArticleShape.Meta):
        """All keys of an article, and when it was withdrawn."""

        fields = (*ArticleShape.Meta.fields, "deleted_at")


class KeptCitation(CitationShape):
    """Where it can be read who somebody is."""

    article = Part(MentionedArticle, required=True)


class KeptIdentity(IdentifiedAsShape):
    """Who an unnamed source was found to be."""

    source = Part(MentionedOwner, required=True)
    citation = Part(KeptCitation, required=True)


class KeptSource(SourceShape):
    """A source with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    id = source_id(required=True)
    rev = Whole(required=True)
    kind = OneOf(SourceKind, required=True)
    belongs_to = Part(MentionedOwner, allow_none=True)
    identified_as = Part(KeptIdentity, allow_none=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()
    merged_into = source_id()

    class Meta(SourceShape.Meta):
        """All keys of a source, and when and into what it went."""

        fields = (*SourceShape.Meta.fields, "deleted_at", "merged_into")


class KeptLink(LinkShape):
    """One link of a chain."""

    source = Part(MentionedSource, required=True)


class KeptBounds(BoundsShape):
    """The fewest and the most origins."""

    min = Whole(required=True)
    max = Whole(required=True)


class KeptOverride(OverrideShape):
    """An editor's own status, with who gave it and when; its reason may have been erased."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    reason = Text(MAX_REASON_CHARS, allow_none=True)
    at = Instant(required=True)


class KeptCorroboration(CorroborationShape):
    """What the evidence amounted to."""

    status = OneOf(CorroborationStatus, required=True)
    origins = Part(KeptBounds, required=True)
    documented = Flag(required=True)
    override = Part(KeptOverride, allow_none=True)


class KeptClaim(ClaimShape):
    """A claim with its numbers and times and what was derived."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    id = Id(PREFIXES["claim"], required=True)
    rev = Whole(required=True)
    worded_rev = Whole(required=True)
    article = Part(MentionedArticle, required=True)
    statement = Text(MAX_STATEMENT_CHARS, allow_none=True)
    attribution = ListOf(Part(KeptLink), MAX_LINKS, required=True)
    corroboration = Part(KeptCorroboration)
    tags = ListOf(Part(TagCountShape), MAX_INTEGER)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()


class KeptEvidenceCitation(EvidenceCitationShape):
    """An article that is cited, and the chain through which it says so."""

    article = Part(MentionedArticle, required=True)
    attribution = ListOf(Part(KeptLink), MAX_LINKS, required=True)


class KeptEvidence(EvidenceShape):
    """A tie with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    id = Id(PREFIXES["evidence"], required=True)
    rev = Whole(required=True)
    subject = Id(PREFIXES["claim"], required=True)
    citation = Part(KeptEvidenceCitation, allow_none=True)
    state = OneOf(EvidenceState, required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    deleted_at = Instant()


class KeptTag(TagShape):
    """A tag with its numbers and times."""

    read_only: ClassVar[frozenset[str]] = NOTHING

    id = Id(PREFIXES["tag"], required=True)
    rev = Whole(required=True)
    claim = Id(PREFIXES["claim"], required=True)
    reviewer = handle_field(required=True)
    claim_rev = Whole(1, required=True)
    stale = Flag(required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)


class KeptTaxonomy(TaxonomyRow):
    """A taxonomy with its numbers and times."""

    rev = Whole(required=True)
    blind = Flag(required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)
    retired = ListOf(Part(RetiredShape), MAX_INTEGER, required=True)


KEPT: Final[dict[RowType, Shape]] = {
    RowType.REVIEWER: KeptReviewer(),
    RowType.TAXONOMY: KeptTaxonomy(),
    RowType.SOURCE: KeptSource(),
    RowType.ARTICLE: KeptArticle(),
    RowType.CLAIM: KeptClaim(),
    RowType.EVIDENCE: KeptEvidence(),
    RowType.TAG: KeptTag(),
    RowType.REVISION: ChangeRow(),
}
