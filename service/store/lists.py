"""What may be asked of each list, and where the answer lies."""

from collections.abc import Sequence
from typing import Any, Final

from service.domain.vocabulary import TagState
from service.store import searching
from service.store.held import Held
from service.store.matches import (
    STANDS_FOR,
    Aside,
    Fragment,
    Match,
    Operator,
    Within,
    any_column,
    column,
    either,
    instant,
    perhaps_within,
)
from service.store.query import Table


def columns(*names: str) -> dict[str, Match]:
    """Match each of these columns by its own name."""
    return {name: column(name) for name in names}


def switch(name: str) -> Match:
    """Match a column that is on, off or not known; PostgreSQL takes all that are not known for off, unless told."""
    compare = column(name)

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        text, bound = compare(operator, values)
        return (f"({name} IS NOT NULL AND {text})" if operator is Operator.IS else text), bound

    return match


def orders(*names: str) -> dict[str, str]:
    """Sort by each of these columns; none of them is ever null."""
    return {name: name for name in ("id", "created_at", "updated_at", "rev", *names)}


def source(name: str) -> Match:
    """Match a column that refers to a source."""
    return column(name, STANDS_FOR)


ROW: Final = columns("id", "created_at", "updated_at", "rev")
OF_LINKS: Final = "SELECT claim_id AS listed FROM link WHERE"
OF_LINKS_THAT_PASSED_ON: Final = "SELECT claim_id AS listed FROM link WHERE passed_on AND"
OF_NAMES: Final = "SELECT source_id AS listed FROM source_name WHERE"

ARTICLES: Final = Table(
    "article",
    matches={
        **ROW,
        **columns("url", "language", "fictional"),
        "publisher_id": source("publisher_id"),
        "copy_of": column("copy_of_id"),
        "published_at": instant("published_at"),
    },
    orders=orders("published_at"),
    is_large=True,
)

SOURCES: Final = Table(
    "source",
    matches={
        **ROW,
        **columns("kind", "article_id"),
        "belongs_to": source("belongs_to_id"),
        "identified_as": source("identified_as_id"),
        "name": Within("id", OF_NAMES, "name"),
        "same_as": Within("id", "SELECT source_id AS listed FROM source_same_as WHERE", "uri"),
    },
    orders=orders(),
)

CLAIMS: Final = Table(
    "claim",
    matches={
        **ROW,
        **columns("source_type", "identification", "ground_rule", "speaker_kind", "channel"),
        **columns("article_id", "language", "hearsay_depth"),
        "position": Aside("claim", "position"),
        "in_text": switch("in_text"),
        **columns("corroboration", "origins_min", "origins_max", "documented", "story"),
        "published_at": instant("published_at"),
        "article_url": Within("article_id", "SELECT id FROM article WHERE deleted_at IS NULL AND", "url"),
        "speaker_id": source("speaker_id"),
        "publisher_id": source("publisher_id"),
        "speaker": Within("speaker_id", OF_NAMES, "name"),
        "source_id": Within("id", OF_LINKS, "source_id", STANDS_FOR),
        "via": Within("id", OF_LINKS_THAT_PASSED_ON, "source_id", STANDS_FOR),
        "via_type": Within("id", OF_LINKS_THAT_PASSED_ON, "source_type"),
        "override": perhaps_within("id", "SELECT claim_id FROM override WHERE", "status"),
        "tag": Held("term"),
        "reviewer": Held("reviewer_id"),
        searching.FIELD: searching.match,
    },
    orders=orders("position", "published_at", "hearsay_depth", "origins_min", "origins_max"),
    indexed=frozenset(
        {
            "created_at",
            "updated_at",
            "rev",
            "source_type",
            "speaker_kind",
            "identification",
            "ground_rule",
            "channel",
            "language",
            "hearsay_depth",
            "corroboration",
            "origins_min",
            "origins_max",
            "documented",
            "in_text",
            "published_at",
            "article_id",
            "publisher_id",
            "speaker_id",
            "story",
        }
    ),
    before={"published_at": frozenset({"publisher_id", "corroboration", "source_type"})},
)

EVIDENCE: Final = Table(
    "evidence",
    matches={
        **ROW,
        **columns("tie", "state", "article_id"),
        "claim_id": any_column("claim_id", "other_id"),
        "subject": column("claim_id"),
        "reviewer": column("reviewer_id"),
        "source_id": Within("id", "SELECT evidence_id AS listed FROM evidence_link WHERE", "source_id", STANDS_FOR),
    },
    orders=orders(),
)

MAY_SEE: Final = """(NOT blind OR reviewer_id = ? OR EXISTS (
    SELECT 1 FROM tag AS mine WHERE mine.claim_id = tag.claim_id AND mine.reviewer_id = ?
    AND mine.scale = tag.scale AND mine.withdrawn_at IS NULL))"""


def seen_by(_: Operator, values: Sequence[Any]) -> Fragment:
    """Match the tags that a reviewer may see, or nobody in particular: of those judged blind, what they judged too."""
    return ("NOT blind", []) if values[0] is None else (MAY_SEE, [values[0], values[0]])


TAGS: Final = Table(
    "tag",
    matches={
        **ROW,
        **columns("claim_id", "term", "stale"),
        "reviewer": column("reviewer_id"),
        "predicate": column("scale"),
        "seen_by": seen_by,
        "article_id": Within("claim_id", "SELECT id FROM claim WHERE", "article_id"),
        "state": either({TagState.CURRENT: "withdrawn_at IS NULL", TagState.WITHDRAWN: "withdrawn_at IS NOT NULL"}),
        "withdrawn_at": column("withdrawn_at"),
    },
    orders=orders(),
    left_at=None,
)
