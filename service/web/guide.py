"""The page that says how the others are read: what the marks are, and what each word means."""

from typing import Any, Final

from flask import Blueprint, Response

from service.domain import vocabulary
from service.web.answering import answer_page

WORDS: Final = vocabulary.vocabulary()

blueprint = Blueprint("guide", __name__)


@blueprint.get("/guide")
def view_guide() -> Response:
    """Show the marks and words of all pages, with their meanings."""
    return answer_page(_guide)


def _guide() -> tuple[str, dict[str, Any]]:
    shown = {
        name: [entry["word"] for entry in WORDS[name]] for name in ("source_type", "speaker_kind", "corroboration")
    }
    return "guide.html", shown
