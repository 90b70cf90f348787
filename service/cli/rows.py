"""Rows in and out."""

import functools
from pathlib import Path

import click

from service.cli.progress import show_progress
from service.cli.store import opened
from service.formats import fixtures


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def seed(paths: tuple[Path, ...]) -> None:
    """Load files of typed rows, one JSON object a line; without PATHS, the fixtures. Loading again adds nothing."""
    with opened():
        for path in paths or fixtures.shipped():
            tally = fixtures.seed(path, functools.partial(show_progress, path))
            click.echo(f"{path.name}: {tally.stored} rows stored, {tally.skipped} were there already")
