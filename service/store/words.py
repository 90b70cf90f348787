"""Keeping what claims are searched in: each engine's index follows by itself, in the same transaction."""

from collections.abc import Iterable, Mapping
from typing import Final

from service.store.database import Batch, execute, execute_many
from service.store.query import run, run_for

ADD: Final = "INSERT INTO claim_words (number, claim_id, words) VALUES (?, ?, ?) ON CONFLICT (claim_id) DO NOTHING"
KEPT: Final = "SELECT claim_id, words FROM claim_words WHERE claim_id IN (??)"


def add(words: Mapping[str, str]) -> None:
    """Keep the words of claims, by id, that have none yet; those that have some are left as they are."""
    execute_many(addition(words))


def addition(words: Mapping[str, str]) -> Batch:
    """Give what keeps the words of claims that have none yet, if it is the next to be written."""
    if not words:
        return []
    ((number,),) = run("SELECT COALESCE(MAX(number), 0) FROM claim_words", [])
    return [(ADD, [(number + place, claim, text) for place, (claim, text) in enumerate(words.items(), start=1)])]


def renew(words: Mapping[str, str]) -> None:
    """Keep the words of claims, by id, in the place of those that they had."""
    before = kept(words)
    for claim, text in words.items():
        if claim in before and before[claim] != text:
            execute("UPDATE claim_words SET words = ? WHERE claim_id = ?", [text, claim])
    add({claim: text for claim, text in words.items() if claim not in before})


def remove(claim_id: str) -> None:
    """Keep no words of a claim any more."""
    execute("DELETE FROM claim_words WHERE claim_id = ?", [claim_id])


def kept(claim_ids: Iterable[str]) -> dict[str, str]:
    """Give the words that are kept of some claims."""
    return dict(run_for(KEPT, claim_ids))
