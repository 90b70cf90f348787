"""The change feed: what happened, in the order of the revisions."""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from peewee import fn

from service.domain.vocabulary import ResourceType
from service.schemas.change import MAX_TOUCHED, ChangeShape
from service.store.largeness import fitting
from service.store.models import Revision, Touched
from service.store.revisions import current
from service.store.rows import Entries, tuples

CHANGE: Final = ChangeShape()


def page(after: int, limit: int, claim_id: str | None = None) -> Entries[int]:
    """Read the entries behind a revision; with a claim's id, those that wrote the claim or changed what it shows."""
    rev = current()
    wanted = Revision.select().where(Revision.rev > after, Revision.rev <= rev)
    if claim_id is not None:
        touching = Touched.select(Touched.rev).where(Touched.claim_id == claim_id)
        # A taxonomy may have any name, that of a claim too.
        written = (Revision.row_id == claim_id) & (Revision.type == ResourceType.CLAIM)
        wanted = wanted.where(written | Revision.rev.in_(touching))
    lengths = tuples(wanted.select(fn.LENGTH(Revision.document)).order_by(Revision.rev).limit(limit))
    limit = fitting((length for (length,) in lengths), limit)
    found = list(wanted.order_by(Revision.rev).limit(limit + 1))
    shown = found[:limit]
    touched = _touched([entry.rev for entry in shown])
    entries = [_render(entry, touched.get(entry.rev, [])) for entry in shown]
    return Entries(entries, shown[-1].rev if len(found) > limit else None, rev)


def _touched(revs: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for rev in revs:
        rows = Touched.select().where(Touched.rev == rev).order_by(Touched.claim_id).limit(MAX_TOUCHED + 1)
        found[rev] = [{"claim": row.claim_id, "status": row.status, "moved": row.moved} for row in rows]
    return found


def _render(entry: Revision, touched: list[dict[str, Any]]) -> bytes:
    values = CHANGE.dump({
        "rev": entry.rev, "at": entry.at, "by": entry.by, "change": entry.change, "type": entry.type,
        "id": entry.row_id, "touched": touched[:MAX_TOUCHED], "truncated": len(touched) > MAX_TOUCHED,
    })  # fmt: skip
    document = orjson.Fragment(bytes(entry.document)) if entry.document is not None else None
    ordered = {key: values[key] for key in ("rev", "at", "by", "change", "type", "id")}
    return orjson.dumps({**ordered, "document": document, **values})
