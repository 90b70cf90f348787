"""Which claims' stories a change of sources or articles can reach, beside those whose documents show it."""

from collections.abc import Iterable
from typing import Final

from service.store.query import run, run_for

ACCEPTED: Final = "evidence.state = 'accepted' AND evidence.deleted_at IS NULL"
IS_TIED: Final = (
    f"(EXISTS (SELECT 1 FROM evidence WHERE evidence.claim_id = {{0}} AND {ACCEPTED}) "
    f"OR EXISTS (SELECT 1 FROM evidence WHERE evidence.other_id = {{0}} AND {ACCEPTED}))"
)
MEMBERS: Final = (
    "SELECT id FROM source WHERE belongs_to_id IN (??)",
    "SELECT id FROM source WHERE identified_as_id IN (??)",
)
SPOKEN: Final = (
    f"SELECT claim_id FROM link WHERE source_id IN (??) AND {IS_TIED.format('link.claim_id')}",
    f"SELECT id FROM claim WHERE publisher_id IN (??) AND {IS_TIED.format('claim.id')}",
    f"SELECT claim_id FROM evidence WHERE {ACCEPTED} AND id IN "
    "(SELECT evidence_id FROM evidence_link WHERE source_id IN (??))",
    f"SELECT claim_id FROM evidence WHERE {ACCEPTED} AND article_id IN "
    "(SELECT id FROM article WHERE publisher_id IN (??))",
    # Also of claims that nothing is tied to: they show nothing of who their unnamed speaker turned out to be.
    "SELECT id FROM claim WHERE deleted_at IS NULL AND speaker_id IN "
    "(SELECT id FROM source WHERE article_id IS NOT NULL AND id IN (??))",
)
COPIES: Final = ("SELECT id FROM article WHERE copy_of_id IN (??) AND deleted_at IS NULL",)
PUBLISHED: Final = (
    f"SELECT id FROM claim WHERE article_id IN (??) AND {IS_TIED.format('claim.id')}",
    f"SELECT claim_id FROM evidence WHERE article_id IN (??) AND {ACCEPTED}",
)
LEANING: Final = (
    "SELECT story FROM claim WHERE id IN (SELECT claim_id FROM link WHERE source_id IN (??)) AND deleted_at IS NULL",
    "SELECT story FROM claim WHERE publisher_id IN (??) AND hearsay_depth = 0 AND deleted_at IS NULL",
    f"SELECT story FROM claim WHERE id IN ({SPOKEN[2]}) AND deleted_at IS NULL",
    f"SELECT story FROM claim WHERE id IN ({SPOKEN[3]}) AND deleted_at IS NULL",
)
TAKEN_BACK: Final = (f"SELECT claim_id FROM evidence WHERE other_id IN (??) AND tie = 'retracted_by' AND {ACCEPTED}",)


def by_source(source_id: str) -> set[str]:
    """Find the claims that a source stands behind, itself or through those who belong to it or turned out to be it."""
    return _select(SPOKEN, _with_all_below(source_id, MEMBERS))


def by_article(article_id: str) -> set[str]:
    """Find the tied claims that an article, or one that copies it, makes, and those that it is cited for."""
    return _select(PUBLISHED, _with_all_below(article_id, COPIES))


def taken_back_by(claims: Iterable[str]) -> set[str]:
    """Find the claims that some claims take back."""
    return _select(TAKEN_BACK, set(claims))


def leaning_on(who: str, after: str, limit: int) -> list[tuple[str, str]]:
    """List, by id, claims with their stories, in which a source is in a chain, or the publisher in its own voice."""
    same = [row_id for (row_id,) in run("SELECT id FROM source WHERE id = ? OR identified_as_id = ?", [who, who])]
    marks = ", ".join("?" for _ in same)
    stories = " UNION ".join(statement.replace("(??)", f"({marks})") for statement in LEANING)
    sql = (
        f"SELECT id, story FROM claim WHERE deleted_at IS NULL AND id > ? AND story IN ({stories}) ORDER BY id LIMIT ?"
    )
    return [(claim, story) for claim, story in run(sql, [after, *same * len(LEANING), limit])]


def sizes(stories: set[str]) -> dict[str, int]:
    """Count the claims of some stories."""
    return dict(
        run_for("SELECT story, count(*) FROM claim WHERE story IN (??) AND deleted_at IS NULL GROUP BY story", stories)
    )


def _with_all_below(first: str, statements: Iterable[str]) -> set[str]:
    found, waiting = {first}, {first}
    while waiting:
        waiting = _select(statements, waiting) - found
        found |= waiting
    return found


def _select(statements: Iterable[str], ids: set[str]) -> set[str]:
    return {row_id for statement in statements for (row_id,) in run_for(statement, ids)}
