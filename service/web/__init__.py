"""Pages for people: views that call the verbs of the API and show what these give as HTML.

Nothing is counted, filtered or decided here: the address of a page with `/v1` in front of it is where its data is.
"""

from flask import Blueprint, Flask, Response
from jinja2 import StrictUndefined

from service.api import reach_store
from service.api.admission import admit
from service.api.around import this_request
from service.api.recency import refuse_what_is_older
from service.web import (
    agreement,
    articles,
    assets,
    claims,
    forgery,
    front,
    guide,
    problems,
    queue,
    review,
    search,
    session,
    sources,
    visitors,
    words,
)  # fmt: skip


def register(app: Flask) -> None:
    """Put the pages into an app that has the API."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    words.register(app)
    app.context_processor(lambda: {**visitors.shown(), "version": assets.VERSION})
    web = Blueprint("web", __name__, template_folder="templates")
    for part in (agreement, articles, claims, front, guide, queue, review, search, session, sources):
        web.register_blueprint(part.blueprint)
    web.before_request(_prepare)
    problems.register(app, web)
    app.register_blueprint(web)
    app.register_blueprint(assets.blueprint)


def _prepare() -> Response | None:
    """Do what comes before every page; answer in its place where reading needs a token and none came along."""
    asked = this_request()
    reach_store(asked, is_public=visitors.is_nobody(asked))
    try:
        turned_away = visitors.identify(asked)
    finally:
        admit(asked)
    forgery.refuse_what_is_forged(asked)
    if turned_away is None:
        refuse_what_is_older(asked)
    return turned_away
