"""Keep the store's content."""

from pathlib import Path

import click

from service import backups
from service.cli.progress import showing_share
from service.cli.store import opened


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def backup(path: Path) -> None:
    """Write the whole store to the new file PATH.

    It is a SQLite file whatever the engine, and holds tokens, too. The store may be in use meanwhile.
    """
    with opened(), showing_share(path.name) as step:
        backups.make(path, step)
