"""What may be asked of each list, with the meaning of every filter."""

from typing import Any, Final

from marshmallow import fields

from service.domain.identifiers import PREFIXES
from service.domain.terms import MAX_TERM_CHARS
from service.domain.vocabulary import (
    Channel,
    CorroborationStatus,
    EvidenceState,
    Format,
    GroundRule,
    Identification,
    Level,
    QueueOrder,
    SourceKind,
    SourceType,
    SpeakerKind,
    TagState,
    Tie,
)
from service.schemas.address import Address
from service.schemas.claim import MAX_COUNT, MAX_POSITION
from service.schemas.fields import Flag, Id, Instant, Language, Name, OneOf, Text, Whole
from service.schemas.inline import MAX_NAME_CHARS
from service.schemas.query import ANYWHERE, IS, LISTED, OPTIONAL, ORDERED, Filter, Grammar
from service.schemas.search import Words
from service.schemas.sums import FACETS
from service.schemas.tag import Machine, Scale, handle_field
from service.store.matches import Operator
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT

ARTICLE_ID: Final = Id(PREFIXES["article"])
SOURCE_ID: Final = Id(PREFIXES["source"])
CLAIM_ID: Final = Id(PREFIXES["claim"])


def exactly(field: fields.Field[Any], meaning: str) -> Filter:
    """Filter by value."""
    return Filter(field, IS, meaning)


def perhaps(field: fields.Field[Any], meaning: str) -> Filter:
    """Filter by value, or by whether there is one."""
    return Filter(field, IS | OPTIONAL, meaning)


def ordered(field: fields.Field[Any], meaning: str) -> Filter:
    """Filter by value, or by a range."""
    return Filter(field, ORDERED, meaning)


def any_of(field: fields.Field[Any], meaning: str) -> Filter:
    """Filter by what is in a list, any or all of it."""
    return Filter(field, LISTED, meaning)


PUBLISHED_AT: Final = Filter(Instant(), ORDERED | OPTIONAL, "When the article was published.")
NARROW_CLAIMS: Final = ("article_id", "story", "speaker_id", "publisher_id", "published_at")
ROW_SORTS: Final = ("id", "created_at", "updated_at", "rev")


def row_filters(prefix: str) -> dict[str, Filter]:
    """Give the filters that every list has."""
    return {
        "id": exactly(Id(prefix), "Its id."),
        "created_at": ordered(Instant(), "When it was stored."),
        "updated_at": ordered(Instant(), "When its document last changed."),
        "rev": ordered(Whole(), "The revision that last changed its document."),
    }


ARTICLES: Final = Grammar(
    of="articles",
    filters={
        **row_filters(PREFIXES["article"]),
        "url": exactly(Address(), "Its address, in any spelling that means the same."),
        "publisher_id": perhaps(SOURCE_ID, "The outlet that published it."),
        "published_at": PUBLISHED_AT,
        "language": perhaps(Language(), "Its language."),
        "copy_of": perhaps(ARTICLE_ID, "The article that it copies."),
        "fictional": exactly(Flag(), "Whether it was made up, for a demo or a lesson."),
    },
    sorts=(*ROW_SORTS, "published_at"),
    narrows=("url", "publisher_id", "published_at"),
)

SOURCES: Final = Grammar(
    of="sources",
    filters={
        **row_filters(PREFIXES["source"]),
        "name": exactly(Name(MAX_NAME_CHARS), "Its name or an alias, in any case and spacing."),
        "kind": exactly(OneOf(SourceKind), "What it is."),
        "belongs_to": perhaps(SOURCE_ID, "Its owner, the body it speaks for, or its issuer."),
        "identified_as": perhaps(SOURCE_ID, "Who an unnamed source was later found to be."),
        "same_as": any_of(Address(keep_fragment=True), "A URI that it shares with other descriptions of it."),
        "article_id": perhaps(ARTICLE_ID, "The article that an unnamed source belongs to."),
    },
    sorts=ROW_SORTS,
    narrows=("name", "article_id", "belongs_to"),
)

CLAIMS: Final = Grammar(
    of="claims",
    filters={
        **row_filters(PREFIXES["claim"]),
        "source_type": exactly(OneOf(SourceType), "In which capacity the speaker (the last link) speaks."),
        "speaker_kind": exactly(OneOf(SpeakerKind), "Whether the speaker has a name."),
        "identification": perhaps(OneOf(Identification), "How the article identifies the speaker."),
        "ground_rule": perhaps(OneOf(GroundRule), "What was agreed with the speaker."),
        "speaker_id": perhaps(SOURCE_ID, "The source that the claim rests on."),
        "speaker": exactly(Name(MAX_NAME_CHARS), "The speaker's name or an alias, in any case and spacing."),
        "channel": perhaps(OneOf(Channel), "How the claim reached the outlet."),
        "source_id": any_of(SOURCE_ID, "A source anywhere in the chain."),
        "via": any_of(SOURCE_ID, "A source that passed the claim on."),
        "via_type": any_of(
            OneOf(SourceType, without=[SourceType.OUTLET]), "In which capacity somebody passed the claim on."
        ),
        "hearsay_depth": ordered(Whole(), "The number of links in the chain."),
        "article_id": exactly(ARTICLE_ID, "The article that makes the claim."),
        "article_url": exactly(Address(), "That article's address."),
        "publisher_id": perhaps(SOURCE_ID, "The outlet that published it."),
        "position": ordered(Whole(1, MAX_POSITION), "Its place among the claims of its article."),
        "corroboration": exactly(OneOf(CorroborationStatus), "What the evidence amounts to."),
        "override": perhaps(OneOf(CorroborationStatus), "An editor's own status, which stands beside that."),
        "origins_min": ordered(Whole(0, MAX_COUNT), "The fewest independent origins."),
        "origins_max": ordered(Whole(), "The most independent origins."),
        "documented": exactly(Flag(), "Whether an origin is a document with a URI of its own."),
        "story": exactly(Id(PREFIXES["story"]), "The claims that are tied together as one story."),
        "in_text": perhaps(Flag(), "Whether its passage is in the article's stored text."),
        "language": perhaps(Language(), "The language of its statement."),
        "published_at": PUBLISHED_AT,
        "tag": any_of(Machine(), "A term that a reviewer holds for it."),
        "reviewer": any_of(handle_field(), "A reviewer who holds a tag for it."),
        "q": Filter(Words(), ANYWHERE, "Words of its statement, its quote or a name: docs/searching.md."),
    },
    sorts=(*ROW_SORTS, "position", "published_at", "hearsay_depth", "origins_min", "origins_max", "relevance"),
    sort_needs={"position": "article_id", "relevance": "q"},
    facets=FACETS,
    narrows=NARROW_CLAIMS,
)

REPORT: Final = Grammar(of="report", filters=CLAIMS.filters, sorts=(), narrows=NARROW_CLAIMS)

SCALE: Final = Text(
    MAX_TERM_CHARS,
    required=True,
    meaning="The scale: a taxonomy's predicate, or its namespace where its predicates have no values.",
)

AGREEMENT: Final = Grammar(
    of="agreement",
    filters={
        **CLAIMS.filters,
        "reviewer": Filter(handle_field(), frozenset({Operator.IS}), "Only these raters."),
    },
    sorts=(),
    options={
        "predicate": SCALE,
        "level": OneOf(Level, meaning="What a difference of two values says; left out, what the taxonomy allows."),
        "stale": Flag(meaning="Whether to count ratings of what was worded anew since; true if left out."),
        "limit": Whole(1, MAX_LIMIT, meaning=f"How many disagreements are listed; {DEFAULT_LIMIT} if left out."),
        "format": OneOf(Format, [Format.NDJSON], meaning="`csv` for the ratings themselves; `json` if left out."),
    },
)

QUEUE: Final = Grammar(
    of="queue",
    filters=CLAIMS.filters,
    sorts=(),
    is_walked=True,
    options={
        "predicate": SCALE,
        "sort": OneOf(QueueOrder, meaning="What comes first; `least-judged` if left out."),
    },
)

EVIDENCE: Final = Grammar(
    of="evidence",
    filters={
        **row_filters(PREFIXES["evidence"]),
        "claim_id": exactly(CLAIM_ID, "A claim at either end."),
        "subject": exactly(CLAIM_ID, "The claim that it speaks of."),
        "tie": exactly(OneOf(Tie), "What it says of that claim."),
        "state": exactly(OneOf(EvidenceState), "Whether it counts."),
        "reviewer": perhaps(handle_field(), "Whose it is; the operator's has none."),
        "article_id": perhaps(ARTICLE_ID, "The article that is cited."),
        "source_id": any_of(SOURCE_ID, "A source anywhere in the chain of what is cited."),
    },
    sorts=ROW_SORTS,
    narrows=("claim_id", "article_id", "source_id"),
)

TAGS: Final = Grammar(
    of="tags",
    filters={
        **row_filters(PREFIXES["tag"]),
        "claim_id": exactly(CLAIM_ID, "The claim that it judges."),
        "article_id": exactly(ARTICLE_ID, "The article that makes that claim."),
        "reviewer": exactly(handle_field(), "Whose judgement it is."),
        "term": exactly(Machine(), "Its term."),
        "predicate": exactly(Scale(), "What its term is a value of: namespace:predicate, or namespace alone."),
        "state": exactly(OneOf(TagState), "Whether its reviewer stands by it; `current` unless asked for."),
        "stale": exactly(Flag(), "Whether its claim was worded anew since."),
        "withdrawn_at": Filter(Instant(), ORDERED | OPTIONAL, "When it was withdrawn."),
    },
    sorts=ROW_SORTS,
    narrows=("claim_id", "article_id", "term"),
    unless_asked={"state": TagState.CURRENT},
)
