"""Opaque places in a query's result, bound to that query."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import orjson

from service.domain.errors import BadCursor
from service.domain.identifiers import ANY_ID
from service.store.query import Place, Query

BINDING_BYTES = 8
MAX_CURSOR_CHARS = 400
MAX_INTEGER = 2**63
HINT = "Take `next` from the last page as it is, or begin again without a cursor."


def encode(query: Query, end: Place) -> str:
    """Write a place as a cursor of this query."""
    body = orjson.dumps([end.value, end.id])
    return urlsafe_b64encode(_binding(query) + body).rstrip(b"=").decode()


def decode(query: Query, cursor: str) -> Place:
    """Read a cursor; refuse one that is damaged or was made for another query."""
    try:
        raw = urlsafe_b64decode(cursor[:MAX_CURSOR_CHARS].encode("ascii") + b"=" * (-len(cursor) % 4))
        value, row_id = _place(orjson.loads(raw[BINDING_BYTES:]))
    except ValueError:
        raise BadCursor("The cursor cannot be read.", hint=HINT) from None
    by_text = query.order.key == "id"
    if raw[:BINDING_BYTES] != _binding(query) or isinstance(value, str) is not by_text:
        raise BadCursor("The cursor was made for another query.", hint=HINT)
    return Place(value, row_id)


def _place(body: Any) -> tuple[int | str, str]:
    match body:
        case [int() as value, str() as row_id] if -MAX_INTEGER <= value < MAX_INTEGER and ANY_ID.fullmatch(row_id):
            return value, row_id
        case [str() as value, str() as row_id] if value == row_id and ANY_ID.fullmatch(row_id):
            return value, row_id
    raise ValueError


def _binding(query: Query) -> bytes:
    """Digest what a cursor depends on: list, conditions and order, not the size of a page."""
    bound = replace(query, limit=0, after=None)
    return blake2b(repr(bound).encode(), digest_size=BINDING_BYTES).digest()
