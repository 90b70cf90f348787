"""The limits that are told are those of the code."""

from pathlib import Path

from service.api import MAX_BODY_BYTES
from service.api.requests import MAX_QUERY_BYTES
from service.api.rows import MAX_ROWS_BYTES
from service.domain.attribution import MAX_LINKS
from service.domain.nesting import MAX_DEPTH
from service.domain.terms import MAX_TERM_CHARS
from service.schemas.address import MAX_URL_CHARS
from service.schemas.claim import MAX_QUOTE_CHARS, MAX_STATEMENT_CHARS
from service.schemas.inline import MAX_NAME_CHARS, MAX_TEXT_CHARS
from service.schemas.query import MAX_VALUES
from service.schemas.rows import MAX_ROWS
from service.schemas.tag import MAX_NOTE_CHARS
from service.store.database import BUSY_TIMEOUT_MS
from service.store.query import MAX_LIMIT
from service.store.revisions import MOST_RENEWED

ROOT = Path(__file__).parents[1]


def test_the_limits_are_those_of_the_code() -> None:
    told = (ROOT / "docs/operations.md").read_text("utf-8").partition("## Limits")[2]

    for what, most in {
        "a body": f"{MAX_BODY_BYTES // 1024**2} MiB; {MAX_ROWS_BYTES // 1024**2} MiB for `POST /v1/rows`",
        "the lines of `POST /v1/rows`": f"{MAX_ROWS:,}",
        "the levels that JSON nests": f"{MAX_DEPTH}",
        "a query": f"{MAX_QUERY_BYTES:,} bytes",
        "the values of a query": f"{MAX_VALUES}",
        "`limit`": f"{MAX_LIMIT}",
        "the links of a chain": f"{MAX_LINKS}",
        "a statement": f"{MAX_STATEMENT_CHARS:,} characters",
        "a quote": f"{MAX_QUOTE_CHARS:,} characters",
        "an article's text": f"{MAX_TEXT_CHARS:,} characters",
        "an address": f"{MAX_URL_CHARS:,} characters",
        "a name": f"{MAX_NAME_CHARS} characters",
        "a tag's term, its note": f"{MAX_TERM_CHARS}, {MAX_NOTE_CHARS:,} characters",
        "the documents that one request renews": f"{MOST_RENEWED:,}",
        "what is waited for another writer": f"{BUSY_TIMEOUT_MS // 1000} seconds",
    }.items():
        assert f"| {what} | {most} |" in told
