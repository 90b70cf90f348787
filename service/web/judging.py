"""What a reviewer has before them when they judge a claim: the claim in its context, and the values of a scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service import articles, claims, labels, tags
from service.labels import Label
from service.reviewers import Caller
from service.scales import Scale
from service.store.matches import Operator
from service.store.query import Condition, Order, Query
from service.store.rows import new_id
from service.web import notes
from service.web.notes import Stop

KEYS: Final = "123456789abcdefghijklopqrtvwxyz"
"""One for each value; `m`, `n`, `s` and `u` are for more, the note, to skip, and to undo."""

CONTEXT_CHARS: Final = 200
"""A sentence or two before the passage, and as much after it."""

MOST_SHOWN: Final = 5
MOST_CHOICES: Final = 200
"""More buttons than anybody looks through: who judges on a longer scale needs another tool."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """A value that may be given: its term, its label, and the key that gives it, if there is one left."""

    term: str
    label: Label
    key: str | None


@dataclass(frozen=True)
class Passage:
    """The words that a claim stands for, with the text around them; where there is more of it, that is cut."""

    before: str
    said: str
    after: str
    is_cut: tuple[bool, bool]


@dataclass(frozen=True)
class Case:
    """A claim that is to be judged, in its context; `tag_id` is that of the judgement that its form gives."""

    claim: Json
    stops: tuple[Stop, ...]
    passage: Passage | None
    tag_id: str


@dataclass(frozen=True)
class Judgement:
    """What a reviewer said of a claim."""

    tag: Json
    name: str
    statement: str | None


@dataclass(frozen=True)
class Scheme:
    """A scale as it is judged on: what it is called, and its values; of very many, only the first."""

    label: Label
    is_exclusive: bool
    choices: list[Choice]
    is_cut: bool


def scheme(scale: Scale) -> Scheme:
    """Give what may be said on a scale, as its taxonomy has it now."""
    labelled = labels.of_scale(scale.name)
    if labelled is None:
        return Scheme(Label(scale.name, None, None), is_exclusive=True, choices=[], is_cut=False)
    keys: Iterator[str | None] = iter(KEYS)
    found = [Choice(one.term, one.label, next(keys, None)) for one in labelled.terms[:MOST_CHOICES]]
    return Scheme(labelled.label, labelled.is_exclusive, found, len(labelled.terms) > MOST_CHOICES)


def case(document: bytes) -> Case:
    """Put a claim into its context."""
    claim = orjson.loads(document)
    return Case(claim, notes.path(claim), _passage(claim), new_id("tag_"))


def judged_last(caller: Caller, scale: Scale, found: Scheme) -> list[Judgement]:
    """Give what somebody judged last on a scale, and stands by, the last first."""
    of_theirs = [("predicate", scale.name), ("reviewer", caller.handle), ("state", "current")]
    conditions = tuple(Condition(name, Operator.IS, (value,)) for name, value in of_theirs)
    wanted = Query("tags", conditions, Order(descending=True), MOST_SHOWN)
    last = [orjson.loads(document) for _, document in tags.page(wanted, caller).documents]
    names = {value.term: value.name for value in scale.values}
    names |= {choice.term: choice.label.expanded or choice.label.name for choice in found.choices}
    return [Judgement(tag, names.get(tag["term"], tag["term"]), _statement(tag["claim"])) for tag in last]


def _statement(claim_id: str) -> str | None:
    said: str | None = orjson.loads(claims.get(claim_id).document)["statement"]
    return said


def _passage(claim: Json) -> Passage | None:
    """Find the claim's words in the article's text, where that is stored; else give its quote, if it has one."""
    selector, text = claim["selector"], None
    if selector and claim["in_text"]:
        text = orjson.loads(articles.get(claim["article"]["id"]).document)["text"]
    if text is None:
        return Passage("", claim["quote"], "", (False, False)) if claim["quote"] else None
    start, end = selector["start"], selector["end"]
    begins, ends = _around(text, start, end)
    return Passage(text[begins:start], text[start:end], text[end:ends], (begins > 0, ends < len(text)))


def _around(text: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Give where the context begins and ends: between two words, if there is a gap nearby."""
    begins, ends = max(0, start - CONTEXT_CHARS), min(len(text), end + CONTEXT_CHARS)
    while 0 < begins < start and not text[begins - 1].isspace():
        begins += 1
    while end < ends < len(text) and not text[ends].isspace():
        ends -= 1
    return begins, ends
