"""Random stories: a small cast, told in a few papers, so that its members meet in every way that rules speak of."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import SourceKind
from tests.testimonies import body, document, named, outlet, says, unnamed

EXAMPLES: Final = int(os.environ.get("HEARSAY_EXAMPLES", "100"))
"""How many stories each law is tried on; `make long` asks for 20,000."""

laws = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)

CAST: Final[Sequence[Origin]] = [
    named("Ada"),
    named("Bea"),
    named("Bea"),
    named("spokeswoman", "ministry"),
    named("minister", "ministry"),
    body("ministry"),
    document("memo", "ministry"),
    document("register", has_same_as=True),
    unnamed("an official"),
    unnamed("a witness"),
    unnamed("some officials", 4),
    outlet("Courier"),
    outlet("Courier", saw=True),
    outlet("Herald", "Group"),
    outlet("Herald", "Group", saw=True),
    outlet("Gazette", "Group"),
    outlet("Gazette", "Group"),
    outlet("Gazette", "Group", saw=True),
    body("Group"),
    named("editor of the Herald", "Herald", "Group"),
    unnamed("another paper", kind=SourceKind.OUTLET),
]
COPIES: Final[Mapping[str, str]] = {"wire": "wire", "reprint": "wire", "second reprint": "wire"}
"""Articles that copy another one, or are copied, with the original."""
PAPERS: Final = ("Courier", "Herald", "Gazette", "Daily")
DAYS: Final = (None, 1, 2, 3)

ARTICLES: Final = st.sampled_from([None, None, None, None, *COPIES])
PLACES: Final = st.tuples(st.sampled_from(PAPERS), st.sampled_from(DAYS))
TESTIMONIES: Final = st.tuples(st.sampled_from(CAST), ARTICLES, PLACES)

Place = tuple[str, int | None]
"""A publisher, and a day."""
BY_WHOM: Final = ("publisher", "origin", "stranger")
TIES: Final = ("none", "none", "none", "some", "ring", "own retractions", "all taken back")


@st.composite
def sides(draw: st.DrawFn, name: str, fewest: int, most: int) -> Side:
    """Give testimonies, with ids that begin with a name, and what ties them."""
    drawn = draw(st.lists(TESTIMONIES, min_size=fewest, max_size=most))
    shared = {article: draw(PLACES) for article in COPIES}
    testimonies = [
        _testimony(f"{name}{number}", origin, article, place if article is None else shared[article])
        for number, (origin, article, place) in enumerate(drawn)
    ]
    if not testimonies:
        return Side()
    ties = draw(st.sampled_from(TIES))
    return Side(testimonies, draw(_repeats(ties, testimonies)), draw(_retractions(ties, testimonies)))


def cases(most: int = 6) -> st.SearchStrategy[Case]:
    """Give stories of at least one testimony, half of them with somebody against."""
    return st.builds(Case, sides("for ", 1, most), st.just(Side()) | sides("against ", 0, 3))


def fresh(name: str = "fresh") -> st.SearchStrategy[Testimony]:
    """Give a testimony in an article that copies none and is copied by none."""
    return st.builds(_testimony, st.just(name), st.sampled_from(CAST), st.none(), PLACES)


def _testimony(one: str, origin: Origin, article: str | None, place: Place) -> Testimony:
    paper, at = place
    own_voice = origin.who == paper
    if article is None:
        return says(one, origin, at=at, publisher=paper, own_voice=own_voice)
    original = COPIES[article]
    return says(one, origin, at=at, publisher=paper, own_voice=own_voice, article=article, original=original)


@st.composite
def _repeats(draw: st.DrawFn, ties: str, testimonies: Sequence[Testimony]) -> dict[str, list[str]]:
    ids = [one.id for one in testimonies]
    if ties == "ring":
        return {one: [other] for one, other in zip(ids, [*ids[1:], ids[0]], strict=True) if len(ids) > 1}
    if ties != "some":
        return {}
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=4))
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, []).append(other)
    return found


@st.composite
def _retractions(draw: st.DrawFn, ties: str, testimonies: Sequence[Testimony]) -> dict[str, list[Testimony]]:
    if ties == "all taken back":
        return {one.id: [_retraction(one, "publisher", None)] for one in testimonies}
    if ties == "own retractions":
        return {testimonies[0].id: [_retraction(testimonies[0], "origin", draw(st.sampled_from(DAYS)))]}
    if ties != "some":
        return {}
    some = st.tuples(st.sampled_from(testimonies), st.sampled_from(BY_WHOM), st.sampled_from(DAYS))
    found: dict[str, list[Testimony]] = {}
    for one, by, at in draw(st.lists(some, max_size=2)):
        found.setdefault(one.id, []).append(_retraction(one, by, at, number=len(found)))
    return found


def _retraction(one: Testimony, by: str, at: int | None, number: int = 0) -> Testimony:
    name = f"retraction {number} of {one.id}"
    if by == "origin":
        return says(name, one.origin, at=at)
    publisher = one.publisher if by == "publisher" else "a stranger's paper"
    return says(name, named("a stranger"), at=at, publisher=publisher)


def without_ties(case: Case) -> Case:
    """Give a story as if nobody repeated anybody and nothing had been taken back."""
    return replace(case, support=Side(case.support.testimonies), against=Side(case.against.testimonies))
