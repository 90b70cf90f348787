"""What a story is weighed from: testimonies, who each rests on, and what became of them.

The rule numbers are those of docs/corroboration.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Final, NamedTuple

from service.domain.vocabulary import SourceKind

OUTLET: Final = SourceKind.OUTLET
DOCUMENT: Final = SourceKind.DOCUMENT
"""Bound once: Python 3.11 searches for a member each time, which takes ten times as long, for each testimony."""


@dataclass(frozen=True)
class Bounds:
    """The fewest and the most independent origins that there can be."""

    min: int = 0
    max: int = 0


class Origin(NamedTuple):
    """Whom a testimony rests on: the last source of its chain, or the outlet that speaks in its own voice (rule 3).

    `who` is the source that it was identified as, else itself (rule 4), and `kind`, `named`, `line` and `has_same_as`
    are that one's; `line` leads from there to whom it speaks for, or who owns it, up to the top. An article without
    a publisher is an outlet of its own, and `source` is None. A collective may be several `people`.
    """

    who: str
    source: str | None
    kind: SourceKind
    named: bool
    saw: bool = False
    line: tuple[str, ...] = ()
    people: int = 1
    has_same_as: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether it is known where this origin has it from: of an outlet only if it saw it itself (rule 3)."""
        return self.saw or self.kind is not OUTLET

    @property
    def was_identified(self) -> bool:
        """Whether the article does not name it, and it became known who it was."""
        return self.source is not None and self.source != self.who

    @property
    def family(self) -> str:
        """Give the top of those for whom it speaks, or who own it."""
        return self.line[-1] if self.line else self.who


@dataclass(frozen=True)
class Testimony:
    """What one claim, or one cited article, says (rule 2); `id` is the claim's, or the evidence's.

    `original` is the article that its own one copies, directly or through others, else itself. `through` is everybody
    whom it came through.
    """

    id: str
    origin: Origin
    article: str
    original: str
    publisher: str
    own_voice: bool = False
    published_at: datetime | None = None
    through: frozenset[str] = frozenset()

    def is_before(self, other: "Testimony") -> bool:
        """Whether it is known to have been published before another one."""
        if self.published_at is None or other.published_at is None:
            return False
        return self.published_at < other.published_at


@dataclass(frozen=True)
class Side:
    """Those who say one thing: their testimonies, which repeats which, and what took which back."""

    testimonies: Sequence[Testimony] = ()
    repeats: Mapping[str, Sequence[str]] = field(default_factory=dict)
    retractions: Mapping[str, Sequence[Testimony]] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A story, and all that stands against it (rule 1)."""

    support: Side
    against: Side = Side()


class Reason(NamedTuple):
    """One step towards a status: the rule, a sentence, and the ids that it speaks of; `about` has testimonies' ids."""

    rule: int
    text: str
    sources: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Step(NamedTuple):
    """What became of one testimony: whether it counts, and by which rule it does or does not."""

    testimony: Testimony
    counts: bool
    reason: Reason


class Voice(NamedTuple):
    """One origin that counts, with the testimonies that rest on it: `shown` if it is one of the fewest."""

    origin: Origin
    testimonies: tuple[str, ...]
    most: int
    shown: bool


ID: Final = attrgetter("id")
PUBLISHED_AT: Final = attrgetter("published_at")


def in_order(testimonies: Sequence[Testimony]) -> list[Testimony]:
    """Sort testimonies by when they were published, those of an unknown time last; the id decides between equals."""
    by_id = sorted(testimonies, key=ID)
    known = [one for one in by_id if one.published_at is not None]
    known.sort(key=PUBLISHED_AT)
    return known + [one for one in by_id if one.published_at is None]
