"""A report as a picture: on whom claims rest, as a bar, and on how many origins, as dots; each with its table."""

from itertools import accumulate
from typing import Any, Final, NamedTuple

from service.formats import spoken
from service.formats.spoken import Row
from service.reports import Report

WIDTH: Final = 600
LEAST: Final = 6
"""So wide is the narrowest part of the bar that anything is in."""

MOST_DOTS: Final = 60
DOTS_A_LINE: Final = 30
DOT: Final = WIDTH / DOTS_A_LINE


class Part(NamedTuple):
    """A part of the bar: the word that it stands for, where it begins, how wide it is."""

    word: str
    left: float
    width: float


class Dot(NamedTuple):
    """One origin: of which kind it is, and where it is drawn."""

    word: str
    x: float
    y: float


class Line(NamedTuple):
    """A line of the table: the word that it stands for, and its figures."""

    word: str
    row: Row


class Picture(NamedTuple):
    """All that is drawn of a report and said beside it."""

    heading: str
    bar: list[Part]
    speakers: list[Line]
    origins: Row
    dots: list[Dot]
    kinds: list[Line]
    standings: list[Row]
    types: list[dict[str, Any]]
    said: str

    @property
    def dots_height(self) -> float:
        """How high the lines of dots are together."""
        return max((dot.y for dot in self.dots), default=0) + DOT / 2


def of(report: Report) -> Picture:
    """Make the picture of an article's report."""
    values = report.values
    words = [figure["word"] for figure in values["by"]["speaker_kind"]]
    speakers = [Line(word, row) for word, row in zip(words, spoken.speakers(values), strict=True)]
    kinds = [Line(word, row) for word, row in zip(spoken.ORIGINS, spoken.kinds_of_origins(values), strict=True)]
    return Picture(
        heading=spoken.heading(values),
        bar=_bar(speakers),
        speakers=speakers,
        origins=spoken.origins(values),
        dots=_dots(kinds),
        kinds=kinds,
        standings=spoken.standings(values),
        types=sorted(filter(_any, values["by"]["source_type"]), key=lambda figure: -figure["count"]),
        said=spoken.sentences(report),
    )


def _any(figure: dict[str, Any]) -> bool:
    return bool(figure["count"])


def _bar(lines: list[Line]) -> list[Part]:
    shown = [line for line in lines if line.row.count]
    claims = sum(line.row.count for line in shown)
    widths = [max(LEAST, WIDTH * line.row.count / claims) for line in shown]
    scale = WIDTH / sum(widths) if widths else 0
    ends = accumulate(width * scale for width in widths)
    return [
        Part(line.word, round(end - width * scale, 1), round(width * scale, 1))
        for line, width, end in zip(shown, widths, ends, strict=True)
    ]


def _dots(lines: list[Line]) -> list[Dot]:
    """Place a dot for each origin; of more than can be told apart at a glance, none."""
    words = [line.word for line in lines for _ in range(min(line.row.count, MOST_DOTS + 1))]
    if len(words) > MOST_DOTS:
        return []
    return [
        Dot(word, (place % DOTS_A_LINE + 0.5) * DOT, (place // DOTS_A_LINE + 0.5) * DOT)
        for place, word in enumerate(words)
    ]
