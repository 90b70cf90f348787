"""What a search looks for claims in: what their documents show of words and names; and where in one it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from service.domain.searching import Search, marks, searchable

MOST_MARKS: Final = 100
"""So many places of one text are marked, the first ones."""


def places(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each text of a claim's document that is searched, the statement first, with its JSON pointer."""
    yield "/statement", document["statement"] or ""
    publisher = document["article"].get("publisher") or {}
    others = [("/quote", document.get("quote")), ("/article/publisher/name", publisher.get("name"))]
    for number, link in enumerate(document["attribution"]):
        others.append((f"/attribution/{number}/source/name", link["source"].get("name")))
        others.append((f"/attribution/{number}/as_printed", link.get("as_printed")))
    yield from ((pointer, text) for pointer, text in others if text is not None)


def words_of(document: bytes) -> str:
    """Give what a claim is searched in, by its document."""
    return words_in(orjson.loads(document))


def words_in(shown: Mapping[str, Any]) -> str:
    """Give what a claim is searched in, by what its document shows."""
    return searchable(text for _, text in places(shown))


def with_snippet(document: bytes, search: Search) -> bytes:
    """Put beside a claim's document where it has what is searched for."""
    found = [(pointer, marks(search, text)) for pointer, text in places(orjson.loads(document))]
    snippet = [{"pointer": pointer, "ranges": ranges[:MOST_MARKS]} for pointer, ranges in found if ranges]
    return document[:-1] + b',"snippet":' + orjson.dumps(snippet) + b"}"
