"""CSV as RFC 4180 has it, in UTF-8 with a line of names, which a spreadsheet may open."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from service.formats.tables import Cell

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula in a spreadsheet, which may send away what stands beside it.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

WORDS: Final = {True: "true", False: "false"}


def lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows; what is not there is an empty cell."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _written(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return WORDS[cell] if isinstance(cell, bool) else cell
