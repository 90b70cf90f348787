"""Tallies: how many claims of a query there are by each word of a list, and how many origins those rest on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from service.store import lists
from service.store.query import Condition, fulfilled, run
from service.store.repeating import ANONYMOUS, REPEATS, SINGLE, TIED, Tied, read_tied

DIMENSIONS: Final = ("source_type", "speaker_kind", "identification", "hearsay_depth", "corroboration")
COLUMNS: Final = ", ".join(DIMENSIONS)

# One text is sorted in half the time that six columns take; no word has a space in it.
WORDS: Final = f"""
claim.source_type || ' ' || claim.speaker_kind || ' ' || COALESCE(claim.identification, '') || ' '
|| claim.hearsay_depth || ' ' || claim.corroboration || ' '
|| CASE WHEN {SINGLE} AND {ANONYMOUS} AND NOT {REPEATS} THEN 'alone' ELSE '' END
"""

# Rules 3 and 4 of docs/corroboration.md, for each claim on its own. Where an outlet is resolved in one claim and not in
# another, it is resolved: of its kinds, the first in the alphabet holds.
KIND: Final = f"""
CASE WHEN COALESCE(source.kind, 'outlet') = 'outlet' AND COALESCE(claim.channel, '') <> 'direct-observation'
THEN 'unresolved' WHEN {ANONYMOUS} THEN 'anonymous' ELSE 'named' END
"""

# Once through the claims for everything: to read them takes longer than to count.
TALLY: Final = f"""
WITH heard AS (
    SELECT {WORDS} AS words, {KIND} AS kind,
        COALESCE(source.identified_as_id, claim.speaker_id, claim.publisher_id, claim.article_id) AS who,
        {TIED} AS tied
    FROM (
        SELECT id, story, article_id, publisher_id, speaker_id, channel, origins_min, origins_max, {COLUMNS}
        FROM claim WHERE {{}}
    ) AS claim
    LEFT JOIN source ON source.id = claim.speaker_id
)
SELECT 'words', words, count(*) FROM heard GROUP BY words
UNION ALL
SELECT 'origins', kind, count(*) FROM (SELECT min(kind) AS kind FROM heard GROUP BY who) AS origin GROUP BY kind
UNION ALL
SELECT 'tied', tied, 1 FROM heard WHERE tied IS NOT NULL
"""


@dataclass
class Tallies:
    """How many claims there are by each dimension, how many origins by their kind, and who rests on what.

    `on_single_anonymous` are the claims that repeat nothing and whose story has one origin: a speaker without a name.
    `tied` are those that repeat others or are repeated, story by story.
    """

    claims: int = 0
    by: dict[str, Counter[str | int | None]] = field(default_factory=lambda: {name: Counter() for name in DIMENSIONS})
    origins: Counter[str] = field(default_factory=Counter)
    on_single_anonymous: int = 0
    tied: list[Tied] = field(default_factory=list)


def tally(conditions: Sequence[Condition]) -> Tallies:
    """Count the claims that all of these conditions find, and whom they rest on."""
    where, bound = fulfilled(lists.CLAIMS, conditions)
    found = Tallies()
    for part, key, count in run(TALLY.format(where), bound):
        if part == "words":
            _count(found, key, count)
        elif part == "origins":
            found.origins[key] = count
        else:
            found.tied.append(read_tied(key))
    found.tied.sort()
    return found


def _count(found: Tallies, key: str, count: int) -> None:
    source_type, speaker_kind, identification, depth, status, alone = key.split(" ")
    found.claims += count
    found.on_single_anonymous += count if alone else 0
    words = (source_type, speaker_kind, identification or None, int(depth), status)
    for name, word in zip(DIMENSIONS, words, strict=True):
        found.by[name][word] += count
