"""What pages are made of beside HTML: one style sheet, a few scripts, an icon; all from here, none from elsewhere."""

from hashlib import blake2b
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
KEPT_SECONDS: Final = 31_536_000
"""A year: the address of a part changes when any of them does."""


def _version() -> str:
    """Give a digest of all that pages are made of, which tells the pages of one release from those of another."""
    digest = blake2b(digest_size=6)
    for folder in ("static", "templates"):
        for path in sorted((FOLDER / folder).rglob("*.*")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


VERSION: Final = _version()

blueprint = Blueprint("assets", __name__)


@blueprint.get("/static/<version>/<name>")
def send_asset(version: str, name: str) -> Response:
    """Send a part of the pages; a page names the version of its own release."""
    return send_from_directory(STATIC, name, max_age=KEPT_SECONDS if version == VERSION else 0)
