"""JSON pointers to what may be erased, and taking it out of a JSON value.

Source: RFC 6901. No key of ours has `~` or `/`, so nothing is escaped.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from service.domain.vocabulary import ResourceType

ANY_ITEM: Final = "*"

PRINTED: Final = ("as_printed", "role", "affiliation", "description", "cue", "anonymity_reason")
"""What an article's own words say of a link's source."""

ERASABLE: Final[dict[ResourceType, tuple[str, ...]]] = {
    ResourceType.ARTICLE: ("/url", "/title", "/text", "/text_sha256", "/archived_url", "/authors", "/authors/*"),
    ResourceType.SOURCE: ("/name", "/aliases", "/aliases/*", "/same_as", "/same_as/*", "/identified_as"),
    ResourceType.CLAIM: (
        "/statement", "/quote", "/selector", "/override/reason", *(f"/attribution/*/{word}" for word in PRINTED),
    ),
    ResourceType.EVIDENCE: ("/note", *(f"/citation/attribution/*/{word}" for word in PRINTED)),
    ResourceType.TAG: ("/note",),
}  # fmt: skip
"""What somebody wrote in their own words, or what leads to a person; `*` is the number of an item."""


def is_erasable(kind: ResourceType, pointer: str) -> bool:
    """Tell whether a row of this type has such a place that may be erased."""
    return ANY_ITEM not in pointer and _with_stars(pointer) in ERASABLE[kind]


def find(value: Any, pointer: str) -> Any:
    """Give what is at a place; None where there is nothing."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = (value or {}).get(step)
    return value


def blank(value: Any, pointer: str, held: Any) -> list[Any]:
    """Take out what is at a place, whatever it is; give what was taken.

    Items move between versions of a list, so on the way through one, what is taken is whatever equals `held`:
    an item itself is removed, and a key of an item is null.
    """
    steps = _with_stars(pointer).split("/")[1:]
    taken: list[Any] = []
    for parent in _parents(value, steps[:-1]):
        if steps[-1] == ANY_ITEM:
            taken += [item for item in parent if item == held]
            parent[:] = [item for item in parent if item != held]
        elif parent.get(steps[-1]) is not None and (ANY_ITEM not in steps or parent[steps[-1]] == held):
            taken.append(parent[steps[-1]])
            parent[steps[-1]] = None
    return taken


def words_of(value: Any) -> Iterator[str]:
    """Give every string within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from words_of(inner)


def _parents(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        if value is not None:
            yield value
        return
    if steps[0] == ANY_ITEM:
        for item in value or []:
            yield from _parents(item, steps[1:])
    else:
        yield from _parents((value or {}).get(steps[0]), steps[1:])


def _with_stars(pointer: str) -> str:
    return re.sub(r"/\d{1,4}(?=/|$)", f"/{ANY_ITEM}", pointer)
