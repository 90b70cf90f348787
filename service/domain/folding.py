"""Folding: the words of a text as a search compares them, the same for what is stored and for what is asked."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MAX_WORD_CHARS: Final = 100
"""A longer word is known by its beginning: PostgreSQL takes none of over 2,046 bytes."""

FIRST_ACCENT: Final = 10
"""Marks of a lower combining class make another letter of it: a nukta, a kana's voicing, a virama."""

SELECTORS: Final = re.compile(
    "[\u034f\u0640\u180b-\u180d\u180f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
"""What changes how a character looks and not what it says, as a tatweel or the colour of a skin does."""

# Letters with a stroke, and two in one, do not decompose.
PLAINER: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)

# Thai, Lao, Burmese, Khmer, Tai; kana, bopomofo, Han, Yi, Tangut.
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3005-\u3007\u3021-\u3029\u3040-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uaa60-\uaadf\U00017000-\U00018cff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
LEADING, FOLLOWING = "\u1100-\u115f", "\u1160-\u11ff"
"""The parts of a Korean syllable, which is written as one character or as its parts."""

WORD: Final = re.compile(
    rf"(?:(?=[^\W_])[{UNSPACED}]|[{LEADING}][{FOLLOWING}]*)[^\w ]*"
    rf"|(?:(?![{UNSPACED}{LEADING}])[^\W_][^\w ]*)+"
    r"|[^\w ]+"
)


PIECE: Final = re.compile(r"[^ ]+")


Span = tuple[str, int, int]
"""A word, and which code points of its text it is made of: where it starts and where it ends."""


def words(text: str) -> list[str]:
    """Give the words of a text, folded: without case, accents and compatibility forms.

    In scripts that put no spaces between words, and in Korean, each character is a word, and so is each pictograph.
    """
    folded = text.translate(_FOLDS)
    pieces = folded.split()
    # What is left of ASCII is letters and digits.
    if folded.isascii():
        return pieces if len(folded) <= MAX_WORD_CHARS else [word[:MAX_WORD_CHARS] for word in pieces]
    each = (word for piece in pieces for word in ((piece,) if piece.isascii() else WORD.findall(piece)))
    return [word[:MAX_WORD_CHARS] for word in each]


def spans(text: str) -> list[Span]:
    """Give the words of a text, folded, with their places in the text as it is written."""
    if text.isascii():
        # Each character becomes one.
        return [(found[0][:MAX_WORD_CHARS], *found.span()) for found in PIECE.finditer(text.translate(_FOLDS))]
    return list(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    folded = [_FOLDS[ord(character)] for character in text]
    place = [number for number, form in enumerate(folded) for _ in form]
    for found in _words_in("".join(folded)):
        end = place[found.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield found[0][:MAX_WORD_CHARS], place[found.start()], end


def _words_in(folded: str) -> Iterator[re.Match[str]]:
    for piece in PIECE.finditer(folded):
        if piece[0].isascii():
            yield piece
        else:
            yield from WORD.finditer(folded, *piece.span())


def _kept(character: str) -> str:
    """Give what is left of a character: itself, nothing, or a space where words end."""
    category = unicodedata.category(character)
    if category == "Cf" or unicodedata.combining(character) >= FIRST_ACCENT or SELECTORS.match(character):
        return ""
    if category.startswith("M") or character.isalnum():
        return character
    return f" {character} " if category == "So" else " "


class _Folds(dict[int, str]):
    """What becomes of each code point, found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        folded = "".join(map(_kept, plain.translate(PLAINER)))
        self[code] = folded
        return folded


_FOLDS: Final = _Folds()
