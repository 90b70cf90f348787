"""The smallest additions that would move a story's status, each found by trying it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from service.domain.corroboration import Verdict, weigh
from service.domain.testimony import Bounds, Case, Origin, Side, Testimony, Voice
from service.domain.vocabulary import CorroborationStatus, NextStepKind, SourceKind
from service.domain.withdrawal import taken_back

MOST_TRIED: Final = 10
"""So many origins are tried for each kind, because each try weighs the whole story."""

SENTENCES: Final = {
    NextStepKind.IDENTIFY: "If it were known who this unnamed speaker is",
    NextStepKind.TRACE: "If a named person were found from whom this outlet has it",
    NextStepKind.TAKE_BACK: "If this testimony against it were taken back",
}
ONE_MORE: Final = "If one more named and independent origin said so"
MORE: Final = "If {} more named and independent origins said so"

SOMEBODY: Final = "somebody new {}"
"""No id of a row looks like this."""


@dataclass(frozen=True)
class NextStep:
    """One addition, whom and which testimony it is about, and what the story would amount to after it."""

    kind: NextStepKind
    number: int
    source: str | None
    testimony: str | None
    status: CorroborationStatus
    origins: Bounds
    text: str


def next_steps(case: Case) -> list[NextStep]:
    """List what would move the status, in the order of `NextStepKind`, at most ten origins of a kind."""
    now = weigh(case)
    unnamed = (voice for voice in now.voices if voice.origin.is_resolved and not voice.origin.named)
    outlets = (voice for voice in now.voices if not voice.origin.is_resolved)
    found = [
        *_tried(NextStepKind.IDENTIFY, unnamed, lambda voice: _identified(case, voice)),
        *_tried(NextStepKind.TRACE, outlets, lambda voice: _traced(case, voice)),
        *_added(now, case),
        *_tried(NextStepKind.TAKE_BACK, now.voices_against, lambda voice: _without_first(case, voice)),
    ]
    return [step for step in found if step.status is not now.status]


def _tried(kind: NextStepKind, voices: Iterable[Voice], change: Callable[[Voice], Case]) -> Iterator[NextStep]:
    for voice in islice(voices, MOST_TRIED):
        after = weigh(change(voice))
        text = _sentence(SENTENCES[kind], after)
        yield NextStep(kind, 1, voice.origin.source, voice.testimonies[0], after.status, after.origins, text)


def _added(now: Verdict, case: Case) -> Iterator[NextStep]:
    """Add one origin, or two if one would change nothing."""
    for number in (1, 2):
        more = [_new(one) for one in range(number)]
        after = weigh(replace(case, support=replace(case.support, testimonies=[*case.support.testimonies, *more])))
        if after.status is not now.status:
            text = _sentence(ONE_MORE if number == 1 else MORE.format("two"), after)
            yield NextStep(NextStepKind.ADD, number, None, None, after.status, after.origins, text)
            return


def _sentence(condition: str, after: Verdict) -> str:
    return f"{condition}, the story would be {after.status.replace('_', ' ')}."


def _identified(case: Case, voice: Voice) -> Case:
    """Let an unnamed speaker turn out to be somebody with a name who speaks for nobody else."""
    return Case(_named(case.support, voice.origin.who), _named(case.against, voice.origin.who))


def _named(side: Side, who: str) -> Side:
    def named(testimonies: Sequence[Testimony]) -> list[Testimony]:
        return [
            _of(one, one.origin._replace(who=SOMEBODY.format(0), named=True, line=())) if one.origin.who == who else one
            for one in testimonies
        ]

    retractions = {one: named(retractions) for one, retractions in side.retractions.items()}
    return Side(named(side.testimonies), side.repeats, retractions)


def _traced(case: Case, voice: Voice) -> Case:
    """Let an outlet turn out to have it from a person with a name."""
    traced = [_of(one, _person(0)) if one.origin.who == voice.origin.who else one for one in case.support.testimonies]
    return replace(case, support=replace(case.support, testimonies=traced))


def _of(one: Testimony, origin: Origin) -> Testimony:
    return replace(one, origin=origin, own_voice=False)


def _without_first(case: Case, voice: Voice) -> Case:
    first = [one for one in case.against.testimonies if one.id == voice.testimonies[0]]
    return replace(case, against=taken_back(case.against, first))


def _new(number: int) -> Testimony:
    name = SOMEBODY.format(number)
    return Testimony(name, _person(number), name, name, name)


def _person(number: int) -> Origin:
    return Origin(SOMEBODY.format(number), None, SourceKind.PERSON, named=True)
