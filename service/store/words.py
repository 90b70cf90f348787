"""Keeping what claims are searched in: each engine's index follows by itself, in the same transaction."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from service.store.database import execute
from service.store.query import run, run_for

AT_ONCE: Final = 500
KEPT: Final = "SELECT claim_id, words FROM claim_words WHERE claim_id IN (??)"


def add(words: Mapping[str, str]) -> None:
    """Keep the words of claims, by id, that have none yet; those that have some are left as they are."""
    ((number,),) = run("SELECT COALESCE(MAX(number), 0) FROM claim_words", [])
    rows = ((number + place, claim, text) for place, (claim, text) in enumerate(words.items(), start=1))
    while some := list(islice(rows, AT_ONCE)):
        values = ", ".join("(?, ?, ?)" for _ in some)
        sql = f"INSERT INTO claim_words (number, claim_id, words) VALUES {values} ON CONFLICT (claim_id) DO NOTHING"
        execute(sql, [value for row in some for value in row])


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
