"""The small graph of a story: who reports on the left, whom it rests on on the right, and ties on the margin."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from service.formats.lettering import clean, fit
from service.web.notes import NOT_NAMED, UNKNOWN_OUTLET

Json = Mapping[str, Any]

WIDTH: Final = 380
LEFT: Final = 44
MIDDLE: Final = 200
ORIGINS: Final = 246
TOP: Final = 26
LINE: Final = 46
SIZE: Final = 13
MOST: Final = 12
"""So many testimonies are drawn; the table has all."""

ARC: Final = 7


class Node(NamedTuple):
    """What is written at one height: a testimony, or an origin."""

    y: float
    label: str
    told: str
    is_this: bool
    stance: str


class Edge(NamedTuple):
    """A line between two things that are drawn; `looks` say what it means."""

    path: str
    looks: str


class Graph(NamedTuple):
    """All that is drawn, and of how many testimonies it is."""

    testimonies: list[Node]
    origins: list[Node]
    edges: list[Edge]
    ties: list[Edge]
    height: float
    more: int


def draw(claim_id: str, steps: Sequence[Json], ties: Iterable[Json]) -> Graph:
    """Draw the reasoning behind a claim's status, with the ties between what it speaks of."""
    shown = sorted(steps, key=lambda step: step["claim"] != claim_id)[:MOST]
    heights = {name_of(step): TOP + LINE * place for place, step in enumerate(shown)}
    testimonies = [_testimony(step, heights[name_of(step)], is_this=step["claim"] == claim_id) for step in shown]
    origins, places = _origins(shown, heights)
    edges = [
        Edge(_curve(heights[name_of(step)], places[origin_key(step)]), _looks(step))
        for step in shown
        if origin_key(step) in places
    ]
    height = TOP / 2 + LINE * max(len(testimonies), len(origins))
    return Graph(testimonies, origins, edges, _ties(ties, heights), height, len(steps) - len(shown))


def name_of(step: Json) -> str:
    """Give the id of the claim or of the citation that a step speaks of."""
    return str(step["claim"] or step["evidence"])


def outlet_of(step: Json) -> str:
    """Name who published what a step speaks of."""
    publisher = step["article"]["publisher"]
    return UNKNOWN_OUTLET if publisher is None else publisher["name"] or NOT_NAMED


def origin_key(step: Json) -> str | None:
    """Tell one origin from another; one that was identified is who it was found to be."""
    origin = step["identified_as"] or step["origin"]
    return None if origin is None else origin["id"]


def origin_of(step: Json) -> str:
    """Name whom a step rests on, as far as that is known."""
    if step["origin"] is None:
        return outlet_of(step)
    name = (step["identified_as"] or step["origin"])["name"]
    return name or step["as_printed"] or NOT_NAMED


def _testimony(step: Json, y: float, *, is_this: bool) -> Node:
    return Node(y, _fitted(outlet_of(step), MIDDLE - LEFT + 6), _about(step), is_this, step["stance"] or "none")


def _about(step: Json) -> str:
    when = (step["article"]["published_at"] or "")[:10]
    kind = "cited" if step["claim"] is None else "claim"
    return " · ".join(filter(None, [kind, when]))


def _looks(step: Json) -> str:
    return f"{'counts' if step['counts'] else 'silent'} {step['stance'] or 'none'}"


def _origins(shown: Sequence[Json], heights: Mapping[str, float]) -> tuple[list[Node], dict[str | None, float]]:
    """Place each origin at the height of those that rest on it, below the one before."""
    resting: dict[str, list[Json]] = {}
    for step in shown:
        key = origin_key(step)
        if key is not None:
            resting.setdefault(key, []).append(step)
    means = {key: sum(heights[name_of(step)] for step in some) / len(some) for key, some in resting.items()}
    places: dict[str | None, float] = {}
    nodes: list[Node] = []
    lowest = 0.0
    for key in sorted(means, key=means.__getitem__):
        lowest = places[key] = max(means[key], lowest + LINE if nodes else 0)
        first = resting[key][0]
        told = "rests on it" if len(resting[key]) == 1 else f"{len(resting[key])} rest on it"
        label = _fitted(origin_of(first), WIDTH - ORIGINS - 12)
        nodes.append(Node(lowest, label, told, is_this=False, stance=first["stance"] or "none"))
    return nodes, places


def _ties(ties: Iterable[Json], heights: Mapping[str, float]) -> list[Edge]:
    edges = []
    for tie in ties:
        begin, end = heights.get(tie["subject"]), heights.get(tie["claim"] or tie["id"])
        if begin is not None and end is not None:
            bend = min(ARC + abs(end - begin) / LINE * ARC, LEFT - 14)
            path = f"M{LEFT - 12} {begin}C{LEFT - 12 - bend} {begin} {LEFT - 12 - bend} {end} {LEFT - 12} {end}"
            edges.append(Edge(path, f"{tie['tie']} {tie['state']}"))
    return edges


def _curve(begin: float, end: float) -> str:
    bend = (MIDDLE + ORIGINS) / 2
    return f"M{MIDDLE + 4} {begin}C{bend} {begin} {bend} {end} {ORIGINS - 7} {end}"


def _fitted(label: str, room: float) -> str:
    return fit(clean(label), SIZE, room)
