"""Who is asking: the token in the Authorization header; and whether they may, by the table of rights."""

from flask import Request, Response, current_app, g, request

from service import reviewers
from service.api.around import REVIEWER, this_request
from service.api.headers import VARY
from service.domain.errors import Unauthenticated
from service.domain.rights import right_of
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


def permit(asked: Request) -> None:
    """Refuse a write to who may not do it, before anything of it is read."""
    if asked.method not in READING and asked.method != "OPTIONS":
        need()


def need() -> str:
    """Require what this operation takes; return the handle of the reviewer whose token has it."""
    caller: Caller = g.caller
    return caller.must(right_of(view_of(this_request())).scope)


def view_of(asked: Request) -> str:
    """Give the name of the view that answers a request."""
    return (asked.endpoint or "").rpartition(".")[2]


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
