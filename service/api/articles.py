"""Articles over HTTP."""

from flask import Blueprint, Response

from service import articles
from service.api.access import need
from service.api.answers import answer_created, answer_nothing, answer_one, answer_row, answer_rows
from service.api.repeats import once
from service.api.requests import expected_revision, read_body, read_patch
from service.documents import ARTICLE
from service.domain.vocabulary import Scope
from service.schemas.grammars import ARTICLES

blueprint = Blueprint("articles", __name__)


@blueprint.get("/articles")
def list_articles() -> Response:
    """List articles, filtered by any field of the query."""
    return answer_rows(articles.page, ARTICLES)


@blueprint.post("/articles")
@once
def create_article() -> Response:
    """Store an article."""
    by = need(Scope.EDIT)
    return answer_created(articles.add(read_body(ARTICLE), by))


@blueprint.get("/articles/<article_id>")
def show_article(article_id: str) -> Response:
    """Show one article."""
    return answer_row(articles.get, article_id)


@blueprint.patch("/articles/<article_id>")
def change_article(article_id: str) -> Response:
    """Change an article by a merge patch."""
    by = need(Scope.EDIT)
    return answer_one(articles.change(article_id, read_patch(), expected_revision(), by))


@blueprint.delete("/articles/<article_id>")
def delete_article(article_id: str) -> Response:
    """Withdraw an article; its history stays."""
    by = need(Scope.EDIT)
    articles.delete(article_id, expected_revision(), by)
    return answer_nothing()
