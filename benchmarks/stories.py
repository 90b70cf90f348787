"""What it costs to weigh one testimony, a ring and a line of 10,000, and a story of 100,000.

Run: .venv/bin/python -m benchmarks.stories
"""

import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time

from service.domain.corroboration import weigh
from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import SourceKind

MANY = 10_000
LARGE = 100_000
CAST = 5_000
REPEATS = 5
FIRST_DAY = datetime(2020, 10, 1, tzinfo=UTC)


def origin(number: int) -> Origin:
    """Make every third an outlet that does not tell, and one of five somebody without a name."""
    kind = SourceKind.OUTLET if number % 3 == 0 else SourceKind.PERSON
    return Origin(f"src_{number}", f"src_{number}", kind, named=number % 5 != 0)


def testimony(number: int) -> Testimony:
    """Let somebody say it on one of a thousand days."""
    article, day = f"art_{number}", FIRST_DAY + timedelta(days=number * 7919 % 1_000)
    return Testimony(f"clm_{number}", origin(number % CAST), article, article, f"src_{number}", published_at=day)


def seconds(action: Callable[[], object], calls: int = 1) -> float:
    """Time one call in processor time: the best mean of several runs."""
    best = float("inf")
    for _ in range(REPEATS):
        gc.collect()
        start = process_time()
        for _ in range(calls):
            action()
        best = min(best, process_time() - start)
    return best / calls


def main() -> None:
    """Make the stories and print the times."""
    told = [testimony(number) for number in range(LARGE)]
    ids = [one.id for one in told]
    alone = Case(Side(told[:1]))
    ring = Case(Side(told[:MANY], {ids[number]: [ids[(number + 1) % MANY]] for number in range(MANY)}))
    line = Case(Side(told[:MANY], {ids[number]: [ids[number + 1]] for number in range(MANY - 1)}))
    large = Case(Side(told, {ids[number]: [ids[number + 1]] for number in range(0, LARGE - 1, 4)}))
    times = {
        "one testimony": seconds(lambda: weigh(alone), calls=20_000),
        "a ring of 10,000": seconds(lambda: weigh(ring)),
        "a line of 10,000": seconds(lambda: weigh(line)),
        "a story of 100,000": seconds(lambda: weigh(large)),
        "a story of 100,000, with every step": seconds(lambda: weigh(large).steps),
    }
    for name, time in times.items():
        sys.stdout.write(f"{name:36} {time * 1e3:10.3f} ms\n")


if __name__ == "__main__":
    main()
