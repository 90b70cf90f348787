"""The Flask application."""

from service import api, logs, settings, web
from service.api.around import App
from service.api.limits import Limits
from service.api.streaming import Streaming
from service.settings import Settings
from service.store.database import bind


def create_app(chosen: Settings | None = None) -> App:
    """Make the app on the store that the settings name; they come from the environment unless given."""
    chosen = chosen or settings.read()
    bind(chosen.database_url)
    logs.configure()
    app = App(
        public_read=chosen.public_read,
        logged=chosen.logged,
        query_budget_ms=chosen.query_budget_ms,
        streaming=Streaming(chosen.threads),
        limits=Limits(chosen.rate_limit_share, chosen.trusted_proxies),
    )
    api.register(app)
    web.register(app)
    return app
