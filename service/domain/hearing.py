"""Who speaks: which testimonies of one side are heard, and which add nothing (rule 2 of docs/corroboration.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from service.domain.testimony import Reason, Side, Step, Testimony, in_order

REPEATS: Final = "It repeats what another one says, and that one speaks for itself."
IN_A_RING: Final = "What it repeats leads into a ring of reports that repeat each other, where nobody speaks."
IMPOSSIBLE: Final = " As recorded this is impossible: it was published before what it repeats."
COPY: Final = "Its article copies another one, and one of them speaks for both."
RETRACTED: Final = "It was taken back by its publisher, or by whom it rests on."
BY_A_STRANGER: Final = "A retraction by somebody who neither published it nor is whom it rests on does not count."

Reasons = dict[str, Reason]
"""Why testimonies are not heard, by their ids."""


@dataclass(frozen=True)
class Heard:
    """Those of one side who speak, in order, and why the others do not."""

    ordered: Sequence[Testimony]
    speakers: Sequence[Testimony]
    unheard: Sequence[Step]
    strangers: Sequence[Step]
    """Retractions that do not count."""
    retracted: Mapping[str, Reason]
    is_all_retracted: bool
    """Whether there was somebody to be heard, and all of it was taken back."""


def hear(side: Side) -> Heard:
    """Find out who of one side speaks."""
    ordered = in_order(side.testimonies)
    silent = _repeating(side, ordered) if side.repeats else {}
    silent |= _copying([one for one in ordered if one.id not in silent])
    retracted, strangers = _taken_back(side, ordered) if side.retractions else ({}, [])
    would_speak = [one for one in ordered if one.id not in silent]
    speakers = [one for one in would_speak if one.id not in retracted]
    reasons = {**retracted, **silent}
    unheard = [Step(one, counts=False, reason=reasons[one.id]) for one in ordered if one.id in reasons]
    return Heard(ordered, speakers, unheard, strangers, retracted, bool(would_speak) and not speakers)


def ring(side: Side) -> tuple[str, ...]:
    """Give one ring of testimonies that repeat each other, each before the one that it repeats, if there is one."""
    graph = _known_repeats(side)
    try:
        TopologicalSorter({one: graph[one] for one in sorted(graph)}).prepare()
    except CycleError as found:
        # The sorter gives it with each one behind what it repeats, and the first again at the end.
        members = list(reversed(found.args[1]))[:-1]
        start = members.index(min(members))
        return tuple(members[start:] + members[:start])
    return ()


def _known_repeats(side: Side) -> dict[str, list[str]]:
    known = {one.id for one in side.testimonies}
    found = {one: sorted(known.intersection(repeated)) for one, repeated in side.repeats.items() if one in known}
    return {one: repeated for one, repeated in found.items() if repeated}


def _repeating(side: Side, ordered: Sequence[Testimony]) -> Reasons:
    repeats = _known_repeats(side)
    by_id = {one.id: one for one in ordered}
    lead_to_somebody = _lead_to_somebody(repeats, by_id)
    reasons: Reasons = {}
    for one, repeated in repeats.items():
        text = REPEATS if one in lead_to_somebody else IN_A_RING
        is_impossible = any(_was_before(by_id[one], by_id[other]) for other in repeated)
        reasons[one] = Reason(2, text + (IMPOSSIBLE if is_impossible else ""), about=tuple(repeated))
    return reasons


def _lead_to_somebody(repeats: Mapping[str, Sequence[str]], everybody: Iterable[str]) -> set[str]:
    """Give the testimonies from which one comes, by what they repeat, to one that repeats nothing."""
    repeated_by: dict[str, list[str]] = {}
    for one, repeated in repeats.items():
        for other in repeated:
            repeated_by.setdefault(other, []).append(one)
    reached = {one for one in everybody if one not in repeats}
    waiting = list(reached)
    while waiting:
        new = [one for one in repeated_by.get(waiting.pop(), ()) if one not in reached]
        reached.update(new)
        waiting += new
    return reached


def _was_before(one: Testimony, other: Testimony) -> bool:
    return one.published_at is not None and other.published_at is not None and one.published_at < other.published_at


def _copying(ordered: Sequence[Testimony]) -> Reasons:
    """Of all articles that copy one another the original speaks, else the one that was published first."""
    speaking: dict[str, str] = {}
    for one in ordered:
        if one.article == one.original:
            speaking[one.original] = one.article
        else:
            speaking.setdefault(one.original, one.article)
    first = {one.article: one.id for one in reversed(ordered)}
    return {
        one.id: Reason(2, COPY, about=(first[speaking[one.original]],))
        for one in ordered
        if speaking[one.original] != one.article
    }


def _taken_back(side: Side, ordered: Sequence[Testimony]) -> tuple[Reasons, list[Step]]:
    reasons: Reasons = {}
    strangers: list[Step] = []
    for one in ordered:
        for retraction in in_order(side.retractions.get(one.id, ())):
            if one.publisher == retraction.publisher or one.origin.who == retraction.origin.who:
                reasons.setdefault(one.id, Reason(2, RETRACTED, about=(retraction.id,)))
            else:
                reason = Reason(2, BY_A_STRANGER, about=(one.id,))
                strangers.append(Step(retraction, counts=False, reason=reason))
    return reasons, strangers
