"""Blind taxonomies over HTTP."""

from flask import Blueprint, Response

from service import blinding
from service.api.access import need
from service.api.answers import answer_one

blueprint = Blueprint("blinding", __name__)


@blueprint.put("/blind-taxonomies/<anything:namespace>")
def blind_taxonomy(namespace: str) -> Response:
    """Let a taxonomy be judged blind: its tags are shown to nobody but those who judged the same.

    They are in no claim, filter, feed or history. A reviewer sees their own, and what others hold for claims that they
    have judged on the same scale. One that has, or had, tags is refused (409): everybody could see these. No If-Match
    is needed, and the same again changes nothing.
    """
    return answer_one(blinding.blind(namespace, need()))


@blueprint.delete("/blind-taxonomies/<anything:namespace>")
def open_taxonomy(namespace: str) -> Response:
    """Open a taxonomy that was judged blind: each of its tags is shown as if it were given now.

    Some are opened at a time, and the taxonomy is blind until all are. Where they are more than a request may renew
    (409), the operator opens them by command. No If-Match is needed, and the same again changes nothing.
    """
    return answer_one(blinding.unblind(namespace, need()))
