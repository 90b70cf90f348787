"""How far a long command is: shown on a terminal, silent in a pipe."""

import functools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

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


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many were counted and how many a second; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    began = shown = time.monotonic()
    count = 0

    def add(number: int) -> None:
        nonlocal count, shown
        count += number
        now = time.monotonic()
        if now - shown >= SECONDS_BETWEEN:
            click.echo(f"\r{count:,} {what}, {count / (now - began):,.0f} a second ", nl=False, err=True)
            shown = now

    yield add
    click.echo("", err=True)


def show_rate(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Pass lines through, and show how many."""
    with counting("rows") as add:
        for line in lines:
            yield line
            add(1)


@contextmanager
def showing_share(label: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal which share of the work is done, from 0 to 1, once some is; say nothing in a pipe."""
    with ExitStack() as shown:

        @functools.cache
        def bar() -> Any:
            return shown.enter_context(click.progressbar(length=100, label=label, file=sys.stderr))

        def show(share: float) -> None:
            if sys.stderr.isatty():
                bar().update(int(share * 100) - bar().pos)

        yield show
