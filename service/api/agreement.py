"""Agreement of reviewers over HTTP, as figures or as the ratings themselves."""

from typing import Final

from flask import Blueprint, Response, g

from service import agreement
from service.api.access import vary_by_token
from service.api.answers import JSON, Ready, answer_kept, unless_known
from service.api.around import this_request
from service.api.etags import etag_of
from service.api.headers import VARY
from service.api.requests import CSV, query_to_keep, read_query, wants
from service.domain.vocabulary import Format
from service.schemas.agreement import AgreementShape
from service.schemas.grammars import AGREEMENT
from service.store.query import Query

SHAPE: Final = AgreementShape()
TABLE: Final = f"{CSV}; charset=utf-8; header=present"

blueprint = Blueprint("agreement", __name__)


@blueprint.get("/agreement")
def show_agreement() -> Response:
    """Show how far reviewers agree on a scale: Krippendorff's alpha, what it comes from, and where they differ most.

    Takes every filter of the list of claims; `reviewer` here names the raters that are compared. With `format=csv`, or
    `Accept: text/csv`, it is the ratings themselves, one row a claim and one column a reviewer. While the scale's
    taxonomy is blind it needs the scope `admin`.
    """
    query = read_query(AGREEMENT)
    is_table = query.option("format") is Format.CSV or (query.option("format") is None and wants(this_request(), CSV))
    if not agreement.is_for_everybody(query.option("predicate"), g.caller):
        return vary_by_token(_table(query) if is_table else unless_known(_figures(query)))
    answer = answer_kept(lambda: _table(query), CSV) if is_table else answer_kept(lambda: _figures(query))
    answer.headers["Vary"] = f"Accept, {VARY[1]}"
    return answer


def _figures(query: Query) -> Ready:
    found = agreement.measure(query, query_to_keep(this_request().query_string))
    return Ready(SHAPE.render(found.values) + b"\n", headers=[("Content-Type", JSON)], etag=etag_of(found.rev))


def _table(query: Query) -> Ready:
    """Make the matrix, without an ETag: that of this address is the figures'."""
    return Ready(agreement.table(query).text.encode(), headers=[("Content-Type", TABLE)])
