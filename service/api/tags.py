"""Reviewers' tags over HTTP."""

from functools import partial

from flask import Blueprint, Response, g

from service import tags
from service.api import listings
from service.api.access import need, vary_by_token
from service.api.answers import answer_created, answer_noted_row, answer_nothing, answer_one
from service.api.etags import seer
from service.api.forms import read_keys
from service.api.lists import answer_rows
from service.api.repeats import once
from service.api.requests import read_body
from service.documents import TAG

blueprint = Blueprint("tags", __name__)
blueprint.after_request(vary_by_token)


@blueprint.get("/tags")
def list_tags() -> Response:
    """List tags, filtered by any field of the query; notes only with a token.

    Tags that hold now, unless `state=withdrawn` is asked for. Of what is judged blind, one's own, and what others
    hold for claims that one has judged on the same scale; with the scope `admin`, all.
    """
    caller = g.caller
    return answer_rows(partial(tags.page, caller=caller), listings.TAGS, noted=caller.is_known, marks=(seer(caller),))


@blueprint.post("/claims/<claim_id>/tags")
@once
def create_tag(claim_id: str) -> Response:
    """Give a claim a tag, or show the one that stands already.

    A tag is one reviewer's judgement: a term of a taxonomy that is installed (GET /v1/taxonomies), as in
    `admiralty-scale:source-reliability="b"`, or words of one's own, `free:word="..."`. Where a taxonomy says that its
    terms exclude each other, a new one takes the place of the one that you hold. A new one is 201; one that you hold
    already is 200, and nothing is written. Given again with another note, or after the claim was worded anew, it takes
    the place of the one before.
    What other reviewers hold is theirs: two may differ.
    """
    by = need()
    stored, is_new = tags.add(claim_id, read_body(TAG), by)
    return answer_created(stored, "/v1/tags") if is_new else answer_one(stored)


@blueprint.get("/tags/<tag_id>")
def show_tag(tag_id: str) -> Response:
    """Show one tag, withdrawn or not; its note only with a token."""
    shown = tags.get(tag_id, g.caller)
    return answer_noted_row(shown, read_keys(listings.TAGS.shown), with_note=g.caller.is_known)


@blueprint.delete("/tags/<tag_id>")
def delete_tag(tag_id: str) -> Response:
    """Withdraw one's own tag; it stays as what its reviewer once thought.

    It is not counted any more and can still be read, with `withdrawn_at`. No If-Match is needed, and to withdraw it
    again does nothing.
    """
    tags.withdraw(tag_id, g.caller)
    return answer_nothing()
