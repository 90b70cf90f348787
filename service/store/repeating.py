"""Claims that repeat others: on which of them most hangs, and which of them rest on one origin without a name."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from typing import Final, NamedTuple

from service.domain.following import followers
from service.store.query import run, run_for

MOST_STORIES: Final = 1_000
"""So many stories are looked at, the largest first: of ten claims in a story, at most nine repeat one."""

COUNTED: Final = "evidence.state = 'accepted' AND evidence.deleted_at IS NULL"
REPEATS: Final = (
    f"EXISTS (SELECT 1 FROM evidence WHERE evidence.claim_id = claim.id AND evidence.tie = 'repeats' AND {COUNTED})"
)
REPEATED: Final = (
    f"EXISTS (SELECT 1 FROM evidence WHERE evidence.other_id = claim.id AND evidence.tie = 'repeats' AND {COUNTED})"
)
SINGLE: Final = "claim.origins_min = 1 AND claim.origins_max = 1 AND claim.corroboration <> 'retracted'"
ANONYMOUS: Final = "(source.article_id IS NOT NULL AND source.identified_as_id IS NULL)"

# No id has a space in it.
TIED: Final = (
    f"CASE WHEN {REPEATS} OR {REPEATED} THEN claim.story || ' ' || claim.id "
    f"|| CASE WHEN {SINGLE} AND {REPEATS} THEN ' 1' ELSE ' 0' END || CASE WHEN {REPEATED} THEN ' 1' ELSE ' 0' END END"
)

# A story of one origin has only that one: whoever speaks in it rests on it.
OF_ANONYMOUS_CLAIMS: Final = (
    "SELECT DISTINCT claim.story FROM claim JOIN source ON source.id = claim.speaker_id "
    f"WHERE claim.story IN (??) AND claim.deleted_at IS NULL AND {SINGLE} AND {ANONYMOUS} AND NOT {REPEATS}"
)
OF_ANONYMOUS_CITATIONS: Final = (
    "SELECT DISTINCT claim.story FROM claim JOIN evidence ON evidence.claim_id = claim.id "
    "JOIN evidence_link AS link ON link.evidence_id = evidence.id JOIN source ON source.id = link.source_id "
    "WHERE claim.story IN (??) AND claim.deleted_at IS NULL AND evidence.article_id IS NOT NULL "
    f"AND evidence.tie IN ('supported_by', 'repeats') AND {COUNTED} AND {ANONYMOUS} "
    "AND link.place = (SELECT max(place) FROM evidence_link WHERE evidence_id = evidence.id)"
)

SIZES: Final = "SELECT story, count(*) FROM claim WHERE story IN (??) AND deleted_at IS NULL GROUP BY story"
TIES: Final = (
    "SELECT evidence.claim_id, evidence.other_id FROM evidence JOIN claim ON claim.id = evidence.other_id "
    f"WHERE claim.story = ? AND evidence.tie = 'repeats' AND {COUNTED}"
)
STATEMENTS: Final = "SELECT id, statement FROM claim WHERE id IN (??)"


class Tied(NamedTuple):
    """A claim that repeats or is repeated, and whether it repeats in a story that has one origin."""

    story: str
    claim: str
    repeats_one_origin: bool
    is_repeated: bool


class Hanging(NamedTuple):
    """A claim, how many claims repeat it, and how many others its story has."""

    claim: str
    repeated_by: int
    others: int


def read_tied(text: str) -> Tied:
    """Read what TIED gives for a claim that repeats or is repeated."""
    story, claim, repeats_one_origin, is_repeated = text.split(" ")
    return Tied(story, claim, repeats_one_origin == "1", is_repeated == "1")


def on_single_anonymous(found: Sequence[Tied]) -> int:
    """Count the claims that rest on the one origin of those they repeat in the end, which has no name."""
    repeating = Counter(one.story for one in found if one.repeats_one_origin)
    anonymous = {
        story
        for statement in (OF_ANONYMOUS_CLAIMS, OF_ANONYMOUS_CITATIONS)
        for (story,) in run_for(statement, repeating)
    }
    return sum(repeating[story] for story in anonymous)


def most_repeated(found: Sequence[Tied], number: int) -> list[Hanging]:
    """Give the claims that most others repeat; of those that as many do, the ones of larger stories come first."""
    repeated: dict[str, list[str]] = {}
    for one in found:
        if one.is_repeated:
            repeated.setdefault(one.story, []).append(one.claim)
    sizes = dict(run_for(SIZES, repeated))
    most: list[Hanging] = []
    for story in nlargest(MOST_STORIES, repeated, key=lambda story: sizes[story]):
        others = sizes[story] - 1
        if len(most) == number and most[-1].repeated_by >= others:
            break
        counts = followers(run(TIES, [story]))
        most += [Hanging(claim, counts[claim], others) for claim in repeated[story]]
        # Sorting keeps the order of equals.
        most = sorted(most, key=lambda one: -one.repeated_by)[:number]
    return most


def statements(found: Sequence[Hanging]) -> dict[str, str | None]:
    """Give what claims say, by id."""
    return dict(run_for(STATEMENTS, [one.claim for one in found]))
