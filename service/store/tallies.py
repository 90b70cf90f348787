"""Tallies: how many claims of a query there are by each word of a list, and how many origins those rest on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from service.store import lists
from service.store.query import Condition, Fragment, fulfilled, run, run_for

Conditions = Sequence[Condition]

DIMENSIONS: Final = ("source_type", "speaker_kind", "identification", "hearsay_depth", "corroboration")

COUNTS: Final = "SELECT {}, count(*) FROM claim WHERE {} GROUP BY {}"

# Rules 3 and 4 of docs/corroboration.md, for each claim on its own: whom it rests on, and whether that is known.
ORIGINS: Final = """
SELECT kind, count(*) FROM (
    SELECT CASE WHEN max(resolved) = 0 THEN 'unresolved' WHEN max(named) = 1 THEN 'named' ELSE 'anonymous' END AS kind
    FROM (
        SELECT COALESCE(source.identified_as_id, chosen.speaker_id, chosen.publisher_id, chosen.article_id) AS who,
            CASE WHEN chosen.channel = 'direct-observation' OR source.kind <> 'outlet' THEN 1 ELSE 0 END AS resolved,
            CASE WHEN source.article_id IS NULL OR source.identified_as_id IS NOT NULL THEN 1 ELSE 0 END AS named
        FROM (SELECT speaker_id, publisher_id, article_id, channel FROM claim WHERE {}) AS chosen
        LEFT JOIN source ON source.id = chosen.speaker_id
    ) AS heard GROUP BY who
) AS origin GROUP BY kind
"""

ANONYMOUS: Final = "source.article_id IS NOT NULL AND source.identified_as_id IS NULL"
COUNTED: Final = "evidence.state = 'accepted' AND evidence.deleted_at IS NULL"
REPEATS: Final = (
    f"EXISTS (SELECT 1 FROM evidence WHERE evidence.claim_id = claim.id AND evidence.tie = 'repeats' AND {COUNTED})"
)
SINGLE: Final = "claim.corroboration = 'single_source'"
SPEAKS_ANONYMOUSLY: Final = f"EXISTS (SELECT 1 FROM source WHERE source.id = claim.speaker_id AND {ANONYMOUS})"
SPEAKING: Final = (
    f"SELECT count(*) FROM claim WHERE {{}} AND {SINGLE} AND claim.speaker_kind = 'anonymous' AND NOT {REPEATS} "
    f"AND {SPEAKS_ANONYMOUSLY}"
)
REPEATING: Final = f"SELECT claim.story, count(*) FROM claim WHERE {{}} AND {SINGLE} AND {REPEATS} GROUP BY claim.story"
# A story of one origin has only that one: whoever speaks in it rests on it.
OF_ANONYMOUS_CLAIMS: Final = (
    f"SELECT claim.story FROM claim WHERE claim.story IN (??) AND claim.deleted_at IS NULL AND {SINGLE} "
    f"AND NOT {REPEATS} AND {SPEAKS_ANONYMOUSLY}"
)
OF_ANONYMOUS_CITATIONS: Final = (
    "SELECT claim.story FROM claim JOIN evidence ON evidence.claim_id = claim.id "
    "JOIN evidence_link AS link ON link.evidence_id = evidence.id JOIN source ON source.id = link.source_id "
    "WHERE claim.story IN (??) AND claim.deleted_at IS NULL AND evidence.article_id IS NOT NULL "
    f"AND evidence.tie IN ('supported_by', 'repeats') AND {COUNTED} AND {ANONYMOUS} "
    "AND link.place = (SELECT max(place) FROM evidence_link WHERE evidence_id = evidence.id)"
)


@dataclass(frozen=True)
class Tallies:
    """How many claims there are, by each dimension, and how many origins, by whether they are named and resolved."""

    claims: int
    by: dict[str, Counter[str | int | None]] = field(default_factory=dict)
    origins: Counter[str] = field(default_factory=Counter)
    on_single_anonymous: int = 0


def tally(conditions: Conditions) -> Tallies:
    """Count the claims that all of these conditions find, and whom they rest on."""
    where, bound = fulfilled(lists.CLAIMS, conditions)
    columns = ", ".join(DIMENSIONS)
    by: dict[str, Counter[str | int | None]] = {name: Counter() for name in DIMENSIONS}
    claims = 0
    for *words, count in run(COUNTS.format(columns, where, columns), bound):
        claims += count
        for name, word in zip(DIMENSIONS, words, strict=True):
            by[name][word] += count
    origins = Counter(dict(run(ORIGINS.format(where), bound)))
    return Tallies(claims, by, origins, _on_single_anonymous((where, bound)))


def _on_single_anonymous(chosen: Fragment) -> int:
    """Count the claims whose story has one origin, which has no name; one that repeats rests on whoever speaks."""
    where, bound = chosen
    ((on_their_own,),) = run(SPEAKING.format(where), bound)
    repeating = dict(run(REPEATING.format(where), bound))
    anonymous = {
        story
        for statement in (OF_ANONYMOUS_CLAIMS, OF_ANONYMOUS_CITATIONS)
        for (story,) in run_for(statement, repeating)
    }
    on_others: int = sum(repeating[story] for story in anonymous)
    return int(on_their_own) + on_others
