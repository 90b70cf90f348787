"""An editor's own status of a claim over HTTP."""

from flask import Blueprint, Response

from service import overrides
from service.api.access import need
from service.api.answers import answer_nothing, answer_one
from service.api.requests import read_body
from service.documents import OVERRIDE

blueprint = Blueprint("overrides", __name__)


@blueprint.put("/claims/<claim_id>/override")
def put_override(claim_id: str) -> Response:
    """Give a claim an editor's own status, with the reason; answers with the claim.

    It stands beside the derived status, in `corroboration`, and never replaces it. No If-Match is needed. The same
    again changes nothing.
    """
    by = need()
    return answer_one(overrides.put(claim_id, read_body(OVERRIDE), by))


@blueprint.delete("/claims/<claim_id>/override")
def delete_override(claim_id: str) -> Response:
    """Take an editor's own status away; history keeps it. No If-Match is needed."""
    overrides.delete(claim_id, need())
    return answer_nothing()
