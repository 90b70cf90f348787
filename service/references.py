"""References: how a document names other rows, by id alone as people wrote it, or with a few words as it is shown."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Final

from service.store.models import Article, EvidenceLink, Link, Source

LINK_WORDS: Final = (
    "source_type", "identification", "as_printed", "role", "affiliation", "description",
    "channel", "cue", "ground_rule", "anonymity_reason", "count",
)  # fmt: skip

WORDS: Final = itemgetter(*LINK_WORDS)

Chain = Sequence[tuple[Link, Source]]
"""A claim's chain: its links, outermost first, each with its source."""

AnyChain = Sequence[tuple[Link | EvidenceLink, Source]]
"""A claim's chain, or a citation's: its links, outermost first, each with its source."""


def mention(source: Source | None) -> dict[str, Any] | None:
    """Name a source within another document."""
    return None if source is None else {"id": source.id, "kind": source.kind, "name": source.name}


def pointer(row_id: str | None) -> dict[str, str] | None:
    """Refer to a row by its id alone."""
    return None if row_id is None else {"id": row_id}


def written(values: dict[str, Any]) -> dict[str, Any]:
    """Keep of a row what people wrote: null says nothing, and an empty list only where it must stand."""
    return {key: value for key, value in values.items() if value is not None}


def article_mention(article: Article, publisher: Source | None) -> dict[str, Any]:
    """Show an article within another document."""
    return {
        "id": article.id, "url": article.url, "title": article.title,
        "publisher": publisher and {"id": publisher.id, "name": publisher.name},
        "published_at": article.published_at,
    }  # fmt: skip


def link_words(link: Link | EvidenceLink) -> dict[str, Any]:
    """Give what a link says beside its source."""
    return dict(zip(LINK_WORDS, link.pick(WORDS), strict=True))


def links_as_written(chain: AnyChain) -> list[dict[str, Any]]:
    """Give the links of a chain as one would post them, referring by id."""
    return [{"source": pointer(link.source_id), **written(link_words(link))} for link, _ in chain]


def links_shown(chain: AnyChain) -> list[dict[str, Any]]:
    """Give the links of a chain as a document shows them."""
    return [{"source": mention(source), **link_words(link)} for link, source in chain]
