"""Running the server: an embedded store is brought up to date first; the demo has a store of its own."""

import importlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.util import parse_address

from service import demo, reviewers, shipped
from service.app import create_app
from service.domain.vocabulary import Scope
from service.formats import fixtures
from service.settings import BadSetting, Settings
from service.store import revisions
from service.store.database import SQLITE_SCHEME, bind, database, is_sqlite

DEMO_REVIEWER: Final = "demo"
DEMO_LIFETIME: Final = timedelta(hours=24)

Hook = Callable[..., None]


class Server(BaseApplication):
    """gunicorn with the settings of `service.gunicorn`."""

    def __init__(self, settings: Settings, hooks: dict[str, Hook]) -> None:
        """Take how to run, and what to do when the server is ready and when it ends."""
        self.settings, self.hooks = settings, hooks
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn; its module reads the environment, so it is imported now and not before."""
        config = vars(importlib.import_module("service.gunicorn"))
        for name, value in config.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("bind", self.settings.bind)
        for name, hook in self.hooks.items():
            self.cfg.set(name, _in_turn(config[name], hook) if name in config else hook)

    def load(self) -> Any:
        """Make the app, once in each worker."""
        return create_app(self.settings)


def serve(settings: Settings) -> None:
    """Serve until stopped; an embedded store is migrated first."""
    _refuse_unless_free(settings.bind)
    bind(settings.database_url)
    if is_sqlite():
        with database.connection_context():
            shipped.migrate()
    _run(settings, {"when_ready": lambda server: _say(f"Hearsay answers at {_address(server)}")})


def serve_demo(settings: Settings) -> None:
    """Serve the fixtures from a store that is thrown away afterwards, whatever store the settings name."""
    _refuse_unless_free(settings.bind)
    directory = Path(tempfile.mkdtemp(prefix="hearsay-demo-"))
    try:
        # The lines to paste stay in sight; what is not in order is logged.
        settings = replace(
            settings, database_url=f"{SQLITE_SCHEME}{directory}/demo.db", log_level="warning", read_database_url=None
        )
        bind(settings.database_url)
        with database.connection_context():
            shipped.migrate()
            for path in fixtures.shipped():
                fixtures.seed(path)
            reviewers.add(DEMO_REVIEWER)
            token = reviewers.create_token(DEMO_REVIEWER, [Scope.EDIT], DEMO_LIFETIME)
            rev = revisions.current()
    except BaseException:
        shutil.rmtree(directory)
        raise
    _run(
        settings,
        {
            "when_ready": lambda server: _say(demo.introduce(_address(server), token, rev)),
            "on_exit": lambda _: shutil.rmtree(directory, ignore_errors=True),
        },
    )


def _refuse_unless_free(address: str) -> None:
    """Refuse an address that cannot be listened on, in one line and before anything is done."""
    try:
        place = parse_address(address)
        if isinstance(place, tuple):
            family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
            socket.create_server(place, family=family).close()
    except (OSError, OverflowError, RuntimeError) as failure:
        reason = str(getattr(failure, "strerror", None) or failure).split(" (while", 1)[0]
        raise BadSetting(
            f"cannot listen on {address} ({reason}); choose another with --bind HOST:PORT or HEARSAY_BIND=HOST:PORT"
        ) from None


def _run(settings: Settings, hooks: dict[str, Hook]) -> None:
    # The workers open connections of their own; one that was opened before a fork must not be shared.
    database.close_idle()
    Server(settings, hooks).run()


def _in_turn(first: Hook, second: Hook) -> Hook:
    # gunicorn looks at how many arguments a hook takes.
    @wraps(second)
    def run(*about: Any) -> None:
        first(*about)
        second(*about)

    return run


def _address(server: Any) -> str:
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _say(text: str) -> None:
    sys.stdout.write(text + os.linesep)
    sys.stdout.flush()
