"""Say who may write: reviewers and their tokens."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

import click

from service import reviewers
from service.cli.store import opened
from service.domain.vocabulary import Scope
from service.store.models import Token

LIFETIME: Final = re.compile(r"(\d{1,5})([hd])")
HOURS: Final = {"h": 1, "d": 24}


@click.group()
def reviewer() -> None:
    """Say who writes."""


@reviewer.command("add")
@click.argument("handle")
def reviewer_add(handle: str) -> None:
    """Add a reviewer with this public HANDLE."""
    with opened():
        reviewers.add(handle)
    click.echo(f"added: {handle}")


@click.group()
def token() -> None:
    """Make and end the secrets that let reviewers in."""


@token.command("create")
@click.option("--reviewer", "handle", required=True, help="Whose token it is.")
@click.option("--scopes", required=True, help="read, review, edit or admin; each includes those before it.")
@click.option("--expires", metavar="90d", help="How long it lives, in days (d) or hours (h); else until revoked.")
def token_create(handle: str, scopes: str, expires: str | None) -> None:
    """Make a token and print it, once."""
    wanted = [_scope(word) for word in scopes.split(",")]
    lifetime = _lifetime(expires) if expires else None
    with opened():
        click.echo(reviewers.create_token(handle, wanted, lifetime))


@token.command("list")
def token_list() -> None:
    """List all tokens by id; their secrets are not kept."""
    with opened():
        for row in reviewers.tokens():
            click.echo(f"{row.id}  {row.reviewer_id}  {row.scope}  {_state(row)}")


@token.command("revoke")
@click.argument("token_id")
def token_revoke(token_id: str) -> None:
    """End the token with this id now."""
    with opened():
        reviewers.revoke(token_id)
    click.echo(f"revoked: {token_id}")


def _state(row: Token) -> str:
    if row.revoked_at:
        return f"revoked {row.revoked_at:%Y-%m-%d %H:%M}Z"
    if row.expires_at is None:
        return "until revoked"
    word = "until" if row.expires_at > datetime.now(UTC) else "expired"
    return f"{word} {row.expires_at:%Y-%m-%d %H:%M}Z"


def _scope(word: str) -> Scope:
    try:
        return Scope(word.strip())
    except ValueError:
        raise _unusable("--scopes", f"scopes are {', '.join(Scope)}") from None


def _lifetime(text: str) -> timedelta:
    match = LIFETIME.fullmatch(text)
    if match is None or int(match[1]) == 0:
        raise _unusable("--expires", "a lifetime is a number of days or hours, as in 90d or 12h")
    return timedelta(hours=int(match[1]) * HOURS[match[2]])


def _unusable(option: str, detail: str) -> click.BadParameter:
    return click.BadParameter(detail, click.get_current_context(), param_hint=option)
