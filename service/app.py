"""The Flask application."""

from math import inf

from service import api, logs, settings, web
from service.api.around import App
from service.api.limits import Limits
from service.api.streaming import Streaming
from service.settings import Settings
from service.store import patience
from service.store.database import bind
from service.store.replicas import Replicas
from service.store.timing import remember_from


def create_app(chosen: Settings | None = None) -> App:
    """Make the app on the store that the settings name; they come from the environment unless given."""
    chosen = chosen or settings.read()
    patience_s = chosen.query_budget_ms / 1_000 + patience.BEYOND_BUDGET_S
    bind(chosen.database_url, patience_s)
    remember_from(chosen.slow_query_ms / 1_000 if chosen.slow_query_ms else inf)
    logs.configure()
    app = App(
        public_read=chosen.public_read,
        logged=chosen.logged,
        query_budget_ms=chosen.query_budget_ms,
        streaming=Streaming(chosen.threads),
        limits=Limits(chosen.rate_limit_share, chosen.trusted_proxies),
    )
    if chosen.read_database_url is not None:
        app.replicas = Replicas(chosen.read_database_url, patience_s)
    api.register(app)
    web.register(app)
    return app
