"""Rows in and out."""

import functools
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import parse_qsl

import click

from service.cli.failures import in_file
from service.cli.progress import show_progress, show_rate
from service.cli.store import opened
from service.domain.errors import Refused
from service.domain.vocabulary import OnConflict
from service.formats import files, fixtures
from service.schemas.grammars import CLAIMS
from service.store.query import Query

SWITCH_S: Final = 0.0001
"""How long one thread works before another may; Python's own is 5 ms."""

OF_PAGES: Final = ("sort", "limit", "cursor", "facets", "count")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def seed(paths: tuple[Path, ...]) -> None:
    """Load files of typed rows, one JSON object a line; without PATHS, the fixtures. Loading again adds nothing."""
    with opened():
        for path in paths or fixtures.shipped():
            with in_file(path):
                outcomes = fixtures.seed(path, functools.partial(show_progress, path))
            stored = sum(outcome.stored for outcome in outcomes)
            click.echo(f"{path.name}: {stored} rows stored, {len(outcomes) - stored} were there already")


@click.command("import")
@click.argument("file", metavar="PATH|-", type=click.File("rb"))
@click.option(
    "--on-conflict",
    type=click.Choice([word.value for word in OnConflict]),
    default=OnConflict.ERROR.value,
    help="What becomes of a row whose id is there: refuse it, or leave it out, as when an import is taken up again.",
)
@click.option("--as-is", is_flag=True, help="Move a whole store into this empty one: ids, numbers, times, history.")
def load(file: BinaryIO, on_conflict: str, *, as_is: bool) -> None:
    """Store a file of typed rows, 10,000 rows in each transaction."""
    tally = files.Tally()
    with opened(), _tuned(), in_file(Path(file.name)):
        lines = show_rate(file)
        try:
            if as_is:
                files.take(lines, tally)
            else:
                files.load(lines, OnConflict(on_conflict), tally)
        except Refused as refusal:
            again = "in the same way" if as_is else "with --on-conflict skip"
            kept = f"{tally.stored} rows are stored; to go on, mend what is wrong and import it {again}."
            refusal.hint = f"{refusal.hint or ''} {kept if tally.stored else ''}".strip() or None
            raise
    click.echo(f"{tally.stored} rows stored, {tally.skipped} left out")


@contextmanager
def _tuned() -> Iterator[None]:
    """Let Python do nothing that an import has no use for, and what it has at once.

    The collector of rings would go through all rows that are held again and again, which takes a tenth of an import; no
    rows refer to each other in rings. And whoever writes behind would wait for Python's lock longer than writing takes.
    """
    interval = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.enable()


@click.command()
@click.argument("query", required=False)
def export(query: str | None) -> None:
    """Write typed rows: the claims of a QUERY, as in 'source_type=expert&language=en', or else the whole store."""
    with opened():
        wanted = _wanted(query) if query else None
        for line in files.dump(wanted):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _wanted(query: str) -> Query:
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(name in OF_PAGES for name, _ in pairs):
        raise click.BadParameter(f"an export has no pages: leave out {', '.join(OF_PAGES)}", param_hint="QUERY")
    return CLAIMS.read(pairs)
