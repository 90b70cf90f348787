"""The Flask application."""

from flask import Flask

from service import api, settings
from service.settings import Settings
from service.store.database import bind


def create_app(chosen: Settings | None = None) -> Flask:
    """Make the app on the store that the settings name; they come from the environment unless given."""
    chosen = chosen or settings.read()
    bind(chosen.database_url)
    app = Flask("service", static_folder=None)
    app.config["PUBLIC_READ"] = chosen.public_read
    api.register(app)
    return app
