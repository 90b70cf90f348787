"""How far a long command is: shown on a terminal, silent in a pipe."""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

SECONDS_BETWEEN = 0.5


def show_progress(path: Path, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Show on a terminal how much of a file is read; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from lines
        return
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        for line in lines:
            yield line
            bar.update(len(line))


def show_rate(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Show on a terminal how many rows were read and how many a second; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from lines
        return
    began = shown = time.monotonic()
    for number, line in enumerate(lines, start=1):
        yield line
        now = time.monotonic()
        if now - shown >= SECONDS_BETWEEN:
            click.echo(f"\r{number:,} rows, {number / (now - began):,.0f} a second ", nl=False, err=True)
            shown = now
    click.echo("", err=True)
