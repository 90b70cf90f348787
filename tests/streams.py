"""Streams as a client reads them."""

import csv
from io import StringIO
from typing import Any

import orjson

from tests.api import Api, Json


def lines(api: Api, path: str, **headers: str) -> list[Json]:
    """Read a list as NDJSON: its documents, and what its last line says."""
    with api.call("GET", path, **headers) as answer:
        assert (answer.status_code, answer.content_type) == (200, "application/x-ndjson"), answer.get_data(as_text=True)
        return [orjson.loads(line) for line in answer.get_data().splitlines()]


def documents(api: Api, path: str) -> list[Json]:
    """Read the documents of a list as NDJSON, which must be whole."""
    *found, last = lines(api, path)
    assert last["_end"]["count"] == len(found)
    return found


def table(api: Api, path: str) -> list[dict[str, Any]]:
    """Read a list as CSV, each row with the names of its columns."""
    with api.call("GET", path) as answer:
        body = answer.get_data()
        assert (answer.status_code, answer.mimetype) == (200, "text/csv"), body
    assert body.endswith(b"\r\n")
    return list(csv.DictReader(StringIO(body.decode(), newline="")))
