"""The heaviest rows that a store may have: the fullest article, a source that very many quote, the largest story."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from peewee import chunked

from benchmarks.stock import REVIEWERS, stock
from service import exchange
from service.domain.vocabulary import RowType
from service.loading import Line, Loading
from service.recounting import MAX_STORY_CLAIMS
from service.schemas.inline import MAX_TEXT_CHARS
from service.store.database import database
from service.store.revisions import MOST_RENEWED

ROWS_AT_ONCE: Final = 5_000
LINKS: Final = 16
TAGS: Final = 300
LONG_TEXTS: Final = 100
SENTENCE: Final = "Sentence {} is about the bridge."

Json = dict[str, Any]


def prepare(folder: Path, claims: int) -> tuple[str, str]:
    """Fill a store with so many ordinary claims and with the heaviest; give its URL and an admin's token."""
    url = f"sqlite:///{folder / 'hearsay.db'}"
    token = stock(url, claims, tied_up_to=3, tied=400)
    with database.connection_context():
        for rows in (_wide(), _story()):
            for some in chunked(rows, ROWS_AT_ONCE):
                lines = (Line(number, kind, body) for number, (kind, body) in enumerate(some, start=1))
                exchange.load(lines, Loading(None))
    database.close_idle()
    return url, token


def text() -> str:
    """Write as much as an article may have: numbered sentences."""
    return " ".join(SENTENCE.format(number) for number in range(MAX_TEXT_CHARS // len(SENTENCE)))[:MAX_TEXT_CHARS]


def chain() -> list[Json]:
    """Make a chain that is as long as may be."""
    hops = [{"source": {"kind": "outlet", "name": f"Hop {hop}"}, "source_type": "media"} for hop in range(LINKS - 1)]
    return [*hops, {"source": {"kind": "person", "name": "Somebody"}, "source_type": "expert"}]


def _wide() -> Iterator[tuple[RowType, Json]]:
    """Let one source stand behind as many claims as a request may renew, all of them in one article."""
    yield RowType.SOURCE, {"id": "src_wide", "kind": "outlet", "name": "Everybody"}
    yield RowType.ARTICLE, {"id": "art_full", "url": "https://full.example", "title": "Full", "text": text()}
    for number in range(MOST_RENEWED):
        said = {"statement": f"It is {number}.", "quote": SENTENCE.format(number)}
        link = {"source": {"id": "src_wide"}, "source_type": "media"}
        body = {"id": f"clm_wide-{number:05}", "article": {"id": "art_full"}, "attribution": [link], **said}
        yield RowType.CLAIM, body


def _story() -> Iterator[tuple[RowType, Json]]:
    """Make a story of as many claims as one may have, with long chains, and tag one of them very often."""
    claims = [f"clm_story-{number:04}" for number in range(MAX_STORY_CLAIMS)]
    for number, claim in enumerate(claims):
        article = {"url": f"https://{number}.example", "publisher": {"kind": "outlet", "name": f"Paper {number}"}}
        article |= {"text": text()} if number < LONG_TEXTS else {}
        yield RowType.CLAIM, {"id": claim, "article": article, "statement": "It is closed.", "attribution": chain()}
    for number, claim in enumerate(claims[1:]):
        tie = {"id": f"evd_story-{number}", "subject": claim, "tie": "supported_by", "claim": claims[0]}
        yield RowType.EVIDENCE, tie
    for number in range(TAGS):
        tag = {"id": f"tag_story-{number}", "claim": claims[0], "term": f'free:word="w{number}"'}
        yield RowType.TAG, {**tag, "reviewer": REVIEWERS[number % len(REVIEWERS)]}
