"""How well a story is corroborated: derived from who its claims rest on and what stands against it, never typed.

The rule numbers are those of docs/corroboration.md. Nothing here is recursive, and a story may be of any size.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from service.domain.counting import Count, count
from service.domain.hearing import Heard, hear
from service.domain.testimony import Bounds, Case, Reason, Step, Testimony, Voice
from service.domain.vocabulary import CorroborationStatus as Status

MOST_NAMED: Final = 5
"""So many sources and testimonies the short form of a reason names."""

LATER_AGAINST: Final = (
    "Its origin says the opposite elsewhere, later or at a time that is not known: this does not count."
)
LATER_FOR: Final = "Its origin said the opposite later: this does not count."
ITSELF_RETRACTED: Final = "It was itself taken back, by its publisher or by whom it rests on."
ADD_NOTHING: Final = (
    "{} of {} testimonies add nothing: they repeat or copy another, were taken back or disowned, "
    "or have an origin that counts already."
)
OF_STATUS: Final = {
    Status.RETRACTED: "All that it rested on was taken back.",
    Status.CONTESTED: "Origins stand on both sides.",
    Status.CONTRADICTED: "Origins stand against it, and none for it.",
    Status.CORROBORATED: "At least {min} independent origins can be shown.",
    Status.POSSIBLY_CORROBORATED: "One independent origin can be shown; up to {max} are possible.",
    Status.CIRCULAR: "It rests on reports that repeat each other, and on nothing else.",
    Status.UNATTRIBUTED: "The outlet says so in its own voice and attributes it to nobody.",
    Status.UNRESOLVED: "It ends at an outlet, and nobody tells where that outlet has it from.",
}


@dataclass(frozen=True)
class Verdict:
    """What a story amounts to, with all that led there.

    `why` is what gave the status. `steps` say of each testimony, in order, what became of it. `retracted` are those
    that were themselves taken back: a claim among them has a verdict of its own.
    """

    status: Status
    origins: Bounds
    contradicting: Bounds
    documented: bool
    why: tuple[Reason, ...]
    steps: tuple[Step, ...] = ()
    steps_against: tuple[Step, ...] = ()
    voices: tuple[Voice, ...] = ()
    voices_against: tuple[Voice, ...] = ()
    retracted: Mapping[str, Reason] = field(default_factory=dict)

    def of(self, claim_id: str) -> "Verdict":
        """Give the verdict of one claim of the story: the story's, unless the claim itself was taken back."""
        reason = self.retracted.get(claim_id)
        if reason is None:
            return self
        return replace(self, status=Status.RETRACTED, why=(reason._replace(text=ITSELF_RETRACTED), *self.why[1:]))


def weigh(case: Case) -> Verdict:
    """Say what a story amounts to."""
    support, against = hear(case.support), hear(case.against)
    disowned, disowned_against = _disowned(support.speakers, against.speakers)
    for_it = count([one for one in support.speakers if one.id not in disowned])
    against_it = count([one for one in against.speakers if one.id not in disowned_against])
    steps = _all_steps(support, for_it, disowned)
    status = _status(support, for_it, against_it)
    return Verdict(
        status=status,
        origins=for_it.bounds,
        contradicting=against_it.bounds,
        documented=for_it.documented,
        why=tuple(_why(status, for_it, against_it, steps)),
        steps=steps,
        steps_against=_all_steps(against, against_it, disowned_against),
        voices=tuple(for_it.voices),
        voices_against=tuple(against_it.voices),
        retracted=support.retracted,
    )


def _disowned(support: Sequence[Testimony], against: Sequence[Testimony]) -> tuple[dict[str, Step], dict[str, Step]]:
    """Find those whose origin stands on both sides: it counts only where it spoke last (rule 6)."""
    on_both = {one.origin.who for one in support} & {one.origin.who for one in against}
    if not on_both:
        return {}, {}
    own, other = _by_origin(support, on_both), _by_origin(against, on_both)
    for_it: dict[str, Step] = {}
    against_it: dict[str, Step] = {}
    for who in on_both:
        if _spoke_last(own[who], other[who]):
            against_it |= {one.id: _silenced(one, LATER_FOR, own[who]) for one in other[who]}
        else:
            for_it |= {one.id: _silenced(one, LATER_AGAINST, other[who]) for one in own[who]}
    return for_it, against_it


def _by_origin(speakers: Sequence[Testimony], wanted: set[str]) -> dict[str, list[Testimony]]:
    found: dict[str, list[Testimony]] = {who: [] for who in wanted}
    for one in speakers:
        if one.origin.who in wanted:
            found[one.origin.who].append(one)
    return found


def _spoke_last(support: Sequence[Testimony], against: Sequence[Testimony]) -> bool:
    """Tell whether somebody's last word is known to be in support."""
    for_it = [one.published_at for one in support if one.published_at is not None]
    against_it = [one.published_at for one in against if one.published_at is not None]
    is_known = bool(for_it) and len(against_it) == len(against)
    return is_known and max(for_it) > max(against_it)


def _silenced(one: Testimony, text: str, by: Sequence[Testimony]) -> Step:
    sources = () if one.origin.source is None else (one.origin.source,)
    return Step(one, counts=False, reason=Reason(6, text, sources, (by[-1].id,)))


def _all_steps(heard: Heard, counted: Count, disowned: Mapping[str, Step]) -> tuple[Step, ...]:
    """Give every step of one side in the order of the testimonies; what does not take anything back comes last."""
    by_id = {step.testimony.id: step for step in (*heard.unheard, *counted.steps, *disowned.values())}
    return (*(by_id[one.id] for one in heard.ordered), *heard.strangers)


def _status(heard: Heard, for_it: Count, against_it: Count) -> Status:
    """Give the first status that holds (rule 8)."""
    fewest, most = for_it.bounds.min, for_it.bounds.max
    in_turn = (
        (heard.is_all_retracted, Status.RETRACTED),
        (most >= 1 and against_it.bounds.max >= 1, Status.CONTESTED),
        (against_it.bounds.max >= 1, Status.CONTRADICTED),
        (fewest > 1, Status.CORROBORATED),
        (fewest == 1 < most, Status.POSSIBLY_CORROBORATED),
        (fewest == 1, Status.SINGLE_SOURCE),
        (most == 0, Status.CIRCULAR),
        (all(one.own_voice for one in heard.speakers), Status.UNATTRIBUTED),
    )
    return next((status for holds, status in in_turn if holds), Status.UNRESOLVED)


def _why(status: Status, for_it: Count, against_it: Count, steps: Sequence[Step]) -> Iterable[Reason]:
    """Say in short what gave the status."""
    yield _summary(8, _sentence(status, for_it), for_it.voices)
    if against_it.voices:
        bounds = against_it.bounds
        text = f"Independent origins against it: at least {bounds.min}, at most {bounds.max}."
        yield _summary(1, text, against_it.voices)
    silent = [step for step in steps if not step.counts]
    if silent:
        ((rule, _),) = Counter(step.reason.rule for step in silent).most_common(1)
        about = tuple(step.testimony.id for step in silent[:MOST_NAMED])
        yield Reason(rule, ADD_NOTHING.format(len(silent), len(steps)), about=about)


def _summary(rule: int, text: str, voices: Sequence[Voice]) -> Reason:
    """Name the origins that can be shown first, then the possible ones."""
    some = list(islice(sorted(voices, key=lambda voice: not voice.shown), MOST_NAMED))
    sources = tuple(voice.origin.source for voice in some if voice.origin.source is not None)
    return Reason(rule, text, sources, tuple(voice.testimonies[0] for voice in some))


def _sentence(status: Status, for_it: Count) -> str:
    if status is not Status.SINGLE_SOURCE:
        return OF_STATUS[status].format(min=for_it.bounds.min, max=for_it.bounds.max)
    origin = for_it.voices[0].origin
    if origin.saw:
        return "An outlet saw it itself: it is the one origin."
    return "It rests on one named origin." if origin.named else "It rests on one origin that is not named."
