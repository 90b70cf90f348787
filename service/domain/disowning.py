"""Whose word is known to have changed: an origin on both sides counts on one (rule 6 of docs/corroboration.md)."""

from collections.abc import Mapping, Sequence
from typing import Final

from service.domain.hearing import Heard
from service.domain.testimony import Reason, Testimony

SAID_LATER: Final = "Its origin said the opposite later: this does not count."
NOT_THE_LAST: Final = (
    "Its origin says the opposite elsewhere, and this is not known to be its last word: this does not count."
)

Disowned = Mapping[str, Reason]
"""Why testimonies do not count, by their ids."""


def disowned(support: Heard, against: Heard) -> tuple[Disowned, Disowned]:
    """Find those of each side whose origin stands on both: it counts only where it spoke last."""
    if not support.speakers or not against.speakers or support.origins.isdisjoint(against.origins):
        return {}, {}
    on_both = support.origins & against.origins
    own, other = _by_origin(support.speakers, on_both), _by_origin(against.speakers, on_both)
    for_it: dict[str, Reason] = {}
    against_it: dict[str, Reason] = {}
    for who in on_both:
        if _spoke_last(own[who], other[who]):
            against_it |= {one.id: _reason(one, SAID_LATER, own[who]) for one in other[who]}
        else:
            text = SAID_LATER if _spoke_last(other[who], own[who]) else NOT_THE_LAST
            for_it |= {one.id: _reason(one, text, other[who]) for one in own[who]}
    return for_it, against_it


def _by_origin(speakers: Sequence[Testimony], wanted: frozenset[str]) -> dict[str, list[Testimony]]:
    found: dict[str, list[Testimony]] = {who: [] for who in wanted}
    for one in speakers:
        if one.origin.who in wanted:
            found[one.origin.who].append(one)
    return found


def _spoke_last(support: Sequence[Testimony], against: Sequence[Testimony]) -> bool:
    """Tell whether somebody's last word is known to be the first of these."""
    for_it = [one.published_at for one in support if one.published_at is not None]
    against_it = [one.published_at for one in against if one.published_at is not None]
    is_known = bool(for_it) and len(against_it) == len(against)
    return is_known and max(for_it) > max(against_it)


def _reason(one: Testimony, text: str, others: Sequence[Testimony]) -> Reason:
    sources = () if one.origin.source is None else (one.origin.source,)
    return Reason(6, text, sources, (others[-1].id,))
