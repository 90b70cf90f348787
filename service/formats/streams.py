"""Streams: whole lists as NDJSON or CSV, slice by slice, made of stored bytes."""

from collections.abc import Iterator, Sequence
from typing import Final

import orjson

from service.formats import cells, ndjson
from service.formats.tables import Columns
from service.store.query import SEPARATOR, Page

LINE_END: Final = b"\n"


def pick(documents: bytes, keys: Sequence[str]) -> bytes:
    """Leave of each of some documents, with a SEPARATOR between them, only these keys."""
    return SEPARATOR.join(
        orjson.dumps({key: document[key] for key in keys if key in document}) for document in _read(documents)
    )


def as_ndjson(pages: Iterator[Page], keys: Sequence[str] | None) -> Iterator[bytes]:
    """Write a document a line, and below them how many there are, and the store's revision before the first slice.

    Whoever reads that last line knows that it is whole.
    """
    count, rev = 0, None
    for page in pages:
        rev = page.rev if rev is None else rev
        if page.body:
            count += page.body.count(SEPARATOR) + 1
            documents = page.body if keys is None else pick(page.body, keys)
            yield documents.replace(SEPARATOR, LINE_END) + LINE_END
    yield ndjson.write(ndjson.END, orjson.dumps({"count": count, "rev": rev}))


def as_csv(pages: Iterator[Page], columns: Columns) -> Iterator[bytes]:
    """Write a row a document, below the names of the columns."""
    yield cells.lines([[column.name for column in columns]])
    for page in pages:
        if page.body:
            yield cells.lines([column.cell(document) for column in columns] for document in _read(page.body))


def _read(documents: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = orjson.loads(b"[%b]" % documents)
    return found
