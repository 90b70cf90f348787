"""Reviewers over HTTP: who they are in public, and how much they did."""

from flask import Blueprint, Response, request

from service import reviewers
from service.api.answers import answer_list
from service.schemas.reviewer import read_reviewers_query
from service.store.query import SEPARATOR

blueprint = Blueprint("reviewers", __name__)


@blueprint.get("/reviewers")
def list_reviewers() -> Response:
    """List reviewers by handle, each with the number of tags that hold now and of claims that these judge."""
    wanted = read_reviewers_query(request.args.items(multi=True))
    found = reviewers.page(wanted.after, wanted.limit)
    return answer_list(SEPARATOR.join(found.entries), "after", found.end, found.rev)
