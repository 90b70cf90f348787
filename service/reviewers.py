"""Reviewers and their tokens: who is asking, and what they may do."""

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from peewee import fn

from service.domain.errors import Conflict, Forbidden, NotFound, Unauthenticated, invalid
from service.domain.identifiers import HANDLE
from service.domain.vocabulary import Scope
from service.schemas.reviewer import ReviewerShape
from service.store.models import Reviewer, Tag, Token
from service.store.revisions import Writing, current, writing
from service.store.rows import Entries, tuples

TOKEN: Final = re.compile(r"hs_([a-z0-9]{12})_([a-z0-9]{64})")
ID_BYTES: Final = 6
SECRET_BYTES: Final = 32
NOT_VALID: Final = "This token is not valid."
REVIEWER: Final = ReviewerShape()


@dataclass(frozen=True)
class Caller:
    """Who is asking: a reviewer's handle with the scope of the token used, or nobody."""

    handle: str | None
    scope: Scope | None
    token_id: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether a token came along."""
        return self.handle is not None

    def may(self, needed: Scope) -> bool:
        """Tell whether the token has a scope."""
        return self.scope is not None and self.scope.includes(needed)

    def must(self, needed: Scope) -> str:
        """Require a scope; return the handle of the reviewer who holds it."""
        if self.handle is None or self.scope is None:
            raise Unauthenticated(f"This needs a token with the scope '{needed}'.", scope=needed)
        if not self.scope.includes(needed):
            raise Forbidden(f"This needs the scope '{needed}'; the token has '{self.scope}'.", scope=needed)
        return self.handle


NOBODY: Final = Caller(None, None)


def add(handle: str, *, exist_ok: bool = False) -> None:
    """Add a reviewer; one who is there already is refused, or left as they are."""
    if not HANDLE.fullmatch(handle):
        raise invalid("/handle", "form", "A handle is 1 to 40 of a-z, 0-9, _ and -, and begins with a letter or digit.")
    with writing(None) as transaction:
        if not create(transaction, handle) and not exist_ok:
            raise Conflict("There is a reviewer with this handle.")


def create(transaction: Writing, handle: str, created_at: datetime | None = None) -> bool:
    """Add a reviewer within a transaction; False for one who is there already."""
    if Reviewer.find(handle=handle) is not None:
        return False
    Reviewer.insert(handle=handle, created_at=created_at or transaction.at).execute()
    return True


def page(after: str, limit: int) -> Entries[str]:
    """Read reviewers by handle, with the number of their current tags and of the claims that these judge."""
    rev = current()
    wanted = Reviewer.select(Reviewer.handle).where(Reviewer.handle > after).order_by(Reviewer.handle)
    handles = [handle for (handle,) in tuples(wanted.limit(limit + 1))]
    return Entries(
        [REVIEWER.render(_count(handle)) for handle in handles[:limit]],
        handles[limit - 1] if len(handles) > limit else None,
        rev,
    )


def _count(handle: str) -> dict[str, Any]:
    counts = Tag.select(fn.COUNT(Tag.id), fn.COUNT(Tag.claim.distinct()))
    ((tags, claims),) = tuples(counts.where(Tag.reviewer == handle, Tag.withdrawn_at.is_null(), ~Tag.blind))
    return {"handle": handle, "tags": tags, "claims": claims}


def create_token(handle: str, scopes: Iterable[Scope], lifetime: timedelta | None = None) -> str:
    """Make a token for a reviewer and return it; it cannot be read again, only its digest is kept.

    Scopes nest, so the token has the highest of them.
    """
    order = list(Scope)
    scope = max(scopes, key=order.index)
    token_id, secret = secrets.token_hex(ID_BYTES), secrets.token_hex(SECRET_BYTES)
    with writing(None) as transaction:
        if Reviewer.find(handle=handle) is None:
            raise NotFound("There is no reviewer with this handle.")
        Token.insert(
            id=token_id,
            reviewer=handle,
            secret_sha256=_digest(secret),
            scope=scope,
            created_at=transaction.at,
            expires_at=transaction.at + lifetime if lifetime is not None else None,
        ).execute()
    return f"hs_{token_id}_{secret}"


def tokens() -> list[Token]:
    """List all tokens, oldest first."""
    return list(Token.select().order_by(Token.created_at, Token.id))


def revoke(token_id: str) -> None:
    """End a token now."""
    with writing(None) as transaction:
        token = Token.find(id=token_id)
        if token is None:
            raise NotFound("There is no token with this id.")
        if token.revoked_at is None:
            Token.update(revoked_at=transaction.at).where(Token.id == token_id).execute()


def authenticate(presented: str) -> Caller:
    """Say who holds this token; refuse one that is malformed, unknown, expired or revoked, without telling which."""
    match = TOKEN.fullmatch(presented)
    token = Token.find(id=match[1]) if match else None
    # An unknown id costs the same comparison as a wrong secret.
    expected = token.secret_sha256 if token else _digest("")
    same = hmac.compare_digest(expected, _digest(match[2] if match else "-"))
    if token is None or not same:
        raise Unauthenticated(NOT_VALID)
    return holder(token, datetime.now(UTC))


def holder(token: Token, now: datetime) -> Caller:
    """Say who holds a token that was presented; refuse one that is expired or revoked."""
    if token.revoked_at is not None:
        raise Unauthenticated(NOT_VALID)
    if token.expires_at is not None and token.expires_at <= now:
        raise Unauthenticated("This token has expired.", hint="Ask for a new one.")
    return Caller(token.reviewer_id, Scope(token.scope), token.id)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
