"""The geometry of the pictures of agreement: where things stand, and how strong their tint is; templates draw them."""

from collections.abc import Sequence
from math import floor
from typing import Any, Final, NamedTuple

WIDTH: Final = 340
EDGE: Final = 16
MARKS: Final = (0.667, 0.8)
"""Below the first Krippendorff draws no conclusion; from the second on he relies on it."""

STRONGEST: Final = 0.45
"""Of a tint: letters stay legible on it, on light paper and on dark."""
CELL: Final = 46
MOST_DRAWN: Final = 16
"""A larger grid is no picture any more; its table says it all."""
LETTER: Final = 7.2
LONGEST: Final = 18


class Interval(NamedTuple):
    """A line from `least` to 1 with alpha on it: the places of alpha, of its bounds and of some marks."""

    least: float
    zero: float
    value: float
    bounds: tuple[float, float] | None
    marks: tuple[tuple[float, float], ...]


class Cell(NamedTuple):
    """A square of a grid: its place, its tint, and what it says."""

    x: float
    y: float
    tint: float
    said: str


class Grid(NamedTuple):
    """A square of figures whose rows and columns have the same names."""

    margin: float
    size: float
    names: list[tuple[str, float]]
    cells: list[Cell]


def interval(alpha: dict[str, Any]) -> Interval | None:
    """Draw alpha between its bounds; nothing where there is none."""
    if alpha["value"] is None:
        return None
    bounds = alpha["interval"]
    lowest: float = min(0.0, alpha["value"], bounds["low"] if bounds else 0.0)
    least = floor(lowest * 10) / 10

    def place(value: float) -> float:
        return round(EDGE + (value - least) / (1 - least) * (WIDTH - 2 * EDGE), 1)

    between = (place(bounds["low"]), place(bounds["high"])) if bounds else None
    return Interval(least, place(0), place(alpha["value"]), between, tuple((mark, place(mark)) for mark in MARKS))


def grid(names: Sequence[str], figures: Sequence[Sequence[float | None]], most: float | None = None) -> Grid | None:
    """Draw a square of figures, tinted by their share of `most` or of the largest; nothing where it is too large."""
    if not 1 < len(names) <= MOST_DRAWN:
        return None
    largest = most or max((figure or 0 for row in figures for figure in row), default=0) or 1
    margin = round(min(LONGEST, max(map(len, names))) * LETTER + 12, 1)
    cells = [
        Cell(
            margin + column * CELL,
            row * CELL,
            round(max(0, figure) / largest * STRONGEST, 3),
            f"{figure:.2f}".removesuffix(".00"),
        )
        for row, several in enumerate(figures)
        for column, figure in enumerate(several)
        if figure is not None
    ]
    short = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names]
    return Grid(margin, len(names) * CELL, [(name, place * CELL) for place, name in enumerate(short)], cells)
