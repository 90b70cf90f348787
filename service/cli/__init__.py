"""The command line: each command reads its arguments, calls one verb and says what came of it."""

import sys
from typing import Final

import click
from peewee import PeeweeException

from service.cli import checking, migrate, people, rows, serve, writes
from service.domain.errors import Refused
from service.store.database import explain_failure
from service.store.migrating import MigrationError

COMMANDS: Final = (
    serve.serve, migrate.migrate, rows.seed, rows.load, rows.export, checking.check, writes.change, writes.merge,
    writes.erase, people.reviewer, people.token,
)  # fmt: skip


@click.group()
def cli() -> None:
    """Hearsay stores the claims of news articles, who each rests on, and serves them as JSON.

    The store is the SQLite file hearsay.db in this folder, or what HEARSAY_DATABASE_URL names.
    """


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run a command; a failure is one line and a non-zero exit."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (Refused, ValueError, OSError, MigrationError, PeeweeException) as failure:
        click.echo(f"hearsay: {_explain(failure)}", err=True)
        sys.exit(1)


def _explain(failure: Exception) -> str:
    if isinstance(failure, PeeweeException):
        refusal = explain_failure(failure)
        return refusal.detail if refusal else f"the store refused: {failure}"
    if not isinstance(failure, Refused):
        return str(failure)
    places = [f"{' '.join(map(str, place.values()))}: {fault}" for place, fault in failure.faults]
    return " ".join([failure.detail, *places, failure.hint or ""]).strip()
