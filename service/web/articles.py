"""The page of an article: its text with its claims marked in it, and what they rest on."""

from functools import partial
from typing import Any, Final
from urllib.parse import quote

import orjson
from flask import Blueprint, Response, request

from service import articles, claims, reports
from service.api.budget import kept_to_budget
from service.schemas import grammars
from service.schemas.fields import Text
from service.schemas.query import read_single_values
from service.store import cursors
from service.store.database import snapshot
from service.store.query import MAX_LIMIT
from service.web import addresses, notes, picture
from service.web.answering import Shown, answer_page
from service.web.passages import Passage, paragraphs

CURSOR: Final = {"cursor": Text(cursors.MAX_CURSOR_CHARS)}

blueprint = Blueprint("articles", __name__)


@blueprint.get("/articles/<article_id>")
def view_article(article_id: str) -> Response:
    """Show an article with its claims, some at a time where there are very many."""
    asked = read_single_values(CURSOR, request.args.items(multi=True))
    return answer_page(partial(_article, article_id, asked.get("cursor")))


def _article(article_id: str, cursor: str | None) -> Shown:
    asked = [("article_id", article_id), ("sort", "position")]
    pairs = [*asked, ("limit", str(MAX_LIMIT))]
    with snapshot():
        article = orjson.loads(articles.get(article_id).document)
        query = grammars.CLAIMS.read([*pairs, *([("cursor", cursor)] if cursor else [])])
        with kept_to_budget(grammars.CLAIMS, query):
            page = claims.page(query)
        report = reports.of_article(article_id)
    found = notes.read(page)
    return "article.html", {
        "article": article,
        "data": addresses.data("/claims", asked),
        "notes": found,
        "picture": picture.of(report),
        "spoken": notes.spoken(found),
        "begins_later": cursor is not None,
        "next": quote(cursors.encode(query, page.end)) if page.end else None,
        **_placed(article["text"], found),
    }


def _placed(text: str | None, found: list[notes.Note]) -> dict[str, Any]:
    """Put claims into the text, where there is one; tell which have no place in it."""
    placed = [] if text is None else [note for note in found if note.claim["in_text"] and note.claim["selector"]]
    passages = [Passage(note.number, note.claim["selector"]["start"], note.claim["selector"]["end"]) for note in placed]
    numbers = {passage.number for passage in passages}
    return {
        "paragraphs": [] if text is None else paragraphs(text, passages),
        "unplaced": [note for note in found if note.number not in numbers],
    }
