"""Traces: what a value has left in a row, in the row's history and in the chains that print a name, and taking it out.

Which values are taken, and what is made anew afterwards, is for `service.erasure` to say.
"""

from typing import Any

import orjson

from service.claim_documents import shelve_claim
from service.domain import pointers
from service.renewal import chains
from service.store import scrubbing
from service.store.models import Claim, Evidence, EvidenceLink, Link, Revision
from service.ties import chains_of_citations, render_evidence

Taken = list[Any]
"""The values that were taken out, in the form that they have in JSON."""


def take(row_id: str, written: dict[str, Any], path: str) -> Taken:
    """Take a value out of a row as it is written now, and out of its history; old entries keep their numbers."""
    held = pointers.find(written, path)
    taken = pointers.blank(written, path, held)
    for entry in Revision.select().where(Revision.row_id == row_id, ~Revision.document.is_null()):
        document = orjson.loads(bytes(entry.document or b""))
        gone = pointers.blank(document, path, held)
        if gone:
            entry.document = orjson.dumps(document)
            entry.put()
        taken += gone
    return taken


def take_as_printed(source_ids: list[str]) -> Taken:
    """Take out how articles printed a source, in every chain that it is or was in."""
    taken: Taken = []
    for model in (Link, EvidenceLink):
        names_them = model.source.in_(source_ids)
        taken += [link.as_printed for link in model.select().where(names_them, ~model.as_printed.is_null())]
        model.update(as_printed=None).where(names_them).execute()
    for entry in scrubbing.revisions_that_name(source_ids):
        document = orjson.loads(bytes(entry.document or b""))
        for link in (document.get("citation") or document)["attribution"]:
            if link["source"]["id"] in source_ids and link.get("as_printed") is not None:
                taken.append(link["as_printed"])
                link["as_printed"] = None
        entry.document = orjson.dumps(document)
        entry.put()
    _shelve_anew(source_ids)
    return taken


def _shelve_anew(source_ids: list[str]) -> None:
    """Make what is kept of withdrawn claims and ties anew, whose chains have one of these sources."""
    of_claims = Link.select(Link.claim).where(Link.source.in_(source_ids))
    for claim in Claim.select().where(Claim.id.in_(of_claims), ~Claim.deleted_at.is_null()):
        shelve_claim(claim, chains([claim.id])[claim.id])
        claim.put()
    of_ties = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.source.in_(source_ids))
    for evidence in Evidence.select().where(Evidence.id.in_(of_ties), ~Evidence.deleted_at.is_null()):
        render_evidence(evidence, chains_of_citations([evidence.id])[evidence.id])
        evidence.put()
