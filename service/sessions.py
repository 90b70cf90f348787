"""Sessions: a browser that a token let in, until it signs out, the time is up, or the token ends.

The browser keeps a random secret, the store its digest: neither tells the token.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from service.domain.errors import Unauthenticated
from service.reviewers import NOBODY, Caller, authenticate, holder
from service.store.models import Session, Token
from service.store.revisions import writing

LIFETIME: Final = timedelta(hours=12)
"""A long day's work; what is left on a shared computer is of no use on the next."""

SECRET_BYTES: Final = 32
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Begun:
    """A session that has begun: the secret that its browser keeps, who it is, and how long it lasts."""

    secret: str
    caller: Caller
    lifetime: timedelta


def begin(token: str) -> Begun:
    """Let a browser in that presents a token, and forget the sessions whose time is up."""
    caller = authenticate(token)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing(None) as transaction:
        Session.delete().where(Session.expires_at <= transaction.at).execute()
        Session.insert(
            secret_sha256=_digest(secret), token=caller.token_id, created_at=transaction.at,
            expires_at=transaction.at + LIFETIME,
        ).execute()  # fmt: skip
    return Begun(secret, caller, LIFETIME)


def resume(secret: str) -> Caller:
    """Say whose session this is; nobody's where it has ended, or its token has."""
    now = datetime.now(UTC)
    session = Session.find(secret_sha256=_digest(secret)) if SECRET.fullmatch(secret) else None
    token = None if session is None or session.expires_at <= now else Token.find(id=session.token_id)
    if token is None:
        return NOBODY
    try:
        return holder(token, now)
    except Unauthenticated:
        return NOBODY


def end(secret: str) -> None:
    """Let the browser in no more; to end a session again does nothing."""
    with writing(None):
        Session.delete().where(Session.secret_sha256 == _digest(secret)).execute()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
