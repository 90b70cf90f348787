"""A claim as a note: the way that it came, as a path from the outlet back to whom it rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

import orjson

from service.store.query import Page

Json = Mapping[str, Any]

UNKNOWN_OUTLET: Final = "an outlet that is not recorded"
UNNAMED: Final = {
    "bare": "a source", "described": "somebody described", "collective": "several people",
    "withheld": "somebody whose name is withheld", "named": "a name that was erased",
}  # fmt: skip
ERASED: Final = "The statement was erased."
NOT_NAMED: Final = "source without a name"


class Stop(NamedTuple):
    """One station of the path: what it is called, what more the article says of it, and its source, if it has one."""

    label: str
    told: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A claim and its path; `number` tells it from the others on its page."""

    number: int
    claim: Json
    stops: tuple[Stop, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Name the sources that it came through."""
        return tuple(stop.source for stop in self.stops if stop.source)

    @property
    def found(self) -> list[tuple[bool, str]]:
        """Give the statement in pieces, each with whether it is what was searched for."""
        text = self.claim["statement"] or ERASED
        ranges = next((one["ranges"] for one in self.claim.get("snippet", ()) if one["pointer"] == "/statement"), ())
        edges = [0, *(edge for pair in ranges for edge in pair), len(text)]
        return [(place % 2 == 1, text[start:end]) for place, (start, end) in enumerate(pairwise(edges)) if end > start]


def read(page: Page) -> list[Note]:
    """Read a page of claims as notes."""
    return notes(orjson.loads(b"[%b]" % page.body))


def notes(claims: Iterable[Json]) -> list[Note]:
    """Make a note of each claim."""
    return [Note(number, claim, path(claim)) for number, claim in enumerate(claims)]


def path(claim: Json) -> tuple[Stop, ...]:
    """Give the path of a claim, or of a citation: the outlet, who told it, and so on to the last."""
    return publisher(claim["article"]), *map(link, claim["attribution"])


def publisher(article: Json) -> Stop:
    """Give the outlet that published an article."""
    outlet = article["publisher"]
    return Stop(UNKNOWN_OUTLET) if outlet is None else Stop(outlet["name"] or NOT_NAMED, "", outlet["id"])


def link(one: Json) -> Stop:
    """Give a link of a chain: its name, or in quotes how the article speaks of who has none."""
    source = one["source"]
    printed = one["as_printed"] or one["description"]
    label = source["name"] or (f"“{printed}”" if printed else UNNAMED[one["identification"]])
    told = ", ".join(filter(None, [one["role"], one["affiliation"]])) or one["description"] or ""
    return Stop(label, "" if told == printed else told, source["id"])


class Spoken(NamedTuple):
    """A source, and how many of some claims came through it."""

    stop: Stop
    claims: int


def spoken(found: Iterable[Note]) -> list[Spoken]:
    """Count through whom claims came, but for who published them; those of most claims first."""
    stops: dict[str, Stop] = {}
    counts: Counter[str] = Counter()
    for note in found:
        told = {stop.source: stop for stop in note.stops[1:] if stop.source}
        stops = {**told, **stops} if told.keys() - stops.keys() else stops
        counts.update(told.keys())
    return [Spoken(stops[source], count) for source, count in counts.most_common()]
