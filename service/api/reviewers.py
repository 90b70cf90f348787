"""Reviewers over HTTP: who they are in public, and how much they did."""

from flask import Blueprint, Response

from service import reviewers
from service.api import listings
from service.api.forms import read_others
from service.api.lists import answer_entries
from service.schemas.reviewer import read_reviewers_query

blueprint = Blueprint("reviewers", __name__)


@blueprint.get("/reviewers")
def list_reviewers() -> Response:
    """List reviewers by handle, each with the number of tags that hold now and of claims that these judge."""
    # Who is added, or has another token, writes no row: nothing tells that the list is another one.
    return answer_entries(reviewers.page, read_reviewers_query(read_others()), listings.REVIEWERS, revised=False)
