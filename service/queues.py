"""Queues: the claims that one reviewer has not judged on one scale, a page at a time.

A queue is ordered by a count and the claim's id. Claims whose count is 0 are walked by id, the others along an index of
`judged`; a page looks at a bounded number of either, so that it may be short, or empty, and still have a next one.
"""

from dataclasses import dataclass
from typing import Final

from service import scales
from service.domain.errors import Fault, Forbidden, Invalid, NotFound
from service.domain.rights import BLIND_QUEUE
from service.domain.vocabulary import QueueOrder
from service.reviewers import Caller
from service.scales import Scale
from service.store import lists
from service.store.database import snapshot
from service.store.matches import Fragment
from service.store.models import CONTESTED, CURRENT, Reviewer
from service.store.query import SEPARATOR, Page, Place, Query, fulfilled, run
from service.store.revisions import current

LOOKED_AT_ONCE: Final = 5_000
"""So many claims are looked at for one page, however few of them are not judged."""

# PostgreSQL makes no join of a query with LIMIT: it looks at the claims of this page, not at all that somebody judged.
HELD: Final = (
    f"(SELECT 1 FROM tag WHERE tag.claim_id = claim.id AND tag.reviewer_id = ? AND tag.scale = ? AND {CURRENT} LIMIT 1)"
)
COUNTED: Final = "(SELECT 1 FROM judged WHERE judged.claim_id = claim.id AND judged.scale = ?{} LIMIT 1)"
AND_CONTESTED: Final = f" AND judged.{CONTESTED}"
TURNED: Final = str.maketrans("<>", "><")
NOTHING: Final[Fragment] = ("NULL", [])

Claimed = tuple[str, bytes, int]
"""A claim's id, its document, and its count in the queue."""


@dataclass(frozen=True)
class Part:
    """One part of a queue: the rows that are looked at, by which keys, and what is left out of them.

    Rows are named for looking at their keys alone (`looked`), and with the claim (`shown`); both end in a condition.
    """

    looked: Fragment
    shown: Fragment
    left_out: Fragment
    keys: tuple[str, ...]
    is_descending: bool

    @property
    def count(self) -> str:
        """Give the count of a row."""
        return self.keys[0] if len(self.keys) > 1 else "0"

    def beyond(self, place: Place, comparison: str) -> Fragment:
        """Compare the keys with a place, in the direction of the queue."""
        values = [*place.values, place.id][-len(self.keys) :]
        turned = comparison.translate(TURNED) if self.is_descending else comparison
        return f" AND ({', '.join(self.keys)}) {turned} ({', '.join('?' for _ in values)})", values

    @property
    def order(self) -> str:
        """Give the order of the queue."""
        return ", ".join(f"{key}{' DESC' if self.is_descending else ''}" for key in self.keys)


def get(handle: str, name: str) -> Scale:
    """Read the scale of a reviewer's queue; refuse a reviewer or a scale that is not there."""
    if "\0" in handle or Reviewer.find(handle=handle) is None:
        raise NotFound("There is no reviewer with this handle.")
    return scales.get(name)


def refuse_to_show(handle: str, scale: Scale, caller: Caller) -> None:
    """Refuse a queue to others than its reviewer while its scale is blind: it would tell them what was judged."""
    if scale.is_blind and not BLIND_QUEUE.lets(caller.scope, is_own=caller.must(BLIND_QUEUE.scope) == handle):
        raise Forbidden("While a taxonomy is blind, a queue is for its own reviewer, or for `admin`.")


def page(handle: str, scale: Scale, wanted: Query) -> Page:
    """Read one page of the claims that a reviewer has not judged on a scale.

    While the scale is blind they come by id, for every other order would say who judged what.
    """
    if scale.is_blind and wanted.option("sort") is not None:
        fault = Fault("blind", "While its taxonomy is blind, a queue comes by id; leave it out.")
        raise Invalid("There is no other order.", faults=[({"parameter": "sort"}, fault)])
    own: Fragment = (HELD, [handle, scale.name])
    found: list[Claimed] = []
    with snapshot():
        rev, place = current(), wanted.after
        for part in _parts(scale, wanted):
            some, place = _take(part, own, wanted.limit + 1 - len(found), place)
            found += some
            if place is not None or len(found) > wanted.limit:
                break
    shown = found[: wanted.limit]
    if len(found) > wanted.limit:
        place = Place((shown[-1][2],), shown[-1][0])
    return Page(SEPARATOR.join(document for _, document, _ in shown), place, rev)


def _take(part: Part, own: Fragment, limit: int, after: Place | None) -> tuple[list[Claimed], Place | None]:
    """Read claims of one part; also give where looking ended, if it did before the part does."""
    from_here = part.beyond(after, ">") if after is not None else ("", [])
    until = _look(part, from_here)
    to_there = part.beyond(until, "<=") if until is not None else ("", [])
    fragments = [part.shown, from_here, to_there]
    where = "".join(text for text, _ in fragments)
    sql = (
        f"SELECT claim.id, claim.document, {part.count} FROM {where} AND {part.left_out[0]} IS NULL "
        f"AND {own[0]} IS NULL ORDER BY {part.order} LIMIT ?"
    )
    bound = [value for _, values in (*fragments, part.left_out, own) for value in values]
    return [(row_id, bytes(document), count) for row_id, document, count in run(sql, [*bound, limit])], until


def _look(part: Part, from_here: Fragment) -> Place | None:
    """Find the last row that is looked at for this page; None where there are not so many."""
    keys, bound = ", ".join(part.keys), [*part.looked[1], *from_here[1]]
    sql = f"SELECT {keys} FROM {part.looked[0]}{from_here[0]} ORDER BY {part.order} LIMIT 1 OFFSET ?"
    found = run(sql, [*bound, LOOKED_AT_ONCE - 1])
    if not found:
        return None
    *count, claim_id = found[0]
    return Place(tuple(count) or (0,), claim_id)


def _parts(scale: Scale, wanted: Query) -> list[Part]:
    """Give the parts of a queue in their order, from the one in which the page begins."""
    contested = wanted.option("sort") is QueueOrder.MOST_CONTESTED
    where, bound = fulfilled(lists.CLAIMS, wanted.conditions)
    claims = (f"claim WHERE {where}", bound)
    by_id = Part(
        looked=claims if wanted.conditions else ("claim WHERE TRUE", []),
        shown=claims,
        left_out=NOTHING if scale.is_blind else (COUNTED.format(AND_CONTESTED if contested else ""), [scale.name]),
        keys=("id",),
        is_descending=contested,
    )
    if scale.is_blind:
        return [by_id]
    judged = f"judged.scale = ?{AND_CONTESTED if contested else ''}"
    joined = (f"judged JOIN claim ON claim.id = judged.claim_id WHERE {judged} AND {where}", [scale.name, *bound])
    by_count = Part(
        looked=joined if wanted.conditions else (f"judged WHERE {judged}", [scale.name]),
        shown=joined,
        left_out=NOTHING,
        keys=("judged.contested" if contested else "judged.reviewers", "judged.claim_id"),
        is_descending=contested,
    )
    parts = [by_count, by_id] if contested else [by_id, by_count]
    begins_with_second = wanted.after is not None and (wanted.after.values == (0,)) is contested
    return parts[1:] if begins_with_second else parts
