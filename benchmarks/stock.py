"""Stocking a store for a benchmark: 1,000 claims are stored by the verbs and multiplied in SQL, under other ids.

The copies are published a minute and stored an hour after each other: so say their columns, not their documents.
"""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.multiplying import NUMBER, ORIGINALS, multiply, set_aside
from service import exchange, exports, moving, reviewers, shipped
from service.domain.vocabulary import RowType, Scope
from service.loading import Line, Loading
from service.store import models
from service.store.database import SQLITE_SCHEME, bind, database, execute, is_sqlite
from service.store.revisions import current

CLAIMS_AN_ARTICLE: Final = 20
COPIES_AT_ONCE: Final = 100
CACHE_KB: Final = 500_000
TIED: Final = 400
"""Of 1,000 claims: most of what is written down is never tied to another claim."""

VOCABULARY: Final = 20_000
WORDS_A_STATEMENT: Final = 28
UNDISCLOSED: Final = 4
"""Which of the kinds of speakers never says `third`."""

OF_TWELVE: Final = range(5)
"""With a fifth of the claims left out, these are a third."""

REVIEWERS: Final = ("mina", "ben", "noor")
TERMS: Final = (
    'admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"', 'hearsay:check="done"',
    'hearsay:priority="urgent"', 'free:word="bridge"',
)  # fmt: skip
KINDS: Final = (
    ("expert", "named", "quote"), ("official", "named", "statement"), ("official", "withheld", "paraphrase"),
    ("public", "described", "social-media-post"), ("undisclosed", "bare", "paraphrase"),
    ("participant", "named", "direct-observation"), ("organisation", "named", "statement"),
)  # fmt: skip
LANGUAGES: Final = ("en", "en", "en", "de", "fr")
ALL_SIZES: Final = {True: "SELECT SUM(pgsize) FROM dbstat", False: "SELECT pg_database_size(current_database())"}
Json = dict[str, Any]


def say(number: int) -> str:
    """Make a statement whose words are as often as words are in a language.

    Also `every` in each, `third` in a third of all, and one that is another in each copy.
    """
    said = []
    for place in range(WORDS_A_STATEMENT):
        share = (number * WORDS_A_STATEMENT + place) * 2_654_435_761 % 2**32 / 2**32
        said.append(f"w{int(VOCABULARY**share)}")
    third = ["third"] if number % 12 in OF_TWELVE and number % len(KINDS) != UNDISCLOSED else []
    return " ".join(["every", *third, *said, NUMBER])


@contextmanager
def stocked(claims: int, store: str | None) -> Iterator[str]:
    """Be connected to a store with ties, and give its URL: filled if it is new; a SQLite file for the time if None."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        url = store or f"{SQLITE_SCHEME}{folder}/hearsay.db"
        if not _is_stocked(url):
            stock(url, claims, tied_up_to=3, tied=TIED)
        with database.connection_context():
            yield url
        database.close_idle()


def _is_stocked(url: str) -> bool:
    """Bind a store, and tell whether it has claims."""
    if url.startswith(SQLITE_SCHEME) and not Path(url.removeprefix(SQLITE_SCHEME)).exists():
        return False
    bind(url)
    with database.connection_context():
        return "claim" in database.get_tables() and execute("SELECT 1 FROM claim LIMIT 1").fetchone() is not None


def stock(url: str, claims: int, *, tied_up_to: int = 0, tied: int = ORIGINALS) -> str:
    """Fill the empty store at this URL with so many claims, bind it, and give a token that may do everything.

    Of each 1,000 claims the first `tied` are in stories of 2 claims and more, up to `tied_up_to`; none where that is 0.
    """
    with tempfile.TemporaryDirectory() as folder:
        originals, rev = _originals(f"sqlite:///{Path(folder) / 'originals.db'}", tied_up_to, tied)
    bind(url)
    with database.connection_context():
        shipped.migrate()
        if is_sqlite():
            execute(f"PRAGMA cache_size = -{CACHE_KB}")
        moving.finish(rev, moving.take(_lines(originals), first=True))
        set_aside()
        for first in range(1, claims // ORIGINALS, COPIES_AT_ONCE):
            with database.atomic():
                multiply(range(first, min(first + COPIES_AT_ONCE, claims // ORIGINALS)), rev)
        models.Counter.update(rev=rev * (claims // ORIGINALS)).execute()
        token = reviewers.create_token(REVIEWERS[0], [Scope.ADMIN])
        if not is_sqlite():
            # As PostgreSQL does by itself, later.
            database.execute_sql("VACUUM ANALYZE")
    database.close_idle()
    return token


def _originals(url: str, tied_up_to: int, tied: int) -> tuple[list[tuple[RowType, bytes]], int]:
    bind(url)
    with database.connection_context():
        shipped.migrate()
        for handle in REVIEWERS:
            reviewers.add(handle)
        exchange.load(_lines([*_rows(), *_ties(tied_up_to, tied)]), Loading(None))
        rows = [(RowType(kind), body) for kind, body in exports.everything() if kind != exports.END]
        rev = current()
    database.close_idle()
    return rows, rev


def _lines(rows: list[tuple[RowType, bytes]]) -> Iterator[Line]:
    for number, (kind, body) in enumerate(rows, start=1):
        yield Line(number, kind, orjson.loads(body))


def _rows() -> Iterator[tuple[RowType, bytes]]:
    """Give 50 articles with 20 claims each: chains of none to three links, every third claim judged."""
    for number in range(ORIGINALS):
        place = number // CLAIMS_AN_ARTICLE
        article = f"art_b00000-{place:02}"
        if number % CLAIMS_AN_ARTICLE == 0:
            yield RowType.ARTICLE, orjson.dumps(_article(article, place))
        claim = f"clm_b00000-{number:04}"
        body = {"id": claim, "article": {"id": article}, "statement": say(number), "attribution": _chain(number)}
        yield RowType.CLAIM, orjson.dumps(body)
        for judge in range(number % 3):
            term = TERMS[(number + judge) % len(TERMS)]
            tag = {"id": f"tag_b00000-{number:04}-{judge}", "claim": claim, "term": term}
            yield RowType.TAG, orjson.dumps({**tag, "reviewer": REVIEWERS[judge]})


def _ties(up_to: int, tied: int) -> Iterator[tuple[RowType, bytes]]:
    """Tie claims into stories of 2, 3, 4 and more, each to the first two of its story; the last one stays alone."""
    sizes = itertools.cycle(range(2, up_to + 1)) if up_to else iter(())
    start = 0
    for size in sizes:
        if start + size >= tied:
            return
        for other, subject in itertools.combinations(range(start, start + size), 2):
            if other < start + 2:
                tie = {"id": f"evd_b00000-{subject:04}-{other:04}", "subject": f"clm_b00000-{subject:04}"}
                claim = {"tie": "supported_by", "claim": f"clm_b00000-{other:04}"}
                yield RowType.EVIDENCE, orjson.dumps({**tie, **claim})
        start += size


def _article(article_id: str, place: int) -> Json:
    return {
        "id": article_id, "url": f"https://news.example/b00000/{place}", "title": f"The bridge, part {place}",
        "publisher": _outlet(place), "language": LANGUAGES[place % len(LANGUAGES)],
        "published_at": f"2024-{place % 12 + 1:02}-{place % 28 + 1:02}T05:10:00Z",
    }  # fmt: skip


def _outlet(place: int) -> Json:
    """Let two articles in 50 be by an outlet that publishes little, and the others by 24 that publish much."""
    little = {"id": "src_b00000-outlet", "kind": "outlet", "name": "The b00000"}
    return {"kind": "outlet", "name": f"Outlet {place % 25}"} if place % 25 else little


def _chain(number: int) -> list[Json]:
    if number % 7 == 0:
        return []
    source_type, identification, channel = KINDS[number % len(KINDS)]
    named = identification == "named"
    source: Json = {"kind": "person", "name": f"Person {number % 200}"} if named else {"kind": "person"}
    if not named:
        source = {"id": f"src_b00000-{number:04}", "kind": "person"}
    last = {"source": source, "source_type": source_type, "identification": identification, "channel": channel}
    passed_on = [
        {
            "source": {"kind": "outlet", "name": f"Wire {hop}-{number % 10}"},
            "source_type": "media",
            "channel": "press-report",
        }
        for hop in range(number % 3)
    ]
    return [*passed_on, last]
