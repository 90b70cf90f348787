"""Who visits the pages: nobody in particular, or the reviewer whose session, or whose token, comes along."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from flask import Request, Response, g

from service import sessions
from service.api import access
from service.api.around import REVIEWER
from service.reviewers import NOBODY
from service.web import forgery
from service.web.answering import address_of, lead_to

COOKIE: Final = "hearsay_session"
SIGNING_IN: Final = "web.session"
"""The part of the pages that lets in who is not known yet."""


def is_nobody(asked: Request) -> bool:
    """Tell whether neither a session nor a token comes along."""
    return COOKIE not in asked.cookies and "HTTP_AUTHORIZATION" not in asked.environ


def identify(asked: Request) -> Response | None:
    """Find out who is asking, for `g.caller`; where reading needs a token, lead who has none to where to sign in."""
    secret = asked.cookies.get(COOKIE, "")
    caller = sessions.resume(secret) if secret and "HTTP_AUTHORIZATION" not in asked.environ else NOBODY
    if caller.is_known:
        g.caller, g.secret = caller, secret
        asked.environ[REVIEWER] = caller.handle
        return None
    if "HTTP_AUTHORIZATION" in asked.environ or access.lets_anybody_read():
        access.identify(asked)
        return None
    g.caller = NOBODY
    return None if asked.blueprint == SIGNING_IN else lead_to_sign_in(asked)


def lead_to_sign_in(asked: Request) -> Response:
    """Answer that one has to sign in first, and will be led back."""
    return lead_to(f"/session?{urlencode({'next': address_of(asked)})}")


def shown() -> dict[str, Any]:
    """Give what every page shows of its visitor: the handle, and what makes its forms theirs."""
    return {"visitor": g.get("caller", NOBODY).handle, "form_token": forgery.form_token()}


def keep_session(response: Response, asked: Request, secret: str, lifetime: timedelta) -> None:
    """Let the browser keep a session, out of reach of scripts and other sites."""
    response.set_cookie(
        COOKIE, secret, max_age=lifetime, path="/", secure=_is_https(asked), httponly=True, samesite="Lax"
    )


def drop_session(response: Response, asked: Request) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(COOKIE, path="/", secure=_is_https(asked), httponly=True, samesite="Lax")


def _is_https(asked: Request) -> bool:
    """Tell whether the browser came by https, which a proxy may not say but the browser itself does."""
    return asked.is_secure or urlsplit(asked.headers.get("Origin", "")).scheme == "https"
