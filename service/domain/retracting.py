"""What was taken back, and by whom (rule 2 of docs/corroboration.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from service.domain.testimony import Reason, Step, Testimony, in_order

BY_ITS_ORIGIN: Final = "It was taken back by whom it rests on."
BY_ITS_PUBLISHER: Final = "It was taken back by its publisher."
IMPOSSIBLE: Final = " As recorded this is impossible: the retraction was published before what it takes back."
TAKEN_BACK_ELSEWHERE: Final = (
    "Whom it rests on took the same back elsewhere, and is not known to have said it again after that."
)
BY_A_STRANGER: Final = "A retraction by somebody who neither published it nor is whom it rests on does not count."


class Retracted(NamedTuple):
    """Why testimonies are not heard: those that were themselves taken back, and others of whoever took them back."""

    by_id: Mapping[str, Reason]
    elsewhere: Mapping[str, Reason]
    strangers: Sequence[Step]
    """Retractions that do not count."""


NOTHING: Final = Retracted({}, {}, ())


class _LastWord(NamedTuple):
    """Somebody's last retraction; of those at unknown times any may be the last."""

    id: str
    at: datetime | None

    def is_after(self, one: Testimony) -> bool:
        return self.at is None or one.published_at is None or one.published_at <= self.at


def take_back(ordered: Sequence[Testimony], retractions: Mapping[str, Sequence[Testimony]]) -> Retracted:
    """Find out which of one side's testimonies were taken back."""
    by_id: dict[str, Reason] = {}
    last: dict[str, _LastWord] = {}
    strangers: list[Step] = []
    for one in ordered:
        for retraction in in_order(retractions.get(one.id, ())):
            if one.origin.who == retraction.origin.who:
                last[one.origin.who] = _later(last.get(one.origin.who), retraction)
                by_id.setdefault(one.id, _reason(BY_ITS_ORIGIN, one, retraction))
            elif one.publisher == retraction.publisher:
                by_id.setdefault(one.id, _reason(BY_ITS_PUBLISHER, one, retraction))
            else:
                strangers.append(Step(retraction, counts=False, reason=Reason(2, BY_A_STRANGER, about=(one.id,))))
    elsewhere = {
        one.id: Reason(2, TAKEN_BACK_ELSEWHERE, about=(last[one.origin.who].id,))
        for one in ordered
        if one.origin.who in last and one.id not in by_id and last[one.origin.who].is_after(one)
    }
    return Retracted(by_id, elsewhere, strangers)


def _reason(text: str, one: Testimony, retraction: Testimony) -> Reason:
    is_impossible = retraction.is_before(one)
    sources = () if retraction.origin.source is None else (retraction.origin.source,)
    return Reason(2, text + (IMPOSSIBLE if is_impossible else ""), sources, (retraction.id,))


def _later(known: _LastWord | None, retraction: Testimony) -> _LastWord:
    if known is not None and (known.at is None or (retraction.published_at or known.at) < known.at):
        return known
    return _LastWord(retraction.id, retraction.published_at)
