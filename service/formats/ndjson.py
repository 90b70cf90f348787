"""NDJSON of typed rows: one JSON object a line, `{"claim": {...}}`, `{"source": {...}}`, `{"article": {...}}`."""

from collections.abc import Iterable, Iterator

import orjson

from service.domain.errors import Unreadable
from service.domain.vocabulary import ResourceType
from service.exchange import Line

TYPES = ", ".join(f'"{word}"' for word in ResourceType)


def read(lines: Iterable[bytes]) -> Iterator[Line]:
    """Read typed rows; empty lines are skipped, and a line that cannot be read is refused by its number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(f"Line {number} is not JSON: {error.msg}.", line=number) from None
        if not isinstance(row, dict) or len(row) != 1 or next(iter(row)) not in set(ResourceType):
            raise Unreadable(f"Line {number} is not an object with one key out of {TYPES}.", line=number)
        ((kind, body),) = row.items()
        yield Line(number, ResourceType(kind), body)
