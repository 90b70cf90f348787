"""Notes of tags and ties: no document holds them, and they are put in for those who may read them."""

from dataclasses import replace
from typing import Any

from service.documents import noted
from service.store import query
from service.store.rows import Stored, tuples


def put_into_page(page: query.Page, model: Any) -> query.Page:
    """Put the notes of its rows into a page."""
    documents = page.documents
    asked = [row_id for row_id, _ in documents]
    notes = dict(tuples(model.select(model.id, model.note).where(model.id.in_(asked))))
    body = query.SEPARATOR.join(noted(document, notes[row_id]) for row_id, document in documents)
    return replace(page, body=body)


def put_into(stored: Stored, model: Any) -> Stored:
    """Put its note into a row's document."""
    note = model.select(model.note).where(model.id == stored.id).scalar()
    return Stored(stored.id, stored.rev, noted(stored.document, note))
