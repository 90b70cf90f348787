"""The command line: each command reads its arguments, calls one verb and says what came of it."""

import os
import sqlite3
import sys
from typing import Final

import click
from peewee import PeeweeException

from service.cli import checking, contract, keeping, migrate, people, rows, serve, taxonomies, writes
from service.cli.failures import explain
from service.domain.errors import Refused
from service.store.migrating import MigrationError

COMMANDS: Final = (
    serve.serve, migrate.migrate, rows.seed, rows.load, rows.export, keeping.backup, keeping.restore, checking.check,
    writes.change, writes.merge, writes.erase, contract.contract, people.reviewer, people.token,
    taxonomies.taxonomy,
)  # fmt: skip
FAILURES: Final = (
    click.ClickException,
    Refused,
    ValueError,
    OSError,
    MigrationError,
    PeeweeException,
    sqlite3.Error,
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
    # A store holds notes and digests of tokens: its files, and copies of them, are their owner's.
    os.umask(0o077)
    try:
        cli(prog_name="hearsay", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(asked.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except FAILURES as failure:
        click.echo(f"hearsay: {explain(failure)}", err=True)
        sys.exit(failure.exit_code if isinstance(failure, click.ClickException) else 1)
