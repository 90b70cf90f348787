"""Pages for people: views that call the verbs of the API and show what these give as HTML.

Nothing is counted, filtered or decided here: the address of a page with `/v1` in front of it is where its data is.
"""

from flask import Blueprint, Flask, g
from jinja2 import StrictUndefined

from service.api import reach_store
from service.api.around import this_request
from service.reviewers import NOBODY
from service.web import articles, assets, claims, front, problems, search, sources, visitors, words


def register(app: Flask) -> None:
    """Put the pages into an app that has the API."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    words.register(app)
    app.context_processor(lambda: {"visitor": g.get("caller", NOBODY).handle, "version": assets.VERSION})
    web = Blueprint("web", __name__, template_folder="templates")
    for part in (articles, claims, front, search, sources):
        web.register_blueprint(part.blueprint)
    web.before_request(_prepare)
    problems.register(app, web)
    app.register_blueprint(web)
    app.register_blueprint(assets.blueprint)


def _prepare() -> None:
    """Do what comes before every page."""
    asked = this_request()
    reach_store(asked)
    visitors.identify(asked)
