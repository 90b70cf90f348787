"""Bring the store's schema to this release, or back."""

import sys

import click

from service import shipped
from service.cli.store import looked_into, opened
from service.store import migrating


@click.group()
def migrate() -> None:
    """Bring the store's schema to this release, or back."""


@migrate.command("up")
@click.argument("target", required=False)
def migrate_up(target: str | None) -> None:
    """Apply what is pending, up to TARGET; an embedded store is copied beside itself first."""
    with opened(current=False):
        _tell("applied", shipped.migrate(target))


@migrate.command("down")
@click.argument("target", required=False)
def migrate_down(target: str | None) -> None:
    """Take back the last migration, or all back through TARGET; an embedded store is copied beside itself first."""
    with opened(current=False):
        _tell("taken back", migrating.down(target))


@migrate.command("status")
def migrate_status() -> None:
    """List the migrations; exits with 1 where the store lacks one."""
    with looked_into():
        known = migrating.status()
    for name, applied in known:
        click.echo(f"{name}  {applied.isoformat(sep=' ', timespec='seconds') if applied else 'pending'}")
    if any(applied is None for _, applied in known):
        sys.exit(1)


def _tell(verb: str, names: list[str]) -> None:
    for name in names:
        click.echo(f"{verb}: {name}")
    if not names:
        click.echo("nothing to do")
