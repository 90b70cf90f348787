"""Who is asking: the token in the Authorization header."""

from flask import Request, Response, current_app, g, request

from service import reviewers
from service.api.around import REVIEWER
from service.api.headers import VARY
from service.domain.errors import Unauthenticated
from service.domain.vocabulary import Scope
from service.reviewers import NOBODY, Caller

READING = frozenset({"GET", "HEAD"})


def identify(asked: Request) -> None:
    """Find out who is asking; a bad token is refused even where none is needed."""
    header = asked.environ.get("HTTP_AUTHORIZATION")
    caller = g.caller = NOBODY if header is None else _caller(header)
    if caller.is_known:
        asked.environ[REVIEWER] = caller.handle
    if asked.method in READING and not lets_anybody_read():
        caller.must(Scope.READ)


def lets_anybody_read() -> bool:
    """Tell whether reading needs no token here."""
    return bool(current_app.config["PUBLIC_READ"])


def need(scope: Scope) -> str:
    """Require a scope; return the handle of the reviewer who holds it."""
    caller: Caller = g.caller
    return caller.must(scope)


def vary_by_token(response: Response) -> Response:
    """Say that the answer depends on who asks; what a token shows is kept nowhere."""
    response.headers["Vary"] = f"Authorization, {response.headers.get('Vary', VARY[1])}"
    if REVIEWER in request.environ:
        response.headers["Cache-Control"] = "no-store"
    return response


def _caller(header: str) -> Caller:
    kind, _, token = header.partition(" ")
    if kind.casefold() != "bearer":
        raise Unauthenticated("Send a token as Authorization: Bearer hs_...")
    return reviewers.authenticate(token.strip())
