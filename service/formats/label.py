"""The label: an article's report as an SVG picture, which an outlet or a teacher can embed.

It is legible at 320 pixels and in greyscale: what is told apart by a pattern is told in words as well. Its looks are
attributes, because the policy that all answers have lets a browser use no style.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Final, NamedTuple

from service.formats import spoken
from service.formats.lettering import clean, fit, lines, width
from service.formats.spoken import Row
from service.reports import Report

WIDTH: Final = 320
LEFT: Final = 16
RIGHT: Final = WIDTH - LEFT
ROOM: Final = RIGHT - LEFT
PARTS_END: Final = RIGHT - 48
"""Where the column of `16 of 36` ends; that of the percentages ends on the right."""

SMALL, TEXT, TITLE = 11, 13, 16
INK, GREY, LINE = "#14283c", "#4a5763", "#c5ced6"
BOLD: Final = 1.14
"""So much wider are bold letters."""

BAR: Final = 18
LEAST: Final = 4
"""So wide is the narrowest part of the bar that anything is in."""

SWATCH: Final = 12
FONTS: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif"
PICTURE: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" \
aria-labelledby="title-{id} desc-{id}" lang="en" xml:lang="en" font-family="{fonts}" font-size="{size}" fill="{ink}">
<title id="title-{id}">Whom the claims of an article rest on</title>
<desc id="desc-{id}">{desc}</desc>
<pattern id="hatch-{id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<rect width="5" height="5" fill="#fff"/><rect width="2" height="5" fill="{ink}"/></pattern>
<rect x="0.5" y="0.5" width="{inner_width}" height="{inner_height}" rx="6" fill="#fff" stroke="{line}"/>
{body}
</svg>
"""


class Piece(NamedTuple):
    """Something to draw so far below the piece before it, once it is known how high that is."""

    down: int
    draw: Callable[[int], str]


def draw(report: Report) -> str:
    """Draw the label of an article's report."""
    values = report.values
    name = values["of"]["article"]["id"]
    pieces = list(_pieces(report, [INK, f"url(#hatch-{name})", "#fff"]))
    heights = list(accumulate(piece.down for piece in pieces))
    body = "\n".join(piece.draw(height) for piece, height in zip(pieces, heights, strict=True))
    height = heights[-1] + LEFT
    return PICTURE.format(
        width=WIDTH, height=height, inner_width=WIDTH - 1, inner_height=height - 1, id=name, fonts=FONTS, size=TEXT,
        ink=INK, line=LINE, desc=escape(spoken.sentences(report)), body=body,
    )  # fmt: skip


def _pieces(report: Report, fills: Sequence[str]) -> Iterator[Piece]:
    values = report.values
    speakers = spoken.speakers(values)
    yield from _head(report)
    yield _rule(14)
    yield _text(24, LEFT, spoken.heading(values), font_weight=600)
    yield Piece(10, lambda y: _bar(y, [row.count for row in speakers], fills))
    for row, fill, down in zip(speakers, fills, (BAR + 20, 20, 20), strict=True):
        yield from _row(down, row, LEFT + SWATCH + 8)
        yield _swatch(fill)
    yield _rule(14)
    origins = spoken.origins(values)
    yield _text(24, LEFT, origins.name)
    yield _text(0, PARTS_END, f"{origins.count:,} for {origins.of:,}", text_anchor="end")
    kinds = " · ".join(f"{row.count:,} {row.name}" for row in spoken.kinds_of_origins(values))
    yield _text(16, LEFT, kinds, font_size=SMALL, fill=GREY)
    for row in spoken.standings(values):
        yield from _row(20, row, LEFT)
    yield _rule(14)
    yield _text(20, LEFT, "Hearsay", font_size=SMALL, font_weight=600)


def _head(report: Report) -> Iterator[Piece]:
    article = report.values["of"]["article"]
    in_its_language = {"xml:lang": report.language} if report.language else {}
    down = 30
    for line in lines(clean(article["title"] or spoken.UNTITLED), TITLE * BOLD, ROOM):
        yield _text(down, LEFT, line, font_size=TITLE, font_weight=600, **in_its_language)
        down = 20
    made_up = spoken.MADE_UP if report.is_fictional else None
    told = " · ".join(filter(None, [made_up, spoken.day(article["published_at"]), spoken.publisher_of(article)]))
    if told:
        yield _text(18, LEFT, fit(clean(told), SMALL, ROOM), font_size=SMALL, fill=GREY)


def _row(down: int, row: Row, left: int) -> Iterator[Piece]:
    yield _text(down, left, fit(row.name, TEXT, PARTS_END - width(row.part, TEXT) - left - 6))
    yield _text(0, PARTS_END, row.part, text_anchor="end")
    if row.percent:
        yield _text(0, RIGHT, row.percent, text_anchor="end", font_weight=600)


def _swatch(fill: str) -> Piece:
    return Piece(0, lambda y: _box((LEFT, y + 1 - SWATCH, SWATCH, SWATCH), fill))


def _text(down: int, left: int, said: str, **looks: Any) -> Piece:
    written = "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in looks.items())
    return Piece(down, lambda y: f'<text x="{left}" y="{y}"{written}>{escape(said)}</text>')


def _rule(down: int) -> Piece:
    return Piece(down, lambda y: f'<path d="M{LEFT} {y - 0.5}H{RIGHT}" stroke="{LINE}"/>')


def _bar(top: int, counts: Sequence[int], fills: Sequence[str]) -> str:
    """Draw how the claims are divided: parts side by side, each as wide as its share."""
    claims = sum(counts)
    if not claims:
        return ""
    widths = [max(LEAST, ROOM * count / claims) if count else 0 for count in counts]
    scale = ROOM / sum(widths)
    ends = list(accumulate(part * scale for part in widths))
    return "\n".join(
        _box((LEFT + end - part * scale, top, part * scale, BAR), fill)
        for part, end, fill in zip(widths, ends, fills, strict=True)
        if part
    )


def _box(at: tuple[float, float, float, float], fill: str) -> str:
    """Draw a box with an outline that is within its bounds."""
    left, top, wide, high = at
    return (
        f'<rect x="{left + 0.5:.1f}" y="{top + 0.5:.1f}" width="{wide - 1:.1f}" height="{high - 1:.1f}" '
        f'fill="{fill}" stroke="{INK}"/>'
    )
