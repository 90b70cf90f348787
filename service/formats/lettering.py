"""Lettering: text that is put into a picture, cleaned of what a picture cannot hold and cut to the room there is.

A picture is drawn where nobody knows which font it will be shown in, so widths are those of a wide one.
"""

import re
import unicodedata
from itertools import accumulate
from typing import Final

ELLIPSIS: Final = "…"

# XML 1.0, section 2.2, has no other characters.
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Marks that turn the direction of what is beside them; the text has its own without them.
TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
APART: Final = "\u2068{}\u2069"

NARROW: Final = frozenset(" !'(),-./:;I[]fijlrt|")
WIDE: Final = frozenset("%+<=>@MWmw~")
NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})
MOST_CHARS: Final = 100
"""However little room they take: marks may stand above each other without end."""


def clean(text: str) -> str:
    """Give a text on one line, with nothing in it that XML lacks or that turns what is beside it."""
    return " ".join(NOT_IN_XML.sub("\ufffd", TURNING.sub("", text)).split())


def set_apart(text: str) -> str:
    """Give a text that stands within another one and may be of another direction."""
    return APART.format(clean(text))


def width(text: str, size: float) -> float:
    """Give how wide a text is at most, in the units of its size."""
    return size * sum(map(_em, text))


def fit(text: str, size: float, room: float) -> str:
    """Cut a cleaned text to the room there is; an ellipsis stands for what is gone."""
    if width(text, size) <= room and len(text) <= MOST_CHARS:
        return text
    return text[: _end(text, size, room - width(ELLIPSIS, size))].rstrip(" ,;:-") + ELLIPSIS


def lines(text: str, size: float, room: float) -> list[str]:
    """Break a cleaned text into two lines at most, between words if it can; the second one is cut."""
    if width(text, size) <= room:
        return [text]
    end = _end(text, size, room)
    return [text[:end].rstrip(), fit(text[end:].lstrip(), size, room)]


def _end(text: str, size: float, room: float) -> int:
    """Find where to break a text that is too wide: behind a word if it can."""
    widths = accumulate(size * _em(character) for character in text[: MOST_CHARS - 1])
    fitting = sum(1 for reached in widths if reached <= room)
    space = text.rfind(" ", 0, fitting + 1)
    # A language without spaces breaks anywhere, and so does what has one long before the end.
    return space if space > fitting // 2 else fitting


def _em(character: str) -> float:
    if unicodedata.category(character) in NO_WIDTH:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1
    if character in NARROW:
        return 0.36
    if character in WIDE:
        return 0.95
    return 0.72 if character.isupper() else 0.6
