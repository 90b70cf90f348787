"""Who speaks: which testimonies of one side are heard, and which add nothing (rule 2 of docs/corroboration.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final

from service.domain.counting import Count, count
from service.domain.retracting import NOTHING, Retracted, take_back
from service.domain.testimony import Reason, Side, Testimony, in_order

REPEATS: Final = "It repeats what another one says, and only that one is weighed."
COPY: Final = "Its article copies another one, and one of them speaks for both."
IN_A_RING: Final = "What it repeats leads into a ring of reports that repeat each other, where nobody speaks."
IMPOSSIBLE: Final = " As recorded this is impossible: it was published before what it repeats."

Ties = Mapping[str, Sequence[str]]
"""Those who say what others say, by their ids, with the ids of those others."""


@dataclass(frozen=True)
class Heard:
    """Those of one side who speak, in order, and what keeps the others from it.

    One side may stand against many stories: what is found out about it is found out once.
    """

    ordered: Sequence[Testimony]
    speakers: Sequence[Testimony]
    repeats: Ties
    copies: Ties
    retracted: Retracted
    is_all_retracted: bool
    """Whether there was somebody to be heard, and all of it was taken back."""

    @cached_property
    def origins(self) -> frozenset[str]:
        """Those whom the speakers rest on."""
        return frozenset([one.origin.who for one in self.speakers])

    @cached_property
    def counted(self) -> Count:
        """The independent origins of all speakers."""
        return count(self.speakers)

    @cached_property
    def impossible(self) -> int:
        """How many were published before what they repeat."""
        if not self.repeats:
            return 0
        by_id = {one.id: one for one in self.ordered}
        return sum(any(by_id[one].is_before(by_id[other]) for other in others) for one, others in self.repeats.items())

    def silent(self) -> dict[str, Reason]:
        """Say of everybody who is not heard why."""
        reasons = {**self.retracted.by_id, **self.retracted.elsewhere}
        ties = {**self.copies, **self.repeats}
        if not ties:
            return reasons
        by_id = {one.id: one for one in self.ordered}
        led = _lead_to_somebody(ties, by_id)
        for one, others in ties.items():
            text = IN_A_RING if one not in led else REPEATS if one in self.repeats else COPY
            is_impossible = one in self.repeats and any(by_id[one].is_before(by_id[other]) for other in others)
            reasons[one] = Reason(2, text + (IMPOSSIBLE if is_impossible else ""), about=tuple(sorted({*others})))
        return reasons


NOBODY: Final = Heard((), (), {}, {}, NOTHING, is_all_retracted=False)


def hear(side: Side) -> Heard:
    """Find out who of one side speaks."""
    if not side.testimonies:
        return NOBODY
    ordered = in_order(side.testimonies)
    repeats = _known_repeats(side)
    copies = _copies(ordered, repeats)
    would_speak = speakers = _others(_others(ordered, repeats), copies)
    retracted = NOTHING
    if side.retractions:
        retracted = take_back(ordered, side.retractions)
        speakers = _others(_others(would_speak, retracted.by_id), retracted.elsewhere)
    is_all_retracted = bool(would_speak) and not speakers
    return Heard(ordered, speakers, repeats, copies, retracted, is_all_retracted)


def ring(side: Side) -> tuple[str, ...]:
    """Give one ring of testimonies that repeat each other, each before the one that it repeats, if there is one."""
    heard = hear(side)
    graph = {**heard.copies, **heard.repeats}
    try:
        TopologicalSorter({one: sorted(graph[one]) for one in sorted(graph)}).prepare()
    except CycleError as found:
        # The sorter gives it with each one behind what it repeats, and the first again at the end.
        members = list(reversed(found.args[1]))[:-1]
        start = members.index(min(members))
        return tuple(members[start:] + members[:start])
    return ()


def _others(testimonies: Sequence[Testimony], left_out: Mapping[str, object]) -> Sequence[Testimony]:
    return [one for one in testimonies if one.id not in left_out] if left_out else testimonies


def _known_repeats(side: Side) -> Ties:
    if not side.repeats:
        return side.repeats
    known = {one.id for one in side.testimonies}
    found = {
        one: repeated if known.issuperset(repeated) else [other for other in repeated if other in known]
        for one, repeated in side.repeats.items()
        if one in known
    }
    return {one: repeated for one, repeated in found.items() if repeated}


def _copies(ordered: Sequence[Testimony], repeats: Ties) -> Ties:
    """Find those whose article leaves the word to another: the original, else the one that was published first.

    The article that has the word keeps it even where all that it says is that it repeats somebody.
    """
    copies = [one for one in ordered if one.article != one.original]
    if not copies:
        return {}
    speaking: dict[str, str] = {}
    for one in copies:
        speaking.setdefault(one.original, one.article)
    speaking |= {original: original for original in speaking.keys() & {one.article for one in ordered}}
    first: dict[str, str] = {}
    for one in sorted(ordered, key=lambda one: one.id in repeats):
        first.setdefault(one.article, one.id)
    return {one.id: (first[speaking[one.original]],) for one in copies if speaking[one.original] != one.article}


def _lead_to_somebody(ties: Ties, everybody: Iterable[str]) -> set[str]:
    """Give the testimonies from which one comes, by what they say after others, to one that says it on its own."""
    repeated_by: dict[str, list[str]] = {}
    for one, repeated in ties.items():
        for other in repeated:
            repeated_by.setdefault(other, []).append(one)
    reached = {one for one in everybody if one not in ties}
    waiting = list(reached)
    while waiting:
        new = [one for one in repeated_by.get(waiting.pop(), ()) if one not in reached]
        reached.update(new)
        waiting += new
    return reached
