"""Answering with a page: its headers, and 304 or what is in memory where nothing was written since."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from flask import Request, Response, g, render_template

from service.api.answers import JSON, Ready, keep, not_modified, unless_known
from service.api.around import this_request
from service.api.etags import etag_of, known_etag
from service.api.requests import OF_A_QUERY
from service.store.revisions import current
from service.web.addresses import origin
from service.web.assets import VERSION

HTML: Final = "text/html; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
VARIES: Final = "Accept-Encoding, Authorization, Cookie"
MARK: Final = f"page-{VERSION}"
"""The same revision is shown otherwise by another release."""

HEADERS: Final = [
    ("Content-Type", HTML),
    ("Content-Security-Policy", POLICY),
    # With none at all, a browser tells a form of ours that it comes from nowhere.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Vary", VARIES),
]

Shown = tuple[str, dict[str, Any]]
"""The name of a template, and what it shows."""


def answer_page(make: Callable[[], Shown]) -> Response:
    """Answer with a page of what is stored; to who is signed in with one of their own, which nothing keeps."""
    if g.caller.is_known:
        return answer_own_page(*make())
    # A page says how to get its data from the host that it came from.
    return unless_known(keep(lambda: _known() or _page(make), f"{HTML} {origin()}"))


def answer_own_page(template: str, shown: dict[str, Any], status: int = 200) -> Response:
    """Answer with a page that is for one visitor at this moment."""
    body = render_template(template, **shown).encode()
    return Ready(body, status, headers=[*HEADERS, ("Cache-Control", "no-store")])


def wants_json(asked: Request) -> bool:
    """Tell whether a script of these pages asks, which shows the answer itself."""
    return asked.headers.get("Accept") == JSON


def lead_to(address: str) -> Response:
    """Lead a browser to another page, which it asks for with GET."""
    response = Response(status=303, headers=[*HEADERS, ("Location", address)])
    del response.headers["Content-Type"]
    return response


def address_of(asked: Request) -> str:
    """Give the address of a page as it was asked for, in ASCII."""
    query = quote(asked.query_string, safe=OF_A_QUERY)
    return quote(asked.path) + (f"?{query}" if query else "")


def _known() -> Ready | None:
    """Answer 304 before anything is read, where the visitor has the page as it is now."""
    asked = this_request()
    if "HTTP_IF_NONE_MATCH" not in asked.environ:
        return None
    known = known_etag(asked, etag_of(current(), MARK), any_one=False)
    return None if known is None else not_modified(known, VARIES)


def _page(make: Callable[[], Shown]) -> Ready:
    # Before it is read: what is written meanwhile makes it old.
    rev = current()
    template, shown = make()
    return Ready(render_template(template, **shown).encode(), headers=list(HEADERS), etag=etag_of(rev, MARK))
