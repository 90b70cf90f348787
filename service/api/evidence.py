"""Evidence over HTTP."""

from functools import partial

from flask import Blueprint, Response, g

from service import evidence
from service.api import listings
from service.api.access import need, vary_by_token
from service.api.answers import answer_created, answer_noted_row, answer_nothing, answer_one
from service.api.etags import expected_revision
from service.api.forms import read_keys
from service.api.lists import answer_rows
from service.api.repeats import once
from service.api.requests import read_body
from service.domain.rights import RIGHTS
from service.ties import EVIDENCE

blueprint = Blueprint("evidence", __name__)
blueprint.after_request(vary_by_token)


@blueprint.get("/evidence")
def list_evidence() -> Response:
    """List evidence, filtered by any field of the query; notes only with a token."""
    with_notes = g.caller.is_known
    return answer_rows(partial(evidence.page, with_notes=with_notes), listings.EVIDENCE, noted=with_notes)


@blueprint.post("/claims/<claim_id>/evidence")
@once
def create_evidence(claim_id: str) -> Response:
    """Tie a claim to another one or to an article that is cited, or show the tie that stands already.

    It reads as a sentence with this claim as the subject: it is `supported_by`, is `contradicted_by`, `repeats` or is
    `retracted_by` the other `claim`, or a `citation`, whose article and sources are found or stored as those of a
    claim are. Without the scope `edit` it is proposed, and counts nowhere until it is accepted. A new tie is 201; one
    that stands already is 200, and for who may edit, accepted.
    """
    by = need()
    stored, is_new = evidence.add(
        claim_id, read_body(EVIDENCE), by, edits=g.caller.may(RIGHTS["accept_evidence"].scope)
    )
    return answer_created(stored, "/v1/evidence") if is_new else answer_one(stored)


@blueprint.get("/evidence/<evidence_id>")
def show_evidence(evidence_id: str) -> Response:
    """Show one tie; its note only with a token."""
    with_note = g.caller.is_known
    found = evidence.get(evidence_id, with_notes=with_note)
    return answer_noted_row(found, read_keys(listings.EVIDENCE.shown), with_note=with_note)


@blueprint.post("/evidence/<evidence_id>/accept")
@once
def accept_evidence(evidence_id: str) -> Response:
    """Accept a tie that was proposed: from then on it counts.

    To accept it again does nothing.
    """
    return answer_one(evidence.accept(evidence_id, need()))


@blueprint.delete("/evidence/<evidence_id>")
def delete_evidence(evidence_id: str) -> Response:
    """End a tie; its history stays.

    Its id answers 410 from then on, and its claims are counted without it. Without the scope `edit`, only what one
    proposed oneself, and what is not accepted yet, can be taken back.
    """
    evidence.delete(evidence_id, expected_revision(), g.caller)
    return answer_nothing()
