"""Reviewers over HTTP: who they are in public, and how much they did."""

from flask import Blueprint, Response, request

from service import reviewers
from service.api.answers import answer_entries
from service.schemas.reviewer import read_reviewers_query

blueprint = Blueprint("reviewers", __name__)


@blueprint.get("/reviewers")
def list_reviewers() -> Response:
    """List reviewers by handle, each with the number of tags that hold now and of claims that these judge."""
    wanted = read_reviewers_query(request.args.items(multi=True))
    return answer_entries(reviewers.page(wanted.after, wanted.limit))
