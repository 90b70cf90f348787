"""Facets as links: each value of a field with its count, and the address of the list with it or without it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from service.web.addresses import Pairs, with_query
from service.web.lists import without_place
from service.web.words import word

TITLES: Final = {
    "source_type": "Speaks as", "speaker_kind": "Has a name", "corroboration": "Amounts to", "publisher_id": "Outlet",
    "hearsay_depth": "Links in the chain", "identification": "Identified", "tag": "Tag", "language": "Language",
}  # fmt: skip
LINKS: Final = ("none: the outlet itself", "1: a speaker", "2: somebody quoting a speaker")
SHOWN: Final = 10
"""So many values are listed; of more, those of most claims."""

PLAIN: Final = frozenset({"q", "sort", "limit"})
"""What is asked in the form above the list."""


class Value(NamedTuple):
    """A value of a field: how it is called, how many claims have it, and where the list is with it or without it."""

    label: str
    claims: int
    address: str
    is_asked: bool


class Facet(NamedTuple):
    """A field with its values."""

    name: str
    title: str
    values: list[Value]
    goes_on: bool


class Filter(NamedTuple):
    """A filter that is asked for, and where the list is without it."""

    label: str
    address: str


def read(counted: Mapping[str, Any], pairs: Pairs, names: Mapping[str, str]) -> list[Facet]:
    """Make links of what was counted."""
    asked = without_place(pairs)
    found = []
    for name, title in TITLES.items():
        facet = counted.get(name)
        if facet and facet["values"]:
            values = [_value(name, one, asked, names) for one in facet["values"][:SHOWN]]
            found.append(Facet(name, title, values, facet["truncated"] or len(facet["values"]) > SHOWN))
    return found


def filters(pairs: Pairs, names: Mapping[str, str]) -> Iterator[Filter]:
    """Give each filter that is asked for."""
    asked = without_place(pairs)
    for pair in asked:
        name, value = pair
        if name not in PLAIN:
            others = [other for other in asked if other != pair]
            title = TITLES.get(name, name.replace("__", " ").replace("_", " "))
            yield Filter(f"{title}: {names.get(value) or _label(name, value)}", with_query("/claims", others))


def _value(name: str, one: Mapping[str, Any], asked: list[tuple[str, str]], names: Mapping[str, str]) -> Value:
    value = one["value"]
    pair = (f"{name}__exists", "false") if value is None else (name, str(value))
    is_asked = pair in asked
    others = [other for other in asked if other != pair] if is_asked else [*asked, pair]
    label = one.get("name") or names.get(str(value)) or _label(name, value)
    return Value(label, one["count"], with_query("/claims", others), is_asked)


def _label(name: str, value: Any) -> str:
    if value is None:
        return "not recorded"
    if name == "hearsay_depth":
        return LINKS[int(value)] if int(value) < len(LINKS) else str(value)
    return str(value) if name not in TITLES or name in {"tag", "publisher_id", "language"} else word(str(value))
