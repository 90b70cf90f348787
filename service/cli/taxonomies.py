"""Say which terms reviewers may give: taxonomies, installed and removed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import orjson

from service import blinding, shipped, taxonomies
from service.cli.progress import counting
from service.cli.store import opened
from service.domain.errors import Invalid
from service.domain.taxonomies import Vocabulary
from service.formats import machinetags
from service.taxonomies import Outcome

AT_ONCE: Final = 100


@click.group()
def taxonomy() -> None:
    """Say which terms reviewers may give."""


@taxonomy.command("import")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def taxonomy_import(paths: tuple[Path, ...]) -> None:
    """Install taxonomies in MISP's format, all of them or none: files, or folders with a machinetag.json in each.

    Without PATHS, those that come with Hearsay. A newer version takes the place of an older one.
    """
    with opened():
        files = [file for path in paths for file in machinetags.within(path)] if paths else shipped.files()
        for outcome in taxonomies.install(_read(files)):
            click.echo(_told(outcome))


@taxonomy.command("list")
def taxonomy_list() -> None:
    """List what is installed: namespace, version, number of terms, and which terms are retired."""
    with opened():
        for one in _all():
            words = [one["namespace"], f"version {one['version']}", f"{one['terms']} terms"]
            click.echo("  ".join([*words, *(["blind"] if one["blind"] else [])]))
            for term in one["retired"]:
                click.echo(f"  retired: {term}")


@taxonomy.command("remove")
@click.argument("namespace")
def taxonomy_remove(namespace: str) -> None:
    """Remove the taxonomy NAMESPACE, unless a tag that stands uses it."""
    with opened():
        taxonomies.remove(namespace)
    click.echo(f"removed: {namespace}")


@taxonomy.command("blind")
@click.argument("namespace")
def taxonomy_blind(namespace: str) -> None:
    """Let the taxonomy NAMESPACE be judged blind, unless somebody gave one of its tags already."""
    with opened():
        blinding.blind(namespace, None)
    click.echo(f"judged blind: {namespace}")


@taxonomy.command("open")
@click.argument("namespace")
def taxonomy_open(namespace: str) -> None:
    """Open the taxonomy NAMESPACE, which was judged blind: show all its tags. Broken off, it goes on when run again."""
    with opened():
        blinding.unblind(namespace, None, wide=True)
    click.echo(f"open: {namespace}")


def _read(files: list[Path]) -> list[tuple[str, Vocabulary]]:
    """Read the files; say what is wrong a line each, before the one line that says that nothing was done."""
    try:
        with counting("files") as watch:
            return machinetags.read(files, watch)
    except Invalid as refusal:
        for line in machinetags.lines(refusal.faults):
            click.echo(" ".join(line.split()), err=True)
        refusal.faults = ()
        raise


def _told(outcome: Outcome) -> str:
    retired = f", {outcome.retired} retired" if outcome.retired else ""
    return f"{outcome.namespace} {outcome.version}: {outcome.became} ({outcome.terms} terms{retired})"


def _all() -> Iterator[dict[str, Any]]:
    after: str | None = ""
    while after is not None:
        found = taxonomies.page(after, AT_ONCE)
        yield from map(orjson.loads, found.entries)
        after = found.end
