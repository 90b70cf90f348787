"""What may be asked of each list, and where the answer lies."""

from typing import Final

from service.store.query import Match, Table, column, instant, within


def columns(*names: str) -> dict[str, Match]:
    """Match each of these columns by its own name."""
    return {name: column(name) for name in names}


def orders(*names: str) -> dict[str, str]:
    """Sort by each of these columns; none of them is ever null."""
    return {name: name for name in ("id", "created_at", "updated_at", "rev", *names)}


ROW: Final = columns("id", "created_at", "updated_at", "rev")
OF_LINKS: Final = "SELECT claim_id FROM link WHERE"
OF_LINKS_THAT_PASSED_ON: Final = "SELECT claim_id FROM link WHERE passed_on AND"
OF_NAMES: Final = "SELECT source_id FROM source_name WHERE"

ARTICLES: Final = Table(
    "article",
    matches={
        **ROW,
        **columns("url", "publisher_id", "language", "fictional"),
        "copy_of": column("copy_of_id"),
        "published_at": instant("published_at"),
    },
    orders=orders("published_at"),
)

SOURCES: Final = Table(
    "source",
    matches={
        **ROW,
        **columns("kind", "article_id"),
        "belongs_to": column("belongs_to_id"),
        "name": within("id", OF_NAMES, "name"),
        "same_as": within("id", "SELECT source_id FROM source_same_as WHERE", "uri"),
    },
    orders=orders(),
)

CLAIMS: Final = Table(
    "claim",
    matches={
        **ROW,
        **columns("source_type", "identification", "ground_rule", "speaker_id", "speaker_kind", "channel"),
        **columns("article_id", "publisher_id", "position", "language", "in_text", "hearsay_depth"),
        **columns("corroboration", "origins_min", "origins_max", "documented", "story"),
        "published_at": instant("published_at"),
        "article_url": within("article_id", "SELECT id FROM article WHERE deleted_at IS NULL AND", "url"),
        "speaker": within("speaker_id", OF_NAMES, "name"),
        "source_id": within("id", OF_LINKS, "source_id"),
        "via": within("id", OF_LINKS_THAT_PASSED_ON, "source_id"),
        "via_type": within("id", OF_LINKS_THAT_PASSED_ON, "source_type"),
    },
    orders=orders("position", "published_at"),
)
