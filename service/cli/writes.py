"""Writes that a request is too small for: the same verbs as over HTTP, however many documents they renew."""

from typing import Any, Final

import click
import orjson

from service import articles, claims, erasure, merging, sources
from service.cli.store import opened
from service.domain.nesting import MAX_DEPTH, is_too_deep
from service.domain.pointers import ERASABLE
from service.domain.vocabulary import ResourceType

CHANGE: Final[dict[str, Any]] = {"article": articles.change, "source": sources.change, "claim": claims.change}


@click.command()
@click.argument("kind", metavar="article|source|claim", type=click.Choice(list(CHANGE)))
@click.argument("row_id", metavar="ID")
@click.argument("patch", metavar="JSON")
def change(kind: str, row_id: str, patch: str) -> None:
    """Change a row by a JSON merge patch, as PATCH does, without a limit on what it reaches."""
    body = _object(patch)
    with opened():
        stored = CHANGE[kind](row_id, body, None, None, wide=True)
    click.echo(f"{row_id} is at revision {stored.rev}")


@click.command()
@click.argument("source_id", metavar="ID")
@click.argument("into_id", metavar="INTO")
def merge(source_id: str, into_id: str) -> None:
    """Let the source INTO stand for the source ID as well, without a limit on what it reaches."""
    with opened():
        stored = merging.merge(source_id, into_id, None, wide=True)
    click.echo(f"{stored.id} stands for {source_id} as well")


@click.command()
@click.argument("kind", metavar="TYPE", type=click.Choice([kind.value for kind in ERASABLE]))
@click.argument("row_id", metavar="ID")
@click.argument("paths", metavar="POINTER...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; it is kept, so it must not hold what is erased.")
def erase(kind: str, row_id: str, paths: tuple[str, ...], reason: str) -> None:
    """Erase values of a row and of its past, such as /name of a source, without a limit on what it reaches."""
    with opened():
        what = erasure.Erasure(list(paths), reason)
        rev = erasure.erase(ResourceType(kind), row_id, what, None, wide=True)
    click.echo(f"erased under revision {rev}")


def _object(text: str) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise click.BadParameter(f"not JSON: {error.msg}", param_hint="JSON") from None
    if is_too_deep(value):
        raise click.BadParameter(f"it nests deeper than {MAX_DEPTH} levels", param_hint="JSON")
    if not isinstance(value, dict):
        raise click.BadParameter("a merge patch is a JSON object", param_hint="JSON")
    return value
