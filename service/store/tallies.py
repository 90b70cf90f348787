"""Tallies: how many claims of a query there are by each word of a list, and how many origins those rest on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.store import lists
from service.store.query import Condition, fulfilled, run
from service.store.repeating import ANONYMOUS, REPEATS, SINGLE

DIMENSIONS: Final = ("source_type", "speaker_kind", "identification", "hearsay_depth", "corroboration")

# Once through the claims for all five.
COUNTS: Final = f"SELECT {', '.join(DIMENSIONS)}, count(*) FROM claim WHERE {{}} GROUP BY {', '.join(DIMENSIONS)}"

# Rules 3 and 4 of docs/corroboration.md, for each claim on its own: whom it rests on, and whether that is known.
ORIGINS: Final = f"""
SELECT kind, count(*), sum(alone) FROM (
    SELECT CASE WHEN max(resolved) = 0 THEN 'unresolved' WHEN max(named) = 1 THEN 'named' ELSE 'anonymous' END AS kind,
        sum(alone) AS alone
    FROM (
        SELECT COALESCE(source.identified_as_id, claim.speaker_id, claim.publisher_id, claim.article_id) AS who,
            CASE WHEN claim.channel = 'direct-observation' OR source.kind <> 'outlet' THEN 1 ELSE 0 END AS resolved,
            CASE WHEN {ANONYMOUS} THEN 0 ELSE 1 END AS named,
            CASE WHEN {SINGLE} AND {ANONYMOUS} AND NOT {REPEATS} THEN 1 ELSE 0 END AS alone
        FROM (SELECT id, corroboration, speaker_id, publisher_id, article_id, channel FROM claim WHERE {{}}) AS claim
        LEFT JOIN source ON source.id = claim.speaker_id
    ) AS heard GROUP BY who
) AS origin GROUP BY kind
"""


@dataclass(frozen=True)
class Tallies:
    """How many claims there are by each dimension, how many origins by their kind, and who rests on what.

    `on_single_anonymous` are the claims that repeat nothing and whose story has one origin: a speaker without a name.
    """

    claims: int
    by: dict[str, Counter[str | int | None]]
    origins: Counter[str]
    on_single_anonymous: int


def tally(conditions: Sequence[Condition]) -> Tallies:
    """Count the claims that all of these conditions find, and whom they rest on."""
    where, bound = fulfilled(lists.CLAIMS, conditions)
    by: dict[str, Counter[str | int | None]] = {name: Counter() for name in DIMENSIONS}
    claims = 0
    for *words, count in run(COUNTS.format(where), bound):
        claims += count
        for name, word in zip(DIMENSIONS, words, strict=True):
            by[name][word] += count
    found = run(ORIGINS.format(where), bound)
    origins = Counter({kind: count for kind, count, _ in found})
    return Tallies(claims, by, origins, sum(int(alone) for _, _, alone in found))
