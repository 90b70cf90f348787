"""What a story would amount to without somebody: what falls if a source turns out to be wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from service.domain.corroboration import Verdict, weigh
from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import CorroborationStatus as Status
from service.domain.vocabulary import SourceKind

WEAKEST_FIRST: Final = (
    Status.RETRACTED,
    Status.CONTRADICTED,
    Status.CONTESTED,
    Status.CIRCULAR,
    Status.UNATTRIBUTED,
    Status.UNRESOLVED,
    Status.SINGLE_SOURCE,
    Status.POSSIBLY_CORROBORATED,
    Status.CORROBORATED,
)

NOBODY: Final = Origin("", None, SourceKind.OUTLET, named=False)


def without(case: Case, who: str) -> Verdict:
    """Weigh a story as if all that rests on a source, or came through it, had been taken back on both sides."""
    return weigh(Case(_without(case.support, who), _without(case.against, who)))


def taken_back(side: Side, testimonies: Iterable[Testimony]) -> Side:
    """Give a side as if some of its testimonies had been taken back by their publishers."""
    retractions: Mapping[str, list[Testimony]] = {
        # Of nobody's origin, so that nothing else is taken back with it.
        one.id: [*side.retractions.get(one.id, ()), replace(one, origin=NOBODY)]
        for one in testimonies
    }
    return replace(side, retractions={**side.retractions, **retractions})


def falls(before: Status, after: Status) -> bool:
    """Tell whether a status is weaker than the one before."""
    return WEAKEST_FIRST.index(after) < WEAKEST_FIRST.index(before)


def _without(side: Side, who: str) -> Side:
    return taken_back(side, [one for one in side.testimonies if one.origin.who == who or who in one.through])
