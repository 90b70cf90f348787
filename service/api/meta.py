"""The words of this service, and whether it lives."""

from typing import Final

from flask import Blueprint, Response, current_app

from service.api.access import identify
from service.api.answers import answer_json
from service.api.around import this_app, this_request
from service.api.connection import connect
from service.domain.errors import NotMigrated, StoreUnavailable
from service.domain.vocabulary import vocabulary
from service.metrics import CONTENT_TYPE
from service.store import migrating, readiness
from service.store.failures import UNAVAILABLE

UNREACHABLE: Final = "Start it, or mend HEARSAY_DATABASE_URL; `hearsay migrate status` shows its own words."

words = Blueprint("words", __name__)
health = Blueprint("health", __name__)


@words.get("/vocabulary")
def show_vocabulary() -> Response:
    """Show every closed list: each word with its meaning and where the definition comes from.

    The terms of tags are no closed lists and are many: `taxonomies` says where they are.
    """
    return answer_json({**vocabulary(), "taxonomies": "/v1/taxonomies"})


@health.get("/livez")
def live() -> Response:
    """Tell that this process answers; asks nothing of the store."""
    return answer_json({"status": "alive"})


@health.get("/readyz")
def ready() -> Response:
    """Tell whether requests can be served: the store answers, has every migration, and can be written.

    A store that a later release migrated is served: each migration works with the release before.
    """
    try:
        connect()
    except UNAVAILABLE as failure:
        raise StoreUnavailable("The store cannot be reached.", hint=UNREACHABLE) from failure
    refuse_unless_migrated()
    lack = readiness.lack()
    if lack is not None:
        what, mended = lack
        raise StoreUnavailable(what, hint=mended)
    return answer_json({"status": "ready"})


@health.get("/metrics")
def show_metrics() -> Response:
    """Show what all workers counted, to Prometheus; where reading needs a token, so does this."""
    if not current_app.config["PUBLIC_READ"]:
        connect()
        identify(this_request())
    return Response(this_app().metrics.expose(), content_type=CONTENT_TYPE)


def refuse_unless_migrated() -> None:
    """Refuse to serve a store whose schema is not this release's."""
    missing = migrating.pending()
    if missing:
        raise NotMigrated("The store lacks migrations of this release.", hint="Run: hearsay migrate up", lacks=missing)
