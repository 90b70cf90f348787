"""Keep the store's content, and put it back."""

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


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Give up the rows that the store holds.")
def restore(path: Path, *, replace: bool) -> None:
    """Put the backup PATH into the store.

    All of it or nothing, and with the counter raised. The store may be in use meanwhile.
    """
    with opened(current=False), showing_share(path.name) as step:
        backups.restore(path, replace=replace, step=step)
