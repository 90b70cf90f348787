"""Claims that are found, marked on SQLite in a string of bytes by their numbers.

SQLite looks a claim up in it in a tenth of the time that a list of its own takes.
"""

from collections.abc import Iterable
from typing import Any

from service.store import lookups
from service.store.matches import Fragment


def marked(parts: Iterable[list[Any]]) -> Fragment:
    """Give what claims fulfil whose numbers are the rows of these parts."""
    marks = bytearray(lookups.last_number() + 1)
    for part in parts:
        for (number,) in part:
            marks[number] = 1
    return "substr(?, number + 1, 1) = X'01'", [marks]
