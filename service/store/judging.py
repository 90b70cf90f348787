"""How claims are judged on each scale, derived from the tags that are shown and kept beside them for the queues."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from peewee import chunked

from service.store.database import execute
from service.store.models import SHOWN
from service.store.query import run_for

Judgements = dict[tuple[str, str], tuple[int, int]]
"""By claim and scale: how many reviewers judged, and how many of them are not of the largest group that agrees."""

HELD: Final = f"SELECT claim_id, scale, reviewer_id, term FROM tag WHERE claim_id IN (??) AND {SHOWN}"
KEPT: Final = "SELECT claim_id, scale, reviewers, contested FROM judged WHERE claim_id IN (??)"
FORGET: Final = "DELETE FROM judged WHERE claim_id = ? AND scale = ?"
KEEP: Final = (
    "INSERT INTO judged (claim_id, scale, reviewers, contested) VALUES {} "
    "ON CONFLICT (claim_id, scale) DO UPDATE SET reviewers = excluded.reviewers, contested = excluded.contested"
)
KEPT_AT_ONCE: Final = 500

_of_scale = itemgetter(0, 1)
_of_reviewer = itemgetter(2)


def renew(claim_ids: Sequence[str]) -> None:
    """Keep how some claims are judged now, in the transaction that changes their tags; write only what differs."""
    now, before = derive(claim_ids), kept(claim_ids)
    for key in before.keys() - now.keys():
        execute(FORGET, key)
    for some in chunked([(*key, *counts) for key, counts in now.items() if before.get(key) != counts], KEPT_AT_ONCE):
        execute(KEEP.format(", ".join("(?, ?, ?, ?)" for _ in some)), [value for row in some for value in row])


def derive(claim_ids: Sequence[str]) -> Judgements:
    """Count, for some claims, who judged them on each scale, and who of these differs from most."""
    held = sorted(tuple(row) for row in run_for(HELD, claim_ids))
    return {(claim, scale): _count(list(tags)) for (claim, scale), tags in groupby(held, key=_of_scale)}


def kept(claim_ids: Sequence[str]) -> Judgements:
    """Give what is kept of some claims."""
    return {(claim, scale): (reviewers, contested) for claim, scale, reviewers, contested in run_for(KEPT, claim_ids)}


def differing(claim_ids: Sequence[str]) -> list[str]:
    """Name the claims of which something else is kept than follows from their tags."""
    now, before = derive(claim_ids), kept(claim_ids)
    return sorted({claim for (claim, _), _ in set(now.items()) ^ set(before.items())})


def _count(tags: list[tuple[str, ...]]) -> tuple[int, int]:
    judgements = [tuple(tag[3] for tag in own) for _, own in groupby(tags, key=_of_reviewer)]
    return len(judgements), len(judgements) - max(Counter(judgements).values())
