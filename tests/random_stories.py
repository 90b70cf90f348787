"""Random stories: a small cast, told in a few papers, so that its members meet in every way that rules speak of."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st

from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import SourceKind
from tests.testimonies import body, document, named, outlet, says, unnamed

EXAMPLES: Final = int(os.environ.get("HEARSAY_EXAMPLES", "80"))
"""On how many stories each law is tried; `make long` asks for 20,000."""

laws = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)

OUTLETS: Final[Sequence[Origin]] = [
    outlet("Courier"),
    outlet("Courier", saw=True),
    outlet("Herald", "Group"),
    outlet("Herald", "Group", saw=True),
    outlet("Gazette", "Group"),
    outlet("Gazette", "Group", saw=True),
    outlet("Gazette", "Group"),
    unnamed("another paper", kind=SourceKind.OUTLET),
]
CAST: Final[Sequence[Origin]] = [
    named("Ada"),
    named("Bea"),
    named("spokeswoman", "ministry"),
    named("minister", "ministry"),
    body("ministry"),
    document("memo", "ministry"),
    document("register", has_same_as=True),
    unnamed("an official"),
    unnamed("a witness"),
    unnamed("some officials", 4),
    named("editor of the Herald", "Herald", "Group"),
    body("Group"),
    *OUTLETS,
]
COPIES: Final[Mapping[str, str]] = {"wire": "wire", "reprint": "wire", "second reprint": "wire"}
"""Articles that copy another one, or are copied, with the original."""
PAPERS: Final = ("Courier", "Herald", "Gazette", "Daily")
DAYS: Final = (None, 1, 2, 3)
BY_WHOM: Final = ("publisher", "origin", "stranger")
TIES: Final = ("none", "none", "none", "some", "some", "ring", "own retraction", "all taken back")

RANDOM: Final = st.integers(0, 2**32 - 1).map(Random)
"""Chance that hypothesis seeds and does not watch: a story costs a tenth, and only its size gets smaller on failure."""


def cases(most: int = 6) -> st.SearchStrategy[Case]:
    """Give stories of at least one testimony, half of them with somebody against."""
    return st.builds(_case, RANDOM, st.integers(1, most), st.sampled_from([0, 0, 1, 2, 3]))


def fresh(name: str = "fresh") -> st.SearchStrategy[Testimony]:
    """Give a testimony in an article that copies none and is copied by none."""
    return st.builds(lambda chance: _said(name, chance, CAST, {}), RANDOM)


def shuffled(side: Side, chance: Random) -> Side:
    """Give the same side in another order."""

    def mixed(some: Sequence[Any]) -> list[Any]:
        return chance.sample(list(some), len(some))

    repeats = {one: mixed(side.repeats[one]) for one in mixed(list(side.repeats))}
    return Side(
        mixed(side.testimonies), repeats, {one: mixed(side.retractions[one]) for one in mixed(list(side.retractions))}
    )


def _case(chance: Random, support: int, against: int) -> Case:
    return Case(_side("for ", support, chance), _side("against ", against, chance))


def _side(name: str, size: int, chance: Random) -> Side:
    if not size:
        return Side()
    cast = chance.choice((CAST, CAST, CAST, OUTLETS))
    places = {article: (chance.choice(PAPERS), chance.choice(DAYS)) for article in COPIES}
    testimonies = [_said(f"{name}{number}", chance, cast, places) for number in range(size)]
    ties = chance.choice(TIES)
    return Side(testimonies, _repeats(ties, testimonies, chance), _retractions(ties, testimonies, chance))


def _said(one: str, chance: Random, cast: Sequence[Origin], places: Mapping[str, tuple[str, int | None]]) -> Testimony:
    origin = chance.choice(cast)
    article = chance.choice([None, None, None, None, *places])
    paper, at = places[article] if article else (chance.choice((*PAPERS, origin.who)), chance.choice(DAYS))
    testimony = says(one, origin, at=at, publisher=paper, own_voice=origin.who == paper)
    return replace(testimony, article=article, original=COPIES[article]) if article else testimony


def _repeats(ties: str, testimonies: Sequence[Testimony], chance: Random) -> dict[str, list[str]]:
    ids = [one.id for one in testimonies]
    if ties == "ring" and len(ids) > 1:
        return {one: [other] for one, other in pairwise([*ids, ids[0]])}
    found: dict[str, list[str]] = {}
    for _ in range(chance.randrange(4) if ties == "some" else 0):
        one, other = chance.choice(ids), chance.choice(ids)
        if one != other:
            found.setdefault(one, []).append(other)
    return found


def _retractions(ties: str, testimonies: Sequence[Testimony], chance: Random) -> dict[str, list[Testimony]]:
    found: dict[str, list[Testimony]] = {}
    for number, (one, by) in enumerate(_taken_back(ties, testimonies, chance)):
        found.setdefault(one.id, []).append(_retraction(f"retraction {number} of {one.id}", one, by, chance))
    return found


def _taken_back(ties: str, testimonies: Sequence[Testimony], chance: Random) -> Iterator[tuple[Testimony, str]]:
    if ties == "all taken back":
        yield from ((one, "publisher") for one in testimonies)
    if ties == "own retraction":
        yield testimonies[0], "origin"
    if ties == "some":
        yield from ((chance.choice(testimonies), chance.choice(BY_WHOM)) for _ in range(chance.randrange(3)))


def _retraction(name: str, one: Testimony, by: str, chance: Random) -> Testimony:
    at = chance.choice(DAYS)
    if by == "origin":
        return says(name, one.origin, at=at)
    return says(
        name, named("a stranger"), at=at, publisher=one.publisher if by == "publisher" else "a stranger's paper"
    )
