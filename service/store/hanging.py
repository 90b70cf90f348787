"""On which claims of a query most hangs: how many others repeat each of them, directly or through others."""

from collections.abc import Sequence
from heapq import nlargest
from typing import Final, NamedTuple

from service.domain.following import followers
from service.store import lists
from service.store.query import Condition, fulfilled, run, run_for

MOST_STORIES: Final = 1_000
"""So many stories are looked at, the largest first: of ten claims in a story, at most nine repeat one."""

COUNTED: Final = "evidence.tie = 'repeats' AND evidence.state = 'accepted' AND evidence.deleted_at IS NULL"
REPEATED: Final = f"EXISTS (SELECT 1 FROM evidence WHERE evidence.other_id = claim.id AND {COUNTED})"
CHOSEN: Final = f"SELECT claim.story, claim.id FROM claim WHERE {{}} AND {REPEATED} ORDER BY claim.story, claim.id"
SIZES: Final = "SELECT story, count(*) FROM claim WHERE story IN (??) AND deleted_at IS NULL GROUP BY story"
TIES: Final = (
    "SELECT evidence.claim_id, evidence.other_id FROM evidence JOIN claim ON claim.id = evidence.other_id "
    f"WHERE claim.story = ? AND {COUNTED}"
)
STATEMENTS: Final = "SELECT id, statement FROM claim WHERE id IN (??)"


class Hanging(NamedTuple):
    """A claim, how many claims repeat it, and how many others its story has."""

    claim: str
    repeated_by: int
    others: int


def most(conditions: Sequence[Condition], number: int) -> list[Hanging]:
    """Find the claims that most others repeat; of those that as many do, the ones of larger stories come first."""
    where, bound = fulfilled(lists.CLAIMS, conditions)
    chosen: dict[str, list[str]] = {}
    for story, claim in run(CHOSEN.format(where), bound):
        chosen.setdefault(story, []).append(claim)
    sizes = dict(run_for(SIZES, chosen))
    found: list[Hanging] = []
    for story in nlargest(MOST_STORIES, chosen, key=lambda story: sizes[story]):
        others = sizes[story] - 1
        if len(found) == number and found[-1].repeated_by >= others:
            break
        counts = followers(run(TIES, [story]))
        found += [Hanging(claim, counts[claim], others) for claim in chosen[story]]
        # Sorting keeps the order of equals.
        found = sorted(found, key=lambda one: -one.repeated_by)[:number]
    return found


def statements(found: Sequence[Hanging]) -> dict[str, str | None]:
    """Give what claims say, by id."""
    return dict(run_for(STATEMENTS, [one.claim for one in found]))
