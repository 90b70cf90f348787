"""HTTP: blueprints of short views, one problem handler, and what is asked before every view."""

from typing import Final

from flask import Blueprint, Flask, Request, current_app
from werkzeug.routing import BaseConverter

from service.api import (
    agreement,
    articles,
    blinding,
    changes,
    claims,
    erasure,
    evidence,
    meta,
    overrides,
    problems,
    queues,
    reading,
    reports,
    reviewers,
    rows,
    sources,
    stories,
    tags,
    taxonomies,
)
from service.api.access import identify, permit
from service.api.admission import admit
from service.api.around import this_request
from service.api.compression import compress
from service.api.connection import connect, connect_to_read, disconnect
from service.api.headers import READS
from service.api.recency import refuse_what_is_older
from service.api.requests import refuse_long_query, refuse_stray_parameters, refuse_what_is_not_json

MAX_BODY_BYTES: Final = 4 * 1024 * 1024


class Anything(BaseConverter):
    """The rest of an address, with whatever was percent-encoded in it: slashes, blanks, line ends."""

    regex = r"[\s\S]+"
    part_isolating = False


def register(app: Flask) -> None:
    """Put the whole of the HTTP interface into an app."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    # An address is one address; the alternative is a redirect, in HTML.
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = Anything
    app.after_request(compress)
    app.teardown_request(disconnect)
    problems.register(app)
    v1 = Blueprint("v1", __name__, url_prefix="/v1")
    for part in (
        agreement, articles, blinding, changes, claims, erasure, evidence, overrides, queues, reports, reviewers, rows,
        sources, stories, tags, taxonomies,
    ):  # fmt: skip
        v1.register_blueprint(part.blueprint)
    v1.register_blueprint(meta.words)
    v1.register_blueprint(reading.contract)
    v1.before_request(_prepare)
    app.register_blueprint(v1)
    app.register_blueprint(meta.health)
    app.register_blueprint(reading.docs)


def _prepare() -> None:
    """Do what comes before every view; all of it looks at one request, without a proxy."""
    asked = this_request()
    reach_store(asked, is_public="HTTP_AUTHORIZATION" not in asked.environ)
    try:
        identify(asked)
    finally:
        # Also who is refused for a bad token is counted.
        admit(asked)
    permit(asked)
    refuse_what_is_older(asked)
    refuse_what_is_not_json(asked)
    refuse_stray_parameters(asked)


def reach_store(asked: Request, *, is_public: bool) -> None:
    """Do what comes before all that reads the store, be it to answer in JSON or with a page.

    What nobody in particular reads may come from a replica.
    """
    refuse_long_query(asked)
    if is_public and asked.method in READS:
        connect_to_read()
    else:
        connect()
    _refuse_unless_migrated_once()


def _refuse_unless_migrated_once() -> None:
    """Look at what the store lacks once, and again after it could not do what it was asked."""
    if not current_app.config.get("MIGRATED"):
        meta.refuse_unless_migrated()
        current_app.config["MIGRATED"] = True
