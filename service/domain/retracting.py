"""What was taken back, and by whom (rule 2 of docs/corroboration.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from service.domain.testimony import Reason, Step, Testimony, in_order

RETRACTED: Final = "It was taken back by its publisher, or by whom it rests on."
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
            elif one.publisher != retraction.publisher:
                strangers.append(Step(retraction, counts=False, reason=Reason(2, BY_A_STRANGER, about=(one.id,))))
                continue
            by_id.setdefault(one.id, Reason(2, RETRACTED, about=(retraction.id,)))
    elsewhere = {
        one.id: Reason(2, TAKEN_BACK_ELSEWHERE, about=(last[one.origin.who].id,))
        for one in ordered
        if one.origin.who in last and one.id not in by_id and last[one.origin.who].is_after(one)
    }
    return Retracted(by_id, elsewhere, strangers)


def _later(known: _LastWord | None, retraction: Testimony) -> _LastWord:
    if known is not None and (known.at is None or (retraction.published_at or known.at) < known.at):
        return known
    return _LastWord(retraction.id, retraction.published_at)
