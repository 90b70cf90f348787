"""The one shape of every failure: RFC 9457 problems, and the table of which status each has."""

from typing import Any, Final

import orjson
from flask import Blueprint, Flask, Response, current_app
from gunicorn.http.errors import ParseException
from peewee import PeeweeException
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from service import logs
from service.api.around import request_id
from service.api.connection import forget
from service.api.meta import refuse_unless_migrated
from service.api.streaming import TooSlow
from service.domain import errors
from service.store.database import RETRY_AFTER_S
from service.store.failures import explain_failure

UNAVAILABLE_STATUS: Final = 503
STREAM_RETRY_AFTER_S: Final = 10
PROBLEM: Final = "application/problem+json"

STATUS: Final[dict[type[errors.Refused], int]] = {
    errors.Unreadable: 400,
    errors.BadCursor: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.FromElsewhere: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Differs: 409,
    errors.Ambiguous: 409,
    errors.InUse: 409,
    errors.TooWide: 409,
    errors.Gone: 410,
    errors.StaleRevision: 412,
    errors.Invalid: 422,
    errors.QueryTooSlow: 422,
    errors.PreconditionRequired: 428,
    errors.TooManyRequests: 429,
    errors.StoreUnavailable: 503,
    errors.Behind: 503,
    errors.TooManyStreams: 503,
    errors.NotMigrated: 503,
}

HTTP_PROBLEMS: Final = {
    400: ("unreadable", "The request cannot be read", "The request is not HTTP as it should be."),
    404: ("not-found", "Not found", "There is nothing at this address. Claims are at /v1/claims."),
    405: ("method-not-allowed", "Method not allowed", "This address does not take this method; see Allow."),
    406: (
        "not-acceptable",
        "Not acceptable",
        "The answer is JSON, a list also NDJSON or CSV, a label SVG: accept application/json, or what there is.",
    ),
    408: ("too-slow", "Too slow", "The request did not come within its time. Send it again."),
    413: ("too-large", "Too large", "The body is larger than this address takes."),
    414: ("too-long", "Too long", "The address is too long; a query has at most 7,000 bytes."),
    415: (
        "unsupported-media-type",
        "Unsupported media type",
        "Send JSON as application/json, and many rows as application/x-ndjson.",
    ),
    500: ("bug", "A bug of ours", "Nothing was written. Report it with the request id in `instance`."),
}

blueprint = Blueprint("problems", __name__)


@blueprint.get("/problems")
def list_problems() -> Response:
    """Say what each problem type means, and which status it has."""
    ours = [
        {"type": f"/problems#{kind.slug}", "status": status, "title": kind.title, "meaning": kind.__doc__}
        for kind, status in STATUS.items()
    ]
    known = {entry["type"] for entry in ours}
    theirs = [
        {"type": f"/problems#{slug}", "status": status, "title": title, "meaning": detail}
        for status, (slug, title, detail) in HTTP_PROBLEMS.items()
        if f"/problems#{slug}" not in known
    ]
    return Response(orjson.dumps({"items": [*ours, *theirs]}) + b"\n", content_type="application/json")


def register(app: Flask) -> None:
    """Answer every failure of this app with a problem."""
    app.register_error_handler(errors.Refused, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(ParseException, answer_unread)
    for kind in (PeeweeException, MaxConnectionsExceeded):
        app.register_error_handler(kind, answer_store_failure)
    app.register_error_handler(Exception, answer_bug)
    app.register_blueprint(blueprint)


def answer_refusal(refusal: errors.Refused) -> Response:
    """Answer what our own rules refuse."""
    status = STATUS[type(refusal)]
    members = dict(refusal.members)
    current, wait_s = members.pop("current", None), members.pop("wait_s", None)
    if current is not None:
        members["current"] = orjson.Fragment(current)
    found = [{**place, "code": fault.code, "detail": str(fault)} for place, fault in refusal.faults]
    if found:
        members["errors"] = found
    if refusal.hint:
        members["hint"] = refusal.hint
    response = problem(status, refusal.slug, refusal.title, refusal.detail, members)
    if isinstance(refusal, errors.Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="hearsay"'
    if isinstance(refusal, errors.TooManyStreams):
        wait_s = STREAM_RETRY_AFTER_S
    if wait_s is not None:
        response.headers["Retry-After"] = str(wait_s)
    if isinstance(refusal, errors.StaleRevision):
        response.headers["ETag"] = f'"{refusal.members["rev"]}"'
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug refuse before a view is reached."""
    status = error.code or 500
    slug, title, detail = HTTP_PROBLEMS.get(status, ("http", error.name, "The request was refused."))
    response = problem(status, slug, title, detail)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def answer_unread(failure: Exception) -> Response:
    """Answer when the server finds, while a body is read, that it is not HTTP, or does not come."""
    status = 408 if isinstance(failure, TooSlow) else 400
    return problem(status, *HTTP_PROBLEMS[status])


def answer_store_failure(failure: Exception) -> Response:
    """Answer when the store is away, busy, full or lacks a migration; anything else that it says is our bug."""
    refusal = explain_failure(failure) or _look_what_it_lacks()
    forget()
    return answer_bug(failure) if refusal is None else answer_refusal(refusal)


def _look_what_it_lacks() -> errors.Refused | None:
    """Look again whether the store is this release's: somebody may have taken a migration back beside the server."""
    current_app.config["MIGRATED"] = False
    try:
        refuse_unless_migrated()
    except errors.NotMigrated as refusal:
        return refusal
    except PeeweeException:
        return None
    return None


def answer_bug(failure: Exception) -> Response:
    """Answer a bug without showing any of it; the log has it under the request's id."""
    logs.write("error", "a bug", {"request_id": request_id(), "traceback": logs.trace(failure)})
    return problem(500, *HTTP_PROBLEMS[500])


def problem(status: int, slug: str, title: str, detail: str, members: dict[str, Any] | None = None) -> Response:
    """Make the problem body and its headers."""
    body = compose(status, (slug, title, detail), request_id(), members)
    response = Response(body, status, content_type=PROBLEM)
    if status == UNAVAILABLE_STATUS:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def compose(status: int, what: tuple[str, str, str], instance: str, members: dict[str, Any] | None = None) -> bytes:
    """Write the body of a problem; `what` is its slug, its title and its detail."""
    slug, title, detail = what
    body = {
        "type": f"/problems#{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
        **(members or {}),
    }
    return orjson.dumps(body, option=orjson.OPT_UTC_Z) + b"\n"
