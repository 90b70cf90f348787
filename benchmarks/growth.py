"""How what a page takes grows with the store: a table and a picture from what `benchmarks.browsing --plans` printed.

Run: .venv/bin/python -m benchmarks.growth PRINTED... > docs/growth.md, with one file for each size, the smallest first.
"""

import re
import sys
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from typing import Final

PICTURE: Final = Path("docs/growth.svg")
SIZE: Final = re.compile(r"([\d,]+) claims")
ROW: Final = re.compile(r"\| `(?P<query>.*)` \| (?P<ms>[\d.]+) \| \d+ \|")
STEP: Final = re.compile(r"\|     ((?:SEARCH|SCAN|USE) .*)")
OF_EVERY_PAGE: Final = ("SCAN page", "SCAN counter")

WIDTH, HEIGHT, LEFT, BOTTOM, MARGIN = 720, 320, 60, 40, 44
LEAST_MS, MOST_MS = 0.01, 1_000.0
LIMIT_MS: Final = 1.0
HEAD: Final = """# As the store grows

What the first page of 50 takes the database on SQLite, in milliseconds of processor time, medians of 21, in stores of
{sizes} claims. Each column is from `.venv/bin/python -m benchmarks.browsing --claims N --plans`,
the last one from `make bench-10m`. Most of each figure is the page of documents, which is the same at every size. How
SQLite finds the claims is told of the largest store.

![Each line is one query: nearly all take a tenth of a millisecond, at every size](growth.svg)

"""
STYLE: Final = (
    "text{font:12px sans-serif;fill:#555}.query{fill:none;stroke:#1f5a96;stroke-opacity:.35}"
    ".axis{stroke:#bbb}.limit{stroke:#b3261e;stroke-dasharray:4 3}"
)


@dataclass
class Query:
    """What one query took in each store, and how it is found in the largest."""

    ms: dict[int, float] = field(default_factory=dict)
    plan: list[str] = field(default_factory=list)


def read(files: list[Path]) -> tuple[list[int], dict[str, Query]]:
    """Read what was printed, file by file; give the sizes and the queries."""
    sizes: list[int] = []
    queries: dict[str, Query] = {}
    for file in files:
        query = Query()
        for line in file.read_text("utf-8").splitlines():
            if found := SIZE.fullmatch(line):
                sizes.append(int(found[1].replace(",", "")))
            elif found := ROW.fullmatch(line):
                query = queries.setdefault(found["query"], Query())
                query.ms[sizes[-1]], query.plan = float(found["ms"]), []
            elif (found := STEP.fullmatch(line)) and found[1] not in OF_EVERY_PAGE:
                query.plan.append(found[1])
    # What was not asked of the largest store says nothing of growth.
    return sizes, {name: query for name, query in queries.items() if sizes[-1] in query.ms}


def table(sizes: list[int], queries: dict[str, Query]) -> str:
    """Write a row for each query."""
    rows = [["query", *(f"{size:,}" for size in sizes), "how"], ["---", *["---:"] * len(sizes), "---"]]
    for name, query in queries.items():
        times = [f"{query.ms[size]:.2f}" if size in query.ms else "" for size in sizes]
        rows.append([f"`{name}`", *times, "; ".join(dict.fromkeys(query.plan))])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def picture(sizes: list[int], queries: dict[str, Query]) -> str:
    """Draw each query as a line over the sizes; both axes are logarithmic."""
    first, last = log10(sizes[0]), log10(sizes[-1])

    def across(size: int) -> float:
        return LEFT + (log10(size) - first) / (last - first) * (WIDTH - LEFT - MARGIN)

    def up(ms: float) -> float:
        share = (log10(max(ms, LEAST_MS)) - log10(LEAST_MS)) / (log10(MOST_MS) - log10(LEAST_MS))
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - MARGIN)

    drawn = [f"<style>{STYLE}</style><title>Milliseconds of a page over the number of claims</title>"]
    ms = LEAST_MS
    while ms <= MOST_MS:
        kind = "limit" if ms == LIMIT_MS else "axis"
        drawn.append(f'<path class="{kind}" d="M{LEFT} {up(ms):.1f}H{WIDTH - MARGIN}"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{up(ms) + 4:.1f}" text-anchor="end">{ms:g} ms</text>')
        ms = round(ms * 10, 2)
    for size in sizes:
        middle = f'x="{across(size):.1f}" y="{HEIGHT - 14}" text-anchor="middle"'
        drawn.append(f"<text {middle}>{size:,}</text>")
    for query in queries.values():
        points = " ".join(f"{across(size):.1f},{up(query.ms[size]):.1f}" for size in sizes if size in query.ms)
        drawn.append(f'<polyline class="query" points="{points}"/>')
    inner = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n{inner}\n</svg>\n'


def main() -> None:
    """Write the picture, and print the page that shows it."""
    sizes, queries = read([Path(name) for name in sys.argv[1:]])
    PICTURE.write_text(picture(sizes, queries), "utf-8")
    said = f"{', '.join(f'{size:,}' for size in sizes[:-1])} and {sizes[-1]:,}"
    sys.stdout.write(HEAD.format(sizes=said) + table(sizes, queries))


if __name__ == "__main__":
    main()
