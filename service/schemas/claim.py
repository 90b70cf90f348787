"""The JSON of a claim with its attribution chain."""

from typing import ClassVar

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import (
    Channel,
    CorroborationStatus,
    GroundRule,
    Identification,
    SourceType,
    SpeakerKind,
)
from service.schemas.fields import Flag, Id, Instant, Language, ListOf, Nothing, OneOf, Part, Text, Whole
from service.schemas.inline import MAX_TEXT_CHARS, InlineArticle, InlineSource, sha256_field
from service.schemas.shape import Shape

MAX_STATEMENT_CHARS = 2_000
MAX_QUOTE_CHARS = 10_000
MAX_PRINTED_CHARS = 500
MAX_POSITION = 1_000_000
MAX_COUNT = 1_000
MAX_ALSO = 15


def printed(**options: bool) -> Text:
    """Make a field for a few words of how the article presents somebody."""
    return Text(MAX_PRINTED_CHARS, allow_none=True, **options)


class LinkShape(Shape):
    """One link of a chain: a source, and how the article presents it."""

    source = Part(InlineSource, required=True)
    source_type = OneOf(SourceType, without=[SourceType.OUTLET], required=True)
    identification = OneOf(Identification, allow_none=True)
    as_printed = printed()
    role = printed()
    affiliation = printed()
    description = printed()
    channel = OneOf(Channel, allow_none=True)
    cue = printed()
    ground_rule = OneOf(GroundRule, allow_none=True)
    anonymity_reason = printed()
    count = Whole(1, MAX_COUNT, allow_none=True)


class SelectorShape(Shape):
    """A passage of the article's text: code points, half-open; the digest of its UTF-8 bytes."""

    start = Whole(0, MAX_TEXT_CHARS, required=True)
    end = Whole(1, MAX_TEXT_CHARS, required=True)
    sha256 = sha256_field(allow_none=True)


class BoundsShape(Shape):
    """The fewest and the most independent origins that there can be."""

    min = Whole()
    max = Whole()


class ReasonShape(Shape):
    """One step towards a status."""

    rule = Whole()
    text = Text(MAX_PRINTED_CHARS)
    sources = ListOf(Text(MAX_PRINTED_CHARS), 5)
    claims = ListOf(Text(MAX_PRINTED_CHARS), 5)


class CorroborationShape(Shape):
    """What the evidence amounts to, and why."""

    status = OneOf(CorroborationStatus)
    origins = Part(BoundsShape)
    contradicting = Part(BoundsShape)
    documented = Flag()
    override = Nothing(allow_none=True)
    why = ListOf(Part(ReasonShape), 3)


class TagCountShape(Shape):
    """How many reviewers hold one term for the claim."""

    term = Text(MAX_PRINTED_CHARS)
    reviewers = Whole()


class ClaimShape(Shape):
    """A claim: one proposition, as one chain carries it."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {"rev", "worded_rev", "story", "corroboration", "tags", "in_text", "created_at", "updated_at"}
    )

    id = Id(PREFIXES["claim"])
    rev = Whole()
    worded_rev = Whole()
    article = Part(InlineArticle, required=True)
    position = Whole(1, MAX_POSITION, allow_none=True)
    statement = Text(MAX_STATEMENT_CHARS, required=True)
    quote = Text(MAX_QUOTE_CHARS, allow_none=True)
    selector = Part(SelectorShape, allow_none=True)
    in_text = Flag(allow_none=True)
    language = Language(allow_none=True)
    source_type = OneOf(SourceType, allow_none=True)
    speaker_kind = OneOf(SpeakerKind, allow_none=True)
    channel = OneOf(Channel, allow_none=True)
    hearsay_depth = Whole(0, MAX_LINKS, allow_none=True)
    attribution = ListOf(Part(LinkShape), MAX_LINKS, required=True)
    also = ListOf(ListOf(Part(LinkShape), MAX_LINKS), MAX_ALSO, load_only=True)
    story = Text(MAX_PRINTED_CHARS)
    corroboration = Part(CorroborationShape)
    tags = ListOf(Part(TagCountShape), 1_000)
    created_at = Instant()
    updated_at = Instant()
