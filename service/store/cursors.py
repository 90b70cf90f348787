"""Opaque places in a query's result, bound to that query."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Any

import orjson

from service.domain.errors import BadCursor
from service.domain.identifiers import ANY_ID
from service.store.query import LAST_NUMBER, Place, Query, Window

SEAL_BYTES = 8
MAX_CURSOR_CHARS = 400
MAX_INTEGER = 2**63
HINT = "Take `next` from the last page as it is, or begin again without a cursor."


def encode(query: Query, end: Place) -> str:
    """Write a place as a cursor of this query."""
    body = orjson.dumps([*end.values, end.id, *(end.window or ())])
    return urlsafe_b64encode(_seal(query, body) + body).rstrip(b"=").decode()


def decode(query: Query, cursor: str) -> Place:
    """Read a cursor; refuse one that is damaged or was made for another query."""
    try:
        raw = urlsafe_b64decode(cursor[:MAX_CURSOR_CHARS].encode("ascii") + b"=" * (-len(cursor) % 4))
        place = _place(orjson.loads(raw[SEAL_BYTES:]))
    except ValueError:
        raise BadCursor("The cursor cannot be read.", hint=HINT) from None
    if encode(query, place) != cursor or len(place.values) != len(query.order.keys):
        raise BadCursor("The cursor is damaged, or was made for another query.", hint=HINT)
    return place


def _place(body: Any) -> Place:
    match body:
        case [*values, str() as row_id] if all(map(_is_value, values)) and ANY_ID.fullmatch(row_id):
            return Place(tuple(values), row_id)
        case [*values, str() as row_id, int() as oldest, int() as newest] if (
            all(map(_is_value, values)) and ANY_ID.fullmatch(row_id) and 0 <= oldest <= newest <= LAST_NUMBER
        ):
            return Place(tuple(values), row_id, Window(oldest, newest))
    raise ValueError


def _is_value(value: Any) -> bool:
    return type(value) is int and -MAX_INTEGER <= value < MAX_INTEGER


def _seal(query: Query, body: bytes) -> bytes:
    """Digest a place and what it depends on.

    This is against mistakes; there is nothing to forge, for a cursor opens nothing that the query does not.
    """
    return blake2b(query.bound + body, digest_size=SEAL_BYTES).digest()
