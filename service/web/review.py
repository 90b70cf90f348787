"""What there is to review: the scales of every taxonomy, each with the queue of whoever is signed in."""

from typing import Final

import orjson
from flask import Blueprint, Response, g, request

from service import labels, taxonomies
from service.domain.vocabulary import Scope
from service.schemas.taxonomy import read_taxonomies_query
from service.web.answering import answer_own_page
from service.web.visitors import lead_to_sign_in

MOST_SHOWN: Final = 20

blueprint = Blueprint("review", __name__)


@blueprint.get("/review")
def view_scales() -> Response:
    """Show what claims can be judged on, and where one's own queues are."""
    if not g.caller.is_known:
        return lead_to_sign_in(request)
    wanted = read_taxonomies_query(request.args.items(multi=True))
    some = taxonomies.page(wanted.after, min(wanted.limit, MOST_SHOWN))
    found = [labels.of_taxonomy(orjson.loads(entry)["namespace"]) for entry in some.entries]
    shown = {
        "taxonomies": [one for one in found if one.scales], "after": some.end, "may_judge": g.caller.may(Scope.REVIEW),
        "is_admin": g.caller.may(Scope.ADMIN),
    }  # fmt: skip
    return answer_own_page("review.html", shown)
