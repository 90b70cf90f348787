"""Against forged requests: whatever changes something must come from a page of ours, and of this session.

Source: OWASP, Cross-Site Request Forgery Prevention Cheat Sheet.
"""

import hmac
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from flask import Request, g

from service.api.access import READING
from service.domain.errors import FromElsewhere

FIELD: Final = "form_token"
SIGN_IN: Final = "web.session.sign_in"
"""The one form that belongs to no session yet; where it is sent from is all that can be asked of it."""

NOT_FROM_HERE: Final = "This was not sent from a page of this site."
NOT_OF_THIS_SESSION: Final = "This was sent from a page of a session that has ended."


def form_token() -> str:
    """Give what each form of this session carries; nothing where there is no session."""
    secret: str = g.get("secret", "")
    # One way: who reads it from a page learns nothing of the cookie.
    return hmac.new(secret.encode(), FIELD.encode(), sha256).hexdigest() if secret else ""


def refuse_what_is_forged(asked: Request) -> None:
    """Refuse a request that would change something and was not sent from a page that this session showed."""
    if asked.method in READING or asked.method == "OPTIONS":
        return
    if not _is_from_here(asked):
        raise FromElsewhere(NOT_FROM_HERE, hint="Load the page anew and send it from there.")
    if asked.endpoint != SIGN_IN and not _is_of_this_session(asked):
        raise FromElsewhere(NOT_OF_THIS_SESSION, hint="Sign in, then send it again.")


def _is_from_here(asked: Request) -> bool:
    """Ask the browser where it was sent from: every browser of today says so."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(asked.headers.get("Origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc == asked.headers.get("Host")


def _is_of_this_session(asked: Request) -> bool:
    ours, sent = form_token(), asked.form.get(FIELD, "")
    return bool(ours) and hmac.compare_digest(ours.encode(), sent.encode())
