"""Keeping what claims are searched in: each engine's index follows by itself, in the same transaction."""

from collections.abc import Iterable, Mapping
from typing import Final

from service.store.database import Batch, execute, execute_many
from service.store.query import run_for

ADD: Final = "INSERT INTO claim_words (number, words) VALUES (?, ?) ON CONFLICT (number) DO NOTHING"
RENEW: Final = (
    "INSERT INTO claim_words (number, words) SELECT number, ? FROM claim WHERE id = ? "
    "ON CONFLICT (number) DO UPDATE SET words = excluded.words WHERE claim_words.words <> excluded.words"
)
REMOVE: Final = "DELETE FROM claim_words WHERE number = (SELECT number FROM claim WHERE id = ?)"
KEPT: Final = "SELECT id, words FROM claim JOIN claim_words USING (number) WHERE id IN (??)"


def add(words: Mapping[int, str]) -> None:
    """Keep the words of claims, by number, that have none yet; those that have some are left as they are."""
    execute_many(addition(words))


def addition(words: Mapping[int, str]) -> Batch:
    """Give what keeps the words of claims, by number, that have none yet."""
    return [(ADD, list(words.items()))] if words else []


def renew(words: Mapping[str, str]) -> None:
    """Keep the words of claims, by id, in the place of those that they had."""
    if words:
        execute_many([(RENEW, [(text, claim_id) for claim_id, text in words.items()])])


def remove(claim_id: str) -> None:
    """Keep no words of a claim any more."""
    execute(REMOVE, [claim_id])


def kept(claim_ids: Iterable[str]) -> dict[str, str]:
    """Give the words that are kept of some claims, by id."""
    return dict(run_for(KEPT, claim_ids))
