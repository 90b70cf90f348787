"""Tables: which columns the documents of each list have in CSV, each of one key of the document.

Lists and chains become text for people; whoever needs them exactly takes NDJSON.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

Json = dict[str, Any]
Cell = str | int | bool | None

BETWEEN: Final = "; "
ARROW: Final = " > "


@dataclass(frozen=True)
class Column:
    """One column: its name, the key of the document that it shows, and how it is made of the document."""

    name: str
    key: str
    cell: Callable[[Json], Cell]
    only_if_asked: bool = False


Columns = Sequence[Column]


def chosen(columns: Columns, keys: Sequence[str] | None, *, lacks: frozenset[str] = frozenset()) -> Columns:
    """Choose the columns of some keys, or all but those that must be asked for; never those of keys that it `lacks`."""
    if keys is None:
        wanted = [column for column in columns if not column.only_if_asked]
    else:
        wanted = [column for column in columns if column.key in keys]
    return [column for column in wanted if column.key not in lacks]


def _at(path: str) -> Callable[[Json], Cell]:
    """Find a value below keys with dots between them; None where there is nothing on the way."""
    key, _, rest = path.partition(".")
    if not rest:
        return lambda document: document.get(key)
    below = _at(rest)
    return lambda document: None if (inner := document.get(key)) is None else below(inner)


def _joined(*names: str) -> list[Column]:
    """Give columns of lists of words."""

    def cell(name: str) -> Callable[[Json], Cell]:
        return lambda document: BETWEEN.join(document[name])

    return [Column(name, name, cell(name)) for name in names]


def _plain(*names: str) -> list[Column]:
    return [Column(name, name, _at(name)) for name in names]


def _below(key: str, names: Mapping[str, str]) -> list[Column]:
    """Give columns of what is below one key: their names, each with its path from there."""
    return [Column(name, key, _at(f"{key}.{path}")) for name, path in names.items()]


def _named(link: Json) -> str:
    """Name the source of a link as a reader would: by its name, or by what the article prints in its place."""
    return str(link["source"]["name"] or link["as_printed"] or link["description"] or f"({link['identification']})")


def _chain(links: Sequence[Json] | None) -> str | None:
    return None if links is None else ARROW.join(_named(link) for link in links)


def _links_of(path: str) -> Callable[[Json], Sequence[Json] | None]:
    outer, _, inner = path.partition(".")

    def links(document: Json) -> Sequence[Json] | None:
        found: Any = document[outer]
        chain: Sequence[Json] | None = found[inner] if inner and found is not None else found
        return chain

    return links


def _of_chain(key: str, path: str) -> list[Column]:
    """Give the chain as text, and its last link, on which all rests, in columns."""
    links = _links_of(path)

    def last(name: str, at: str) -> Column:
        cell = _at(at)
        return Column(name, key, lambda document: cell(found[-1]) if (found := links(document)) else None)

    return [
        Column("chain", key, lambda document: _chain(links(document))),
        last("speaker_id", "source.id"),
        last("speaker_is_a", "source.kind"),
        last("speaker", "source.name"),
        *(last(name, name) for name in LAST_LINK),
    ]


LAST_LINK: Final = (
    "identification", "as_printed", "role", "affiliation", "description", "cue", "ground_rule", "anonymity_reason",
    "count",
)  # fmt: skip
OF_ARTICLE: Final = {
    "article_id": "id", "article_url": "url", "article_title": "title", "publisher_id": "publisher.id",
    "publisher": "publisher.name", "published_at": "published_at",
}  # fmt: skip
OF_CORROBORATION: Final = {
    "corroboration": "status", "origins_min": "origins.min", "origins_max": "origins.max",
    "contradicting_min": "contradicting.min", "contradicting_max": "contradicting.max", "documented": "documented",
    "override": "override.status",
}  # fmt: skip
TIMES: Final = _plain("created_at", "updated_at")


def _tags(claim: Json) -> str:
    return BETWEEN.join(f"{tag['term']} ({tag['reviewers']})" for tag in claim["tags"])


def _touched(entry: Json) -> str:
    return BETWEEN.join(f"{one['claim']} {one['status']}" for one in entry["touched"])


def _document(entry: Json) -> str | None:
    return None if entry["document"] is None else orjson.dumps(entry["document"]).decode()


ARTICLES: Final[Columns] = [
    *_plain("id", "rev", "url", "title"),
    *_below("publisher", {"publisher_id": "id", "publisher": "name"}),
    *_plain("published_at", "language"),
    *_joined("authors"),
    Column("text", "text", _at("text"), only_if_asked=True),
    *_plain("text_sha256", "retrieved_at", "archived_url"),
    *_below("copy_of", {"copy_of": "id"}),
    *_plain("fictional"),
    *TIMES,
]
SOURCES: Final[Columns] = [
    *_plain("id", "rev", "kind", "name"),
    *_joined("aliases", "same_as"),
    *_below("belongs_to", {"belongs_to_id": "id", "belongs_to": "name"}),
    *_below("article", {"article_id": "id"}),
    *_plain("number"),
    *_below("identified_as", {"identified_as_id": "source.id", "identified_as": "source.name"}),
    *TIMES,
]
CLAIMS: Final[Columns] = [
    *_plain("id", "rev", "worded_rev"),
    *_below("article", OF_ARTICLE),
    *_plain("position", "statement", "quote"),
    *_below("selector", {"selector_start": "start", "selector_end": "end", "selector_sha256": "sha256"}),
    *_plain("in_text", "language", "source_type", "speaker_kind", "channel", "hearsay_depth"),
    *_of_chain("attribution", "attribution"),
    *_plain("story"),
    *_below("corroboration", OF_CORROBORATION),
    Column("tags", "tags", _tags),
    *TIMES,
]
EVIDENCE: Final[Columns] = [
    *_plain("id", "rev", "subject", "tie", "claim"),
    *_below("citation", {name: f"article.{path}" for name, path in OF_ARTICLE.items()}),
    *_of_chain("citation", "citation.attribution"),
    *_plain("note", "reviewer", "state", "accepted_by"),
    *TIMES,
]
TAGS: Final[Columns] = [
    *_plain("id", "rev", "claim", "term", "note", "reviewer", "claim_rev", "stale"),
    *TIMES,
    *_plain("withdrawn_at"),
]
REVIEWERS: Final[Columns] = _plain("handle", "tags", "claims")
DEPENDENTS: Final[Columns] = _plain("claim", "story", "status", "status_without")
TAXONOMIES: Final[Columns] = [
    *_plain("namespace", "rev", "version", "expanded", "description", "exclusive", "blind", "predicates", "terms"),
    *_joined("retired"),
    *TIMES,
]
CHANGES: Final[Columns] = [
    *_plain("rev", "at", "by", "change", "type", "id"),
    Column("document", "document", _document),
    Column("touched", "touched", _touched),
    *_plain("truncated"),
]
