"""The front page: where to look something up, and what is new."""

from typing import Any, Final

import orjson
from flask import Blueprint, Response

from service import articles
from service.store.query import Key, Order, Query
from service.web import addresses
from service.web.answering import answer_page

NEWEST: Final = Query("articles", order=Order((Key("published_at", descending=True),), descending=True), limit=12)

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def view_front() -> Response:
    """Show where to look up an article or search for a claim, and the newest articles."""
    return answer_page(_front)


def _front() -> tuple[str, dict[str, Any]]:
    newest = [orjson.loads(document) for _, document in articles.page(NEWEST).documents]
    return "front.html", {"articles": newest, "data": addresses.data("/articles", [("sort", "-published_at")])}
