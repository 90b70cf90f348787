"""The past: a claim as people had written it at a revision or a time, from its history and that of what it names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from service.documents import CLAIM_ANSWER
from service.domain import attribution
from service.domain.errors import Fault, Gone, Invalid, NotFound
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Change, Channel, Identification, SourceType
from service.references import LINK_WORDS
from service.schemas.fields import rfc_3339
from service.schemas.shape import at
from service.store import history
from service.store.choice import chosen
from service.store.database import snapshot
from service.store.revisions import current, present, require
from service.store.rows import Stored, refuse_malformed

KEYS: Final = [
    name for name, field in CLAIM_ANSWER.fields.items() if not field.load_only and name not in CLAIM_ANSWER.sometimes
]
OF_OVERRIDE: Final = ("status", "reason", "by", "at")

Json = dict[str, Any]


def claim(claim_id: str, as_of: int | datetime) -> Stored:
    """Give a claim as it was: what people wrote, with every key, and null where nobody knows any more."""
    refuse_malformed(claim_id)
    with snapshot():
        rev = _revision(as_of)
        entry = history.last_written(claim_id, rev) if claim_id.startswith(PREFIXES["claim"]) else None
        if entry is None:
            raise NotFound("There was no row with this id then.")
        if entry.change is Change.DELETED:
            raise Gone("This row had been withdrawn by then.", rev=entry.rev, deleted_at=entry.at)
        touched, touched_at, status = history.last_touch(claim_id, rev)
        changed = max((entry.rev, entry.at), (touched, touched_at))
        return Stored(claim_id, changed[0], orjson.dumps(_shown(entry, status, changed, rev)))


def _revision(as_of: int | datetime) -> int:
    if isinstance(as_of, int) and chosen() is not None:
        # Whether it is still to come, only the primary could tell.
        require(as_of)
    is_beyond = as_of > present() if isinstance(as_of, datetime) else as_of > current()
    if is_beyond:
        fault = Fault("range", "This is still to come; at most the present can be asked for.")
        raise Invalid("The query breaks the rules named in `errors`.", faults=[(at("as_of"), fault)])
    return history.revision_at(as_of) if isinstance(as_of, datetime) else as_of


def _shown(entry: history.Entry, status: str, changed: tuple[int, datetime], rev: int) -> Json:
    written = entry.document
    article = _written(written["article"]["id"], rev)
    publisher = article.get("publisher")
    values = {
        **written,
        **_read(written),
        "rev": changed[0],
        "article": {
            **{key: article.get(key) for key in ("id", "url", "title")},
            "publisher": publisher and {"id": publisher["id"], "name": _written(publisher["id"], rev).get("name")},
            "published_at": article.get("published_at"),
        },
        "attribution": [_link(link, rev) for link in written["attribution"]],
        "corroboration": {
            "status": status,
            "origins": None,
            "contradicting": None,
            "documented": None,
            "override": _with_every(OF_OVERRIDE, written.get("override")),
            "why": None,
        },
        "created_at": rfc_3339(history.at_first(written["id"])),
        "updated_at": rfc_3339(changed[1]),
    }
    return {key: values.get(key) for key in KEYS}


def _written(row_id: str, rev: int) -> Json:
    """Give what had been written of a row that the claim names."""
    entry = history.last_written(row_id, rev)
    return {"id": row_id} if entry is None else {**entry.document, "id": row_id}


def _read(written: Json) -> Json:
    """Give what the chain said of the claim, which follows from what was written and from nothing else."""
    own = written.get("channel")
    chain = [
        attribution.Link(SourceType(link["source_type"]), Identification(link["identification"]), _channel(link))
        for link in written["attribution"]
    ]
    reading = attribution.read(chain, Channel(own) if own else None)
    return {key: getattr(reading, key) for key in ("source_type", "speaker_kind", "channel", "hearsay_depth")}


def _channel(link: Json) -> Channel | None:
    return Channel(link["channel"]) if link.get("channel") else None


def _link(link: Json, rev: int) -> Json:
    source = _written(link["source"]["id"], rev)
    return {"source": {key: source.get(key) for key in ("id", "kind", "name")}, **{w: link.get(w) for w in LINK_WORDS}}


def _with_every(keys: tuple[str, ...], values: Mapping[str, Any] | None) -> Json | None:
    return None if values is None else {key: values.get(key) for key in keys}
