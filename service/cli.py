"""The command line: serve, migrate, seed, and say who may write."""

import functools
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
from peewee import PeeweeException

from service import reviewers, serving, settings
from service.domain.errors import NotMigrated, Refused
from service.domain.vocabulary import Scope
from service.formats import fixtures
from service.store import migrating
from service.store.database import bind, database, explain_failure

LIFETIME = re.compile(r"(\d{1,5})([hd])")
HOURS = {"h": 1, "d": 24}


@click.group()
def cli() -> None:
    """Hearsay stores the claims of news articles, who each rests on, and serves them as JSON.

    The store is the SQLite file hearsay.db in this folder, or what HEARSAY_DATABASE_URL names.
    """


@cli.command()
@click.option("--demo", is_flag=True, help="Serve the fixtures from a store that is thrown away afterwards.")
@click.option("--bind", "address", metavar="HOST:PORT", help="Where to listen (HEARSAY_BIND; 127.0.0.1:8000).")
def serve(*, demo: bool, address: str | None) -> None:
    """Serve over HTTP; an embedded store is brought up to date first."""
    chosen = settings.read()
    if address:
        chosen = replace(chosen, bind=address)
    (serving.serve_demo if demo else serving.serve)(chosen)


@cli.group()
def migrate() -> None:
    """Bring the store's schema to this release, or back."""


@migrate.command("up")
@click.argument("target", required=False)
def migrate_up(target: str | None) -> None:
    """Apply what is pending, up to TARGET; an embedded store is copied beside itself first."""
    with _store(current=False):
        _tell("applied", migrating.up(target))


@migrate.command("down")
@click.argument("target", required=False)
def migrate_down(target: str | None) -> None:
    """Take back the last migration, or all back through TARGET."""
    with _store(current=False):
        _tell("taken back", migrating.down(target))


@migrate.command("status")
def migrate_status() -> None:
    """List the migrations; exits with 1 where the store lacks one."""
    with _store(current=False):
        for name, applied in migrating.status():
            click.echo(f"{name}  {applied.isoformat(sep=' ', timespec='seconds') if applied else 'pending'}")
        if migrating.pending():
            sys.exit(1)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def seed(paths: tuple[Path, ...]) -> None:
    """Load files of typed rows, one JSON object a line; without PATHS, the fixtures. Loading again adds nothing."""
    with _store():
        for path in paths or fixtures.shipped():
            tally = fixtures.seed(path, functools.partial(_progress, path))
            click.echo(f"{path.name}: {tally.stored} rows stored, {tally.skipped} were there already")


@cli.group()
def reviewer() -> None:
    """Say who writes."""


@reviewer.command("add")
@click.argument("handle")
def reviewer_add(handle: str) -> None:
    """Add a reviewer with this public HANDLE."""
    with _store():
        reviewers.add(handle)


@cli.group()
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
    with _store():
        click.echo(reviewers.create_token(handle, wanted, lifetime))


@token.command("list")
def token_list() -> None:
    """List all tokens by id; their secrets are not kept."""
    with _store():
        for row in reviewers.tokens():
            until = f"until {row.expires_at:%Y-%m-%d %H:%M}Z" if row.expires_at else "until revoked"
            state = f"revoked {row.revoked_at:%Y-%m-%d %H:%M}Z" if row.revoked_at else until
            click.echo(f"{row.id}  {row.reviewer_id}  {row.scope}  {state}")


@token.command("revoke")
@click.argument("token_id")
def token_revoke(token_id: str) -> None:
    """End the token with this id now."""
    with _store():
        reviewers.revoke(token_id)


def main() -> None:
    """Run a command; a failure is one line and a non-zero exit."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (Refused, ValueError, OSError, migrating.MigrationError, PeeweeException) as failure:
        click.echo(f"hearsay: {_explain(failure)}", err=True)
        sys.exit(1)


def _explain(failure: Exception) -> str:
    if isinstance(failure, PeeweeException):
        refusal = explain_failure(failure)
        return refusal.detail if refusal else f"the store refused: {failure}"
    if not isinstance(failure, Refused):
        return str(failure)
    places = [f"{' '.join(place.values())}: {fault}" for place, fault in failure.faults]
    return " ".join([failure.detail, *places, failure.hint or ""]).strip()


@contextmanager
def _store(*, current: bool = True) -> Iterator[None]:
    bind(settings.read().database_url)
    with database.connection_context():
        if current and migrating.pending():
            raise NotMigrated("The store lacks migrations of this release.", hint="Run: hearsay migrate up")
        yield


def _progress(path: Path, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Show on a terminal how much of a file is read; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from lines
        return
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        for line in lines:
            yield line
            bar.update(len(line))


def _tell(verb: str, names: list[str]) -> None:
    for name in names:
        click.echo(f"{verb}: {name}")
    if not names:
        click.echo("nothing to do")


def _scope(word: str) -> Scope:
    try:
        return Scope(word.strip())
    except ValueError:
        raise click.BadParameter(f"scopes are {', '.join(Scope)}", param_hint="--scopes") from None


def _lifetime(text: str) -> timedelta:
    match = LIFETIME.fullmatch(text)
    if match is None or int(match[1]) == 0:
        raise click.BadParameter("a lifetime is a number of days or hours, as in 90d or 12h", param_hint="--expires")
    return timedelta(hours=int(match[1]) * HOURS[match[2]])
