"""Reviewers' queues over HTTP."""

from functools import partial

from flask import Blueprint, Response, g

from service import queues
from service.api import listings
from service.api.access import vary_by_token
from service.api.etags import seer
from service.api.lists import answer_query
from service.api.requests import read_query
from service.schemas.grammars import QUEUE

blueprint = Blueprint("queues", __name__)


@blueprint.get("/reviewers/<handle>/queue")
def list_queue(handle: str) -> Response:
    """List the claims that a reviewer has not judged on a scale: of which they hold none of its terms.

    Those that fewest have judged come first, or those that are most contested. Takes every filter of the list of
    claims. A page may have fewer claims than asked for, or none, and still a `next`. While the scale's taxonomy is
    blind it is for that reviewer and for `admin`, in the order of ids.
    """
    query = read_query(QUEUE, f"queue of {handle}")
    scale = queues.get(handle, query.option("predicate"))
    queues.refuse_to_show(handle, scale, g.caller)
    read = partial(queues.page, handle, scale)
    if not scale.is_blind:
        return answer_query(read, listings.QUEUE, query)
    return vary_by_token(answer_query(read, listings.QUEUE, query, noted=False, marks=(seer(g.caller),)))
