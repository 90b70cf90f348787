"""What an import takes, as processor time, as time on the clock and as memory, with all indexes and with fewer.

Run: .venv/bin/python -m benchmarks.importing [CLAIMS]
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Final

import orjson

from benchmarks.stock import CLAIMS_AN_ARTICLE, KINDS, LANGUAGES, REVIEWERS, TERMS, Json, say
from service import shipped
from service.store.database import bind, database

CLAIMS_BY_DEFAULT: Final = 100_000
UNTAGGED: Final = "all, no tags"
TAGGED_ONE_IN: Final = 3
TIED_ONE_IN: Final = 50
MEGABYTE: Final = 1024
"""The kernel tells kilobytes."""

OUTLETS, PERSONS, WIRES = 200, 5_000, 50

FULL_TEXT: Final = "SELECT 'TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'claim_words'"
OF_CLAIMS: Final = (
    "SELECT 'INDEX ' || name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'claim' AND sql IS NOT NULL "
    "AND name NOT IN ('claim_article_id_position_id', 'claim_id', 'claim_story_id') ORDER BY name"
)
"""But for the three that an import itself looks into."""


def rows(claims: int) -> Iterator[Json]:
    """Give articles with their claims, and ties, as the file of a store has them."""
    for number in range(claims):
        place = number // CLAIMS_AN_ARTICLE
        if number % CLAIMS_AN_ARTICLE == 0:
            yield {"article": _article(place)}
        yield {"claim": _claim(number, place)}
    for number in range(0, claims, TIED_ONE_IN):
        tie = {"id": f"evd_{number:09}", "subject": f"clm_{number:09}", "tie": "supported_by"}
        cited = {"article": {"id": f"art_{number % max(claims // CLAIMS_AN_ARTICLE, 1):07}"}, "attribution": []}
        other = (number + 7) % claims
        yield {"evidence": {**tie, **({"claim": f"clm_{other:09}"} if number % 100 else {"citation": cited})}}


def tags(claims: int) -> Iterator[Json]:
    """Give reviewers, and their tags of these claims."""
    for handle in REVIEWERS:
        yield {"reviewer": {"handle": handle}}
    for number in range(0, claims, TAGGED_ONE_IN):
        tag = {"id": f"tag_{number:09}", "claim": f"clm_{number:09}", "term": TERMS[number % len(TERMS)]}
        yield {"tag": {**tag, "reviewer": REVIEWERS[number % len(REVIEWERS)]}}


def _article(place: int) -> Json:
    return {
        "id": f"art_{place:07}", "url": f"https://news.example/{place}", "title": f"The bridge, part {place}",
        "publisher": {"name": f"Outlet {place % OUTLETS}"}, "language": LANGUAGES[place % len(LANGUAGES)],
        "published_at": f"2024-{place % 12 + 1:02}-{place % 28 + 1:02}T05:10:00Z",
    }  # fmt: skip


def _claim(number: int, place: int) -> Json:
    return {
        "id": f"clm_{number:09}", "article": {"id": f"art_{place:07}"}, "statement": say(number),
        "attribution": _chain(number),
    }  # fmt: skip


def _chain(number: int) -> list[Json]:
    """Give none to three links; in two of seven kinds the speaker is one of the article's unnamed sources."""
    links = number % 4
    if links == 0:
        return []
    source_type, identification, channel = KINDS[number % len(KINDS)]
    named = identification == "named"
    source: Json = {"kind": "person", **({"name": f"Person {number % PERSONS}"} if named else {"number": 1})}
    last = {"source": source, "source_type": source_type, "identification": identification, "channel": channel}
    wires = [f"Wire {(number + hop) % WIRES}" for hop in range(links - 1)]
    return [{"source": {"kind": "outlet", "name": wire}, "source_type": "media"} for wire in wires] + [last]


def make(file: Path, without: tuple[str, ...], share: int) -> int:
    """Make an empty store without every so manieth of what some queries name; give how many indexes claims have."""
    bind(f"sqlite:///{file}")
    with database.connection_context():
        shipped.migrate()
    database.close_idle()
    connection = sqlite3.connect(file)
    for query in without:
        for (what,) in connection.execute(query).fetchall()[::share]:
            connection.execute(f"DROP {what}")
    ((left,),) = connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'claim'")
    connection.close()
    return int(left)


def run(store: Path, rows_of: Path) -> tuple[float, float, float]:
    """Import a file; give the seconds on the clock, the seconds of the processor and the most megabytes."""
    command = [str(Path(sys.executable).with_name("hearsay")), "import", str(rows_of)]
    start = perf_counter()
    child = os.posix_spawn(
        command[0],
        command,
        {**os.environ, "HEARSAY_DATABASE_URL": f"sqlite:///{store}"},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(child, 0)
    seconds = perf_counter() - start
    if status != 0:
        raise SystemExit("The import failed.")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / MEGABYTE


VARIANTS: Final[tuple[tuple[str, tuple[str, ...], int], ...]] = (
    (UNTAGGED, (), 1),
    ("all", (), 1),
    ("all, no full text", (FULL_TEXT,), 1),
    ("half", (OF_CLAIMS,), 2),
    ("what an import needs", (OF_CLAIMS,), 1),
    ("that, no full text", (OF_CLAIMS, FULL_TEXT), 1),
)


def main() -> None:
    """Import the same file into stores with fewer and fewer indexes, and print what it took."""
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS_BY_DEFAULT
    with tempfile.TemporaryDirectory() as folder:
        untagged, whole = Path(folder) / "untagged.ndjson", Path(folder) / "whole.ndjson"
        for file, some in ((untagged, rows(claims)), (whole, chain(rows(claims), tags(claims)))):
            file.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in some))
        sys.stdout.write(f"{'indexes of claims':30}  claims/s  claims/s of CPU   MB\n")
        for name, without, share in VARIANTS:
            store = Path(folder) / f"{name}.db"
            indexes = make(store, without, share)
            seconds, processor, most = run(store, untagged if name == UNTAGGED else whole)
            store.unlink()
            rates = f"{claims / seconds:9,.0f} {claims / processor:16,.0f}"
            sys.stdout.write(f"{indexes:3}, {name:25} {rates} {most:4.0f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
