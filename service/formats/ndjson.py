"""NDJSON of typed rows: one JSON object a line, `{"claim": {...}}`, `{"source": {...}}`, `{"article": {...}}`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service.domain.errors import Unreadable
from service.domain.vocabulary import RowType
from service.exchange import Line

MEDIA_TYPES: Final = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
RESOURCES: Final = frozenset({RowType.ARTICLE, RowType.SOURCE, RowType.CLAIM, RowType.TAG})
END: Final = "_end"


@dataclass
class End:
    """What the last line of a file says: the revision of the store that it was written from."""

    rev: int | None = None


def read(
    lines: Iterable[bytes], types: frozenset[RowType] = frozenset(RowType), end: End | None = None
) -> Iterator[Line]:
    """Read typed rows; empty lines are skipped, and a line that cannot be read is refused by its number.

    A file that says at its end how many rows it has is refused where it has more or fewer; `end` keeps the rest of it.
    """
    seen = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        kind, body = _one(number, line, types)
        if kind == END:
            _refuse_other_count(body, seen)
            if end is not None:
                end.rev = body.get("rev")
            continue
        seen += 1
        yield Line(number, RowType(kind), body)


def write(kind: str, body: bytes) -> bytes:
    """Write one typed row whose body is JSON already."""
    return b'{"%s":%s}\n' % (kind.encode(), body)


def _one(number: int, line: bytes, types: frozenset[RowType]) -> tuple[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"Line {number} is not JSON: {error.msg}.", line=number) from None
    if not isinstance(row, dict) or len(row) != 1 or next(iter(row)) not in {*types, END}:
        known = ", ".join(f'"{word}"' for word in sorted(types))
        raise Unreadable(f"Line {number} is not an object with one key out of {known}.", line=number)
    ((kind, body),) = row.items()
    return kind, body


def not_whole() -> Unreadable:
    """Refuse a file that was cut."""
    return Unreadable("The file is not whole: its last line does not say how many rows it has.")


def _refuse_other_count(body: Any, seen: int) -> None:
    if not isinstance(body, dict) or body.get("count") != seen or not isinstance(body.get("rev"), int):
        raise Unreadable(f"The file is not whole: it has {seen} rows, and its last line says otherwise.")
