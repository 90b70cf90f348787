"""Reports over HTTP, and the label, which is an article's report as a picture."""

from typing import Final

from flask import Blueprint, Response

from service import reports
from service.api.answers import JSON, Ready, answer_kept
from service.api.around import this_request
from service.api.budget import kept_to_budget
from service.api.etags import etag_of
from service.api.requests import SVG, query_to_keep, read_query
from service.formats import label
from service.reports import Report
from service.schemas.grammars import REPORT
from service.schemas.report import ReportShape
from service.store.matches import Operator
from service.store.query import Condition, Query

SHAPE: Final = ReportShape()

blueprint = Blueprint("reports", __name__)


@blueprint.get("/articles/<article_id>/report")
def report_article(article_id: str) -> Response:
    """Show what the claims of an article rest on, in figures.

    Counts and shares by source type, speaker kind, identification, depth and corroboration; on how many different
    origins the claims rest; how many rest on one anonymous origin alone; and which of them most others repeat. Each
    figure says of how many it is. All are of one revision of the store, whose number is the ETag.
    """
    return answer_kept(lambda: _figures(reports.of_article(article_id)))


@blueprint.get("/sources/<source_id>/report")
def report_publisher(source_id: str) -> Response:
    """Show what the claims rest on that an outlet published, in the figures of an article's report."""
    return answer_kept(lambda: _figures(_of_publisher(source_id)))


@blueprint.get("/report")
def report_claims() -> Response:
    """Show what the claims rest on that a query finds, in the figures of an article's report.

    Takes every filter of the list of claims; without one it counts all.
    """
    asked = query_to_keep(this_request().query_string)
    return answer_kept(lambda: _figures(_of_claims(asked)))


@blueprint.get("/articles/<article_id>/label.svg")
def label_article(article_id: str) -> Response:
    """Show an article's report as a picture, to be embedded.

    It is 320 wide and readable at that size and in greyscale; `title` and `desc` say all figures in words. It is
    the same for everybody and changes when what it shows changes.
    """
    return answer_kept(lambda: _picture(reports.of_article(article_id)))


def _of_claims(asked: str) -> Report:
    query = read_query(REPORT)
    with kept_to_budget(REPORT, query):
        return reports.of_claims(query.conditions, asked)


def _of_publisher(source_id: str) -> Report:
    same = Query("report", (Condition("publisher_id", Operator.IS, (source_id,)),))
    with kept_to_budget(REPORT, same):
        return reports.of_publisher(source_id)


def _figures(report: Report) -> Ready:
    return _ready(SHAPE.render(report.values) + b"\n", JSON, report.rev)


def _picture(report: Report) -> Ready:
    return _ready(label.draw(report).encode(), SVG, report.rev)


def _ready(body: bytes, media: str, rev: int) -> Ready:
    return Ready(body, headers=[("Content-Type", media)], etag=etag_of(rev))
