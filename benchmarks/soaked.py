"""What a soaked server holds, as time goes by: samples, a table of them, and a plot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.servers import family, megabytes_of

WIDTH, HEIGHT, LEFT, MARGIN, BETWEEN = 720, 110, 60, 20, 34
ROWS: Final = 10
STYLE: Final = "text{font:12px sans-serif;fill:#555}.line{fill:none;stroke:#1f5a96}.axis{stroke:#bbb}"


@dataclass(frozen=True)
class Sample:
    """What the server and all its processes held at one moment, and how it answered since the sample before."""

    seconds: float
    megabytes: float
    files: int
    connections: int
    wal_megabytes: float
    requests_a_second: float
    median_ms: float
    slowest_ms: float
    """Of one request in a hundred."""


SHOWN: Final[dict[str, Callable[[Sample], float]]] = {
    "requests a second": lambda one: one.requests_a_second,
    "memory, MB": lambda one: one.megabytes,
    "file handles": lambda one: one.files,
    "connections": lambda one: one.connections,
    "SQLite's log, MB": lambda one: one.wal_megabytes,
    "median, ms": lambda one: one.median_ms,
    "one in a hundred, ms": lambda one: one.slowest_ms,
}


def take(pid: int, seconds: float, since: float, took_s: Sequence[float], wal: Path) -> Sample:
    """Look at a server's processes; sockets are its connections, to clients and to the database."""
    handles = [_handles(one) for one in family(pid)]
    ordered = sorted(took_s)
    return Sample(
        seconds,
        megabytes_of(pid),
        sum(map(len, handles)),
        sum(name.startswith("socket:") for names in handles for name in names),
        wal.stat().st_size / 1e6 if wal.exists() else 0.0,
        len(ordered) / (seconds - since),
        ordered[len(ordered) // 2] * 1e3,
        ordered[len(ordered) * 99 // 100] * 1e3,
    )


def _handles(pid: int) -> list[str]:
    names = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            names.append(str(link.readlink()))
        except FileNotFoundError:
            # It was closed meanwhile.
            continue
    return names


def table(samples: Sequence[Sample]) -> str:
    """Write some of the samples, from the first to the last, as rows."""
    step = max(1, (len(samples) - 1) // ROWS)
    some = samples[::-1][::step][::-1]
    head = [["minute", *SHOWN], ["---:"] * (len(SHOWN) + 1)]
    lines = [[f"{one.seconds / 60:.1f}", *(f"{of(one):,.1f}" for of in SHOWN.values())] for one in some]
    return "".join(f"| {' | '.join(line)} |\n" for line in [*head, *lines])


def picture(samples: Sequence[Sample]) -> str:
    """Draw a line for each of what is shown, from nothing up to its most, over the minutes."""
    last = samples[-1].seconds
    drawn = [f"<style>{STYLE}</style><title>What a server holds over {last / 60:.0f} minutes</title>"]
    for place, (name, of) in enumerate(SHOWN.items()):
        top = MARGIN + place * (HEIGHT + BETWEEN)
        most = max(*map(of, samples), 1.0)
        points = " ".join(
            f"{LEFT + one.seconds / last * (WIDTH - LEFT - MARGIN):.1f},{top + HEIGHT * (1 - of(one) / most):.1f}"
            for one in samples
        )
        drawn += [
            f'<path class="axis" d="M{LEFT} {top}V{top + HEIGHT}H{WIDTH - MARGIN}"/>',
            f'<text x="{LEFT - 8}" y="{top + 8}" text-anchor="end">{most:,.0f}</text>',
            f'<text x="{LEFT - 8}" y="{top + HEIGHT}" text-anchor="end">0</text>',
            f'<text x="{LEFT + 8}" y="{top - 6}">{name}</text>',
            f'<polyline class="line" points="{points}"/>',
        ]
    height = MARGIN + len(SHOWN) * (HEIGHT + BETWEEN)
    inner = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n{inner}\n</svg>\n'
