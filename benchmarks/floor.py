"""What Flask itself costs: an app of its own whose views return bytes and headers from memory.

`HEARSAY_FLOOR` names a file with the answers: JSON of {path: [status, headers, body]}. Run by `benchmarks.reading`.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response


def create_app() -> Flask:
    """Make an app that answers each path with what was recorded for it."""
    app = Flask("floor", static_folder=None)
    recorded = json.loads(Path(os.environ["HEARSAY_FLOOR"]).read_text("utf-8"))
    for number, (path, (status, headers, body)) in enumerate(recorded.items()):
        app.add_url_rule(path, f"view{number}", _view(status, headers, body.encode()))
    return app


def _view(status: int, headers: dict[str, str], body: bytes) -> Callable[[], Response]:
    def view() -> Response:
        return Response(body, status, headers)

    return view
