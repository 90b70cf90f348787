"""NDJSON of typed rows: one JSON object a line, `{"claim": {...}}`, `{"source": {...}}`, `{"article": {...}}`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service.domain.errors import Fault, Unreadable
from service.domain.nesting import MAX_DEPTH, is_too_deep
from service.domain.vocabulary import RowType
from service.loading import Line

MEDIA_TYPES: Final = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
RESOURCES: Final = frozenset({RowType.ARTICLE, RowType.SOURCE, RowType.CLAIM, RowType.EVIDENCE, RowType.TAG})
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
    seen, ended = 0, False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if ended:
            raise _unreadable(number, "not-whole", f"Line {number} stands below the line that ends the file.")
        kind, body = _one(number, line, types)
        if kind == END:
            ended = True
            _refuse_other_count(number, body, seen)
            if end is not None:
                end.rev = body["rev"]
            continue
        seen += 1
        yield Line(number, RowType(kind), body)


def write(kind: str, body: bytes) -> bytes:
    """Write one typed row whose body is JSON already."""
    return b'{"%s":%s}\n' % (kind.encode(), body)


def _one(number: int, line: bytes, types: frozenset[RowType]) -> tuple[str, Any]:
    try:
        row = orjson.loads(line.rstrip())
    except orjson.JSONDecodeError as error:
        raise _unreadable(number, "json", f"This is not JSON: {error.msg}, column {error.colno}.") from None
    # Most lines have so few brackets that they cannot be.
    if line.count(b"{") + line.count(b"[") > MAX_DEPTH and is_too_deep(row):
        raise _unreadable(number, "depth", f"This nests deeper than {MAX_DEPTH} levels.")
    if not isinstance(row, dict) or len(row) != 1 or next(iter(row)) not in {*types, END}:
        known = ", ".join(f'"{word}"' for word in sorted(types))
        raise _unreadable(number, "row", f"This is not an object with one key out of {known}.")
    ((kind, body),) = row.items()
    return kind, body


def not_whole() -> Unreadable:
    """Refuse a file that was cut."""
    return Unreadable("The file is not whole: its last line does not say how many rows it has.")


def _refuse_other_count(number: int, body: Any, seen: int) -> None:
    if not isinstance(body, dict) or body.get("count") != seen or type(body.get("rev")) is not int:
        detail = f"The file is not whole: it has {seen} rows, and its last line says otherwise."
        raise _unreadable(number, "not-whole", detail)


def _unreadable(number: int, code: str, detail: str) -> Unreadable:
    return Unreadable(detail, faults=[({"line": number}, Fault(code, detail))], line=number)
