"""See whether a store is what it should be."""

import sys

import click

from service import consistency
from service.cli.progress import counting
from service.cli.store import opened


@click.command()
def check() -> None:
    """Derive every document, count and status anew, and say what differs; exits with 1 where anything does."""
    differences = 0
    with opened(), counting("rows") as watch:
        for line in consistency.check(watch):
            click.echo(line)
            differences += 1
    if differences:
        click.echo(f"differences: {differences}", err=True)
        sys.exit(1)
