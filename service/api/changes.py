"""The change feed over HTTP."""

from functools import partial

from flask import Blueprint, Response

from service import changes
from service.api import listings
from service.api.forms import read_others
from service.api.lists import answer_entries
from service.schemas.change import read_feed_query

blueprint = Blueprint("changes", __name__)


@blueprint.get("/changes")
def list_changes() -> Response:
    """List what happened after a revision, oldest first; with `claim_id`, one claim's history.

    To keep a copy of the store: read the claims by `/v1/claims?rev__gte=R&sort=rev`, and take from here what was
    deleted, merged or erased. An entry says what was written, and `touched` which claims are other documents since.
    """
    wanted = read_feed_query(read_others())
    return answer_entries(partial(changes.page, claim_id=wanted.claim_id), wanted, listings.CHANGES)
