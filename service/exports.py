"""Exports: typed rows out of the store, each as it is served, in an order in which no row refers to one below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from service import kept_taxonomies
from service.documents import noted
from service.domain.vocabulary import RowType
from service.schemas.change import CHANGE_ROW
from service.schemas.reviewer import ReviewerRow
from service.store.database import snapshot
from service.store.fields import from_microseconds
from service.store.models import Revision, Touched
from service.store.query import run
from service.store.revisions import current
from service.store.slices import SLICE

REVIEWER: Final = ReviewerRow()

Exported = tuple[str, bytes]
"""The type of a row, and its body as JSON."""


@dataclass(frozen=True)
class Part:
    """Some rows of one table: which, and which columns refer to rows that must come before."""

    type: RowType
    table: str
    where: str
    references: tuple[str, ...]
    column: str = "NULL"
    complete: Callable[[bytes, Any], bytes] = lambda document, _: document
    """Puts what that column has into the document."""


def _marked_as_another(document: bytes, is_another: Any) -> bytes:
    """Say of a source whose name others of its kind have, too, that this is meant: else it could not be loaded."""
    return document[:-1] + b',"new":true}' if is_another else document


IS_ANOTHER: Final = """EXISTS (
    SELECT 1 FROM source_name AS mine
    JOIN source_name AS theirs ON theirs.name = mine.name AND theirs.source_id <> mine.source_id
    JOIN source AS other ON other.id = theirs.source_id AND other.kind = source.kind
    WHERE mine.source_id = source.id
)"""

END: Final = "_end"
NAMED: Final = Part(
    RowType.SOURCE, "source", "article_id IS NULL", ("belongs_to_id", "merged_into_id"), IS_ANOTHER, _marked_as_another
)
SOURCES: Final = Part(RowType.SOURCE, "source", "TRUE", (), IS_ANOTHER, _marked_as_another)
ARTICLES: Final = Part(RowType.ARTICLE, "article", "TRUE", ("copy_of_id",))
UNNAMED: Final = replace(SOURCES, where="article_id IS NOT NULL", references=("merged_into_id",))
CLAIMS: Final = Part(RowType.CLAIM, "claim", "TRUE", ())
EVIDENCE: Final = Part(RowType.EVIDENCE, "evidence", "TRUE", (), "note", noted)
TAGS: Final = Part(RowType.TAG, "tag", "TRUE", (), "note", noted)


def everything() -> Iterator[Exported]:
    """Give every row of the store, notes and history too, as it is at one moment; tokens are not given.

    The last row says how many there are, and the store's revision.
    """
    with snapshot():
        yield from ended(_all_rows())


def ended(found: Iterator[Exported]) -> Iterator[Exported]:
    """Give rows, and below them how many there are, and the store's revision."""
    rev, count = current(), 0
    for row in found:
        count += 1
        yield row
    yield END, orjson.dumps({"count": count, "rev": rev})


def _all_rows() -> Iterator[Exported]:
    yield from reviewers()
    for namespace in kept_taxonomies.namespaces():
        yield from taxonomy(namespace)
    for part in (NAMED, ARTICLES, UNNAMED, CLAIMS, EVIDENCE, TAGS):
        for row in _in_order(part):
            yield part.type, row.body
    yield from _revisions()


def reviewers(condition: str = "TRUE", *bound: str) -> Iterator[Exported]:
    """Give reviewers by handle."""
    found = run(f"SELECT handle, created_at FROM reviewer WHERE {condition} ORDER BY handle", bound)
    for handle, created_at in found:
        body = REVIEWER.render({"handle": handle, "created_at": from_microseconds(created_at)})
        yield RowType.REVIEWER, body


def taxonomy(namespace: str) -> Iterator[Exported]:
    """Give a taxonomy with this namespace, if there is one."""
    body = kept_taxonomies.row_of(namespace)
    if body is not None:
        yield RowType.TAXONOMY, body


@dataclass(frozen=True)
class Row:
    """A row as it is given, with the ids of those that must come before."""

    id: str
    references: Sequence[str | None]
    body: bytes


def _in_order(part: Part) -> Iterator[Row]:
    """Give rows by id, but each one after those that it refers to."""
    ahead: set[str] = set()
    for first in _by_id(part):
        waiting = [first]
        while waiting:
            row = waiting[-1]
            missing = [to for to in row.references if to is not None and to > first.id and to not in ahead]
            if missing:
                waiting += some_of(part, "AND id = ?", [missing[0]])
                continue
            waiting.pop()
            if row.id in ahead:
                ahead.discard(row.id)
                continue
            if row is not first:
                ahead.add(row.id)
            yield row


def _by_id(part: Part) -> Iterator[Row]:
    after = ""
    while some := some_of(part, "AND id > ? ORDER BY id LIMIT ?", [after, SLICE]):
        yield from some
        after = some[-1].id


def some_of(part: Part, condition: str, bound: Sequence[Any]) -> list[Row]:
    """Read those rows of a part for which a condition, which begins with AND, holds."""
    columns = ", ".join(["id", "document", part.column, *part.references])
    found = run(f"SELECT {columns} FROM {part.table} WHERE {part.where} {condition}", bound)
    return [Row(row[0], row[3:], part.complete(bytes(row[1]), row[2])) for row in found]


def _revisions() -> Iterator[Exported]:
    after = -1
    while some := list(Revision.select().where(Revision.rev > after).order_by(Revision.rev).limit(SLICE)):
        touched: dict[int, list[Touched]] = {entry.rev: [] for entry in some}
        for claim in (
            Touched.select()
            .where(Touched.rev.between(some[0].rev, some[-1].rev))
            .order_by(Touched.rev, Touched.claim_id)
        ):
            touched[claim.rev_id].append(claim)
        for entry in some:
            yield RowType.REVISION, _history(entry, touched[entry.rev])
        after = some[-1].rev


def _history(entry: Revision, touched: list[Touched]) -> bytes:
    return CHANGE_ROW.render({
        "rev": entry.rev, "at": entry.at, "by": entry.by, "change": entry.change, "type": entry.type,
        "id": entry.row_id,
        "document": None if entry.document is None else orjson.loads(bytes(entry.document)),
        "touched": [{"claim": claim.claim_id, "status": claim.status, "moved": claim.moved} for claim in touched],
    })  # fmt: skip
