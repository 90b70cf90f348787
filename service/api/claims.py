"""Claims over HTTP."""

from functools import partial

from flask import Blueprint, Response

from service import claims, past
from service.api import listings
from service.api.access import need
from service.api.answers import (
    answer_all_created,
    answer_created,
    answer_nothing,
    answer_one,
    answer_past_row,
    answer_row,
)
from service.api.etags import expected_revision
from service.api.forms import read_choices
from service.api.lists import answer_rows
from service.api.repeats import once
from service.api.requests import read_body, read_patch
from service.documents import CLAIM

blueprint = Blueprint("claims", __name__)


@blueprint.get("/claims")
def list_claims() -> Response:
    """List claims, filtered by any field of the query."""
    return answer_rows(claims.page, listings.CLAIMS)


@blueprint.post("/claims")
@once
def create_claim() -> Response:
    """Store a claim; with `also`, one for each chain.

    `article`, `statement` and `attribution` are enough. The chain begins with the outermost link and ends with whom
    the claim rests on; an empty one is the outlet's own voice. The article and the sources are found by what they are
    called or stored along with it; what is said of a stored one must be what is stored (409). The same statement
    through several chains is sent once, with the others in `also`, and is tied together as `supported_by`: the answer
    is then `{"items": [...]}`, without ETag.
    """
    by = need()
    body = read_body(CLAIM)
    stored = claims.add(body, by)
    return answer_all_created(stored) if "also" in body else answer_created(stored[0])


@blueprint.get("/claims/<claim_id>")
def show_claim(claim_id: str) -> Response:
    """Show one claim: its chain, what it amounts to and why, and the tags that reviewers gave it.

    With `as_of`, as people had written it then: it, its article and its sources have the words that they had, but for
    what was erased since; of what was derived, only the status is known, and all else is null. 404 before it was
    stored, and 410 once it was withdrawn.
    """
    chosen = read_choices(listings.OF_CLAIM)
    keys = chosen.get("fields")
    if "as_of" in chosen:
        return answer_past_row(partial(past.claim, claim_id, chosen["as_of"]), keys)
    return answer_row(claims.get, claim_id, keys)


@blueprint.patch("/claims/<claim_id>")
def change_claim(claim_id: str) -> Response:
    """Change a claim by a merge patch.

    Only what changes is sent; null takes a key away, and `attribution` is replaced whole. The article stays. Other
    words or another chain make the claim's tags stale.
    """
    by = need()
    return answer_one(claims.change(claim_id, read_patch(), expected_revision(), by))


@blueprint.delete("/claims/<claim_id>")
def delete_claim(claim_id: str) -> Response:
    """Withdraw a claim; its history stays.

    Its id answers 410 from then on, and its tags and ties end with it. Its article and sources stay.
    """
    by = need()
    claims.delete(claim_id, expected_revision(), by)
    return answer_nothing()
