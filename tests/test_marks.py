"""What facets were counted of is let go, though a connection keeps its statements."""

from itertools import accumulate
from pathlib import Path

import pytest

from service.store import facets
from service.store.database import database
from service.store.models import Claim, ClaimWords
from tests.api import Api

HIGHEST = 30_000_000
LANGUAGES = ("aa", "bb", "cc", "dd", "ee", "ff")
PAGE_BYTES = 4_096


def bytes_in_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


def test_no_statement_keeps_the_claims_that_it_was_told(api: Api, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL is told no numbers")
    monkeypatch.setattr(facets, "FEW", 0)
    for language in LANGUAGES:
        api.claim(id=f"clm_{language}", language=language)
    with database.connection_context(), database.atomic():
        last = len(LANGUAGES)
        database.execute_sql("PRAGMA defer_foreign_keys = 1")
        Claim.update(number=HIGHEST).where(Claim.number == last).execute()
        ClaimWords.update(claim=HIGHEST).where(ClaimWords.claim == last).execute()
    filters = accumulate(f"&language={language}" for language in LANGUAGES)
    # Each is another statement, which is told as many bytes.
    asked = [f"/v1/claims?position__gte=1&facets=publisher_id{some}" for some in filters]
    api.get(asked[0])
    before = bytes_in_memory()

    answers = [api.get(path)["facets"]["publisher_id"]["values"][0]["count"] for path in asked]

    assert answers == [1, 2, 3, 4, 5, 6]
    assert bytes_in_memory() - before < 2 * HIGHEST
