"""Articles over HTTP."""

from flask import Blueprint, Response

from service import articles
from service.api import listings
from service.api.access import need
from service.api.answers import answer_created, answer_nothing, answer_one, answer_row
from service.api.etags import expected_revision
from service.api.forms import read_keys
from service.api.lists import answer_rows
from service.api.repeats import once
from service.api.requests import read_body, read_patch
from service.documents import ARTICLE

blueprint = Blueprint("articles", __name__)


@blueprint.get("/articles")
def list_articles() -> Response:
    """List articles, filtered by any field of the query."""
    return answer_rows(articles.page, listings.ARTICLES)


@blueprint.post("/articles")
@once
def create_article() -> Response:
    """Store an article.

    `url` is enough. A publisher that is not stored yet is stored along with it. Where another article has the same
    text, `same_text_as` in the answer names it, for `copy_of`.
    """
    by = need()
    return answer_created(articles.add(read_body(ARTICLE), by))


@blueprint.get("/articles/<article_id>")
def show_article(article_id: str) -> Response:
    """Show one article, with its text where that is stored."""
    return answer_row(articles.get, article_id, read_keys(listings.ARTICLES.shown))


@blueprint.patch("/articles/<article_id>")
def change_article(article_id: str) -> Response:
    """Change an article by a merge patch.

    Only what changes is sent; null takes a key away, and a list is replaced whole. In a new `text` the passages of the
    article's claims are found again; of those that are gone `in_text` is false.
    """
    by = need()
    return answer_one(articles.change(article_id, read_patch(), expected_revision(), by))


@blueprint.delete("/articles/<article_id>")
def delete_article(article_id: str) -> Response:
    """Withdraw an article; its history stays.

    Its id answers 410 from then on. One with claims, or one that others copy or cite, is 409: `used_by` names them.
    """
    by = need()
    articles.delete(article_id, expected_revision(), by)
    return answer_nothing()
