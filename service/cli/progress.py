"""How far a long command is: shown on a terminal, silent in a pipe."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click


def show_progress(path: Path, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Show on a terminal how much of a file is read; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from lines
        return
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        for line in lines:
            yield line
            bar.update(len(line))
