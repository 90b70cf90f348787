"""How well a story is corroborated: derived from who its claims rest on and what stands against it, never typed.

The rule numbers are those of docs/corroboration.md. Nothing here is recursive, and a story may be of any size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from service.domain.counting import Count, count
from service.domain.disowning import disowned
from service.domain.hearing import Heard, hear
from service.domain.testimony import Bounds, Case, Reason, Step, Testimony, Voice
from service.domain.vocabulary import CorroborationStatus as Status

MOST_NAMED: Final = 5
"""So many sources and testimonies the short form of a reason names."""

ADD_NOTHING: Final = "Of {} testimonies these add nothing: {}."
IMPOSSIBLE: Final = " As recorded {} of them cannot be: published before what they repeat."
SILENT: Final = {
    2: "{} repeated, copied or taken back",
    4: "{} of an origin, or of a family, that counts already",
    6: "{} of somebody who says the opposite elsewhere",
}
"""How many add nothing, by the rule that says so."""

OF_STATUS: Final = {
    Status.RETRACTED: "All that it rested on was taken back.",
    Status.CONTESTED: "Origins stand on both sides.",
    Status.CONTRADICTED: "Origins stand against it, and none for it.",
    Status.CORROBORATED: "At least {min} independent origins can be shown.",
    Status.POSSIBLY_CORROBORATED: "One independent origin can be shown; up to {max} are possible.",
    Status.CIRCULAR: "It rests on reports that repeat each other, and on nothing else.",
    Status.UNATTRIBUTED: "It ends at an outlet that says so in its own voice and attributes it to nobody.",
    Status.UNRESOLVED: "It ends at an outlet, and nobody tells where that outlet has it from.",
}


class Weighed(NamedTuple):
    """One side: who is heard, who of them disowned it, and how many origins the others have."""

    heard: Heard
    disowned: Mapping[str, Reason]
    counted: Count

    def steps(self) -> tuple[Step, ...]:
        """Give every step in the order of the testimonies; what does not take anything back comes last."""
        silent = {**self.disowned, **self.heard.silent()}
        by_id = {step.testimony.id: step for step in self.counted.steps()}
        found = (by_id.get(one.id) or Step(one, counts=False, reason=silent[one.id]) for one in self.heard.ordered)
        return (*found, *self.heard.retracted.strangers)


@dataclass(frozen=True)
class Verdict:
    """What a story amounts to, with all that led there.

    `why` is what gave the status. `retracted` are those that were themselves taken back: a claim among them has a
    verdict of its own.
    """

    status: Status
    origins: Bounds
    contradicting: Bounds
    documented: bool
    why: tuple[Reason, ...]
    voices: Sequence[Voice] = ()
    voices_against: Sequence[Voice] = ()
    retracted: Mapping[str, Reason] = field(default_factory=dict)
    sides: tuple[Weighed, ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Say of each testimony, in order, what became of it; told only when asked for."""
        return self.sides[0].steps()

    @cached_property
    def steps_against(self) -> tuple[Step, ...]:
        """Say of each testimony against it what became of it."""
        return self.sides[1].steps()

    def of(self, claim_id: str) -> "Verdict":
        """Give the verdict of one claim of the story: the story's, unless the claim itself was taken back."""
        reason = self.retracted.get(claim_id)
        if reason is None:
            return self
        return replace(self, status=Status.RETRACTED, why=(reason, *self.why[1:]))


def weigh(case: Case) -> Verdict:
    """Say what a story amounts to."""
    return weigh_heard(hear(case.support), hear(case.against))


def weigh_heard(support: Heard, against: Heard) -> Verdict:
    """Say what a story amounts to whose sides were heard."""
    support_disowned, against_disowned = disowned(support, against)
    for_it = _weighed(support, support_disowned)
    against_it = _weighed(against, against_disowned)
    status = _status(support, for_it.counted.bounds, against_it.counted.bounds)
    return Verdict(
        status,
        for_it.counted.bounds,
        against_it.counted.bounds,
        for_it.counted.documented,
        tuple(_why(status, for_it, against_it.counted)),
        for_it.counted.voices,
        against_it.counted.voices,
        support.retracted.by_id,
        (for_it, against_it),
    )


def _weighed(heard: Heard, left_out: Mapping[str, Reason]) -> Weighed:
    if not left_out:
        return Weighed(heard, left_out, heard.counted)
    return Weighed(heard, left_out, count([one for one in heard.speakers if one.id not in left_out]))


def _status(heard: Heard, for_it: Bounds, against_it: Bounds) -> Status:
    """Give the first status that holds (rule 8)."""
    if heard.is_all_retracted:
        return Status.RETRACTED
    if against_it.max:
        return Status.CONTESTED if for_it.max else Status.CONTRADICTED
    if for_it.min > 1:
        return Status.CORROBORATED
    if for_it.min == 1:
        return Status.SINGLE_SOURCE if for_it.max == 1 else Status.POSSIBLY_CORROBORATED
    if for_it.max == 0:
        return Status.CIRCULAR
    return Status.UNATTRIBUTED if all(one.own_voice for one in heard.speakers) else Status.UNRESOLVED


def _why(status: Status, for_it: Weighed, against_it: Count) -> Iterator[Reason]:
    """Say in short what gave the status."""
    yield _summary(8, _sentence(status, for_it.counted), for_it.counted.voices)
    if against_it.voices:
        bounds = against_it.bounds
        number = f"{bounds.min}" if bounds.min == bounds.max else f"at least {bounds.min}, at most {bounds.max}"
        text = f"Independent origins against it: {number}."
        yield _summary(1, text, against_it.voices)
    silent = len(for_it.heard.ordered) - len(for_it.counted.voices)
    if silent:
        yield _of_silent(for_it, silent)


def _summary(rule: int, text: str, voices: Sequence[Voice]) -> Reason:
    """Name the origins that can be shown first, then the possible ones."""
    shown = list(islice((voice for voice in voices if voice.shown), MOST_NAMED))
    possible = islice((voice for voice in voices if not voice.shown), MOST_NAMED - len(shown))
    some = [*shown, *possible]
    sources = tuple([voice.origin.source for voice in some if voice.origin.source is not None])
    return Reason(rule, text, sources, tuple([voice.testimonies[0] for voice in some]))


def _of_silent(side: Weighed, silent: int) -> Reason:
    """Say how many add nothing, by the rule that most of them fall under; of rules with as many, the first."""
    heard = side.heard
    of_rule = {2: len(heard.ordered) - len(heard.speakers), 6: len(side.disowned)}
    of_rule[4] = silent - of_rule[2] - of_rule[6]
    rule = max(sorted(of_rule), key=of_rule.__getitem__)
    counted = {voice.testimonies[0] for voice in side.counted.voices}
    about: Iterator[Testimony] = (one for one in heard.ordered if one.id not in counted)
    ids = tuple(one.id for one in islice(about, MOST_NAMED))
    impossible = IMPOSSIBLE.format(heard.impossible) if heard.impossible else ""
    parts = [SILENT[which].format(number) for which, number in sorted(of_rule.items()) if number]
    return Reason(rule, ADD_NOTHING.format(len(heard.ordered), ", ".join(parts)) + impossible, about=ids)


def _sentence(status: Status, for_it: Count) -> str:
    if status is not Status.SINGLE_SOURCE:
        return OF_STATUS[status].format(min=for_it.bounds.min, max=for_it.bounds.max)
    origin = for_it.voices[0].origin
    if origin.saw:
        return "An outlet saw it itself: it is the one origin."
    if origin.was_identified:
        return "It rests on one origin, whom the article does not name, and of whom it is known by now who it was."
    return "It rests on one named origin." if origin.named else "It rests on one origin that is not named."
