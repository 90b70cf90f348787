"""Signing in with a token, and signing out."""

import re
from typing import Final

from flask import Blueprint, Response, g, request

from service import sessions
from service.api.around import REVIEWER, this_request
from service.domain.errors import Unauthenticated
from service.web import visitors
from service.web.answering import answer_own_page, lead_to

OURS: Final = re.compile(r"/(?![/\\])[!#-~]*")
"""An address on this host: a browser would take `//` and `/\\` for another host, and leaves out line ends and tabs."""

AFTERWARDS: Final = "/review"
TOKENS_NAME: Final = 'Bearer realm="hearsay"'

blueprint = Blueprint("session", __name__)


@blueprint.get("/session")
def show_session() -> Response:
    """Show where to sign in or, to who has, as whom they did and where to sign out."""
    return _page(request.args.get("next", ""))


@blueprint.post("/session")
def sign_in() -> Response:
    """Begin a session for who presents a token; a wrong one is told from nothing but a right one."""
    asked = this_request()
    back = asked.form.get("next", "")
    try:
        begun = sessions.begin(asked.form.get("token", "").strip())
    except Unauthenticated:
        response = _page(back, is_refused=True)
        response.headers["WWW-Authenticate"] = TOKENS_NAME
        return response
    _end()
    asked.environ[REVIEWER] = begun.caller.handle
    response = lead_to(_ours(back))
    visitors.keep_session(response, asked, begun.secret, begun.lifetime)
    return response


@blueprint.post("/session/end")
def sign_out() -> Response:
    """End the session at once, in the store and in the browser."""
    _end()
    response = lead_to("/")
    visitors.drop_session(response, this_request())
    return response


def _end() -> None:
    if "secret" in g:
        sessions.end(g.secret)


def _page(back: str, *, is_refused: bool = False) -> Response:
    shown = {"next": _ours(back), "caller": g.caller, "is_refused": is_refused}
    return answer_own_page("session.html", shown, 401 if is_refused else 200)


def _ours(address: str) -> str:
    """Give an address of ours to go on to; whatever else is asked for is left out."""
    return address if OURS.fullmatch(address) else AFTERWARDS
