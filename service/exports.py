"""Exports: typed rows out of the store, each as it is served, in an order in which no row refers to one below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from service.documents import noted
from service.domain.vocabulary import RowType
from service.schemas.change import CHANGE_ROW
from service.schemas.reviewer import ReviewerRow
from service.store import lists, query
from service.store.database import snapshot
from service.store.fields import from_microseconds
from service.store.models import Revision, Touched
from service.store.query import run
from service.store.revisions import current

SLICE: Final = 1_000
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
TAGS: Final = Part(RowType.TAG, "tag", "TRUE", (), "note", noted)


def everything() -> Iterator[Exported]:
    """Give every row of the store, notes and history too, as it is at one moment; tokens are not given.

    The last row says how many there are, and the store's revision.
    """
    with snapshot():
        yield from _ended(_all_rows())


def claims(wanted: query.Query) -> Iterator[Exported]:
    """Give the claims that a query finds, with their tags, and before them all that they refer to."""
    with snapshot():
        yield from _ended(_claims_with_what_they_need(wanted))


def _ended(found: Iterator[Exported]) -> Iterator[Exported]:
    rev, count = current(), 0
    for row in found:
        count += 1
        yield row
    yield END, orjson.dumps({"count": count, "rev": rev})


def _all_rows() -> Iterator[Exported]:
    yield from _reviewers()
    for part in (NAMED, ARTICLES, UNNAMED, CLAIMS, TAGS):
        for row in _in_order(part):
            yield part.type, row.body
    yield from _revisions()


def _reviewers(condition: str = "TRUE", *bound: str) -> Iterator[Exported]:
    found = run(f"SELECT handle, created_at FROM reviewer WHERE {condition} ORDER BY handle", bound)
    for handle, created_at in found:
        body = REVIEWER.render({"handle": handle, "created_at": from_microseconds(created_at)})
        yield RowType.REVIEWER, body


@dataclass(frozen=True)
class _Row:
    id: str
    references: Sequence[str | None]
    body: bytes


def _in_order(part: Part) -> Iterator[_Row]:
    """Give rows by id, but each one after those that it refers to."""
    ahead: set[str] = set()
    for first in _by_id(part):
        waiting = [first]
        while waiting:
            row = waiting[-1]
            missing = [to for to in row.references if to is not None and to > first.id and to not in ahead]
            if missing:
                waiting += _some(part, "AND id = ?", [missing[0]])
                continue
            waiting.pop()
            if row.id in ahead:
                ahead.discard(row.id)
                continue
            if row is not first:
                ahead.add(row.id)
            yield row


def _by_id(part: Part) -> Iterator[_Row]:
    after = ""
    while some := _some(part, "AND id > ? ORDER BY id LIMIT ?", [after, SLICE]):
        yield from some
        after = some[-1].id


def _some(part: Part, condition: str, bound: list[Any]) -> list[_Row]:
    columns = ", ".join(["id", "document", part.column, *part.references])
    found = run(f"SELECT {columns} FROM {part.table} WHERE {part.where} {condition}", bound)
    return [_Row(row[0], row[3:], part.complete(bytes(row[1]), row[2])) for row in found]


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


def _claims_with_what_they_need(wanted: query.Query) -> Iterator[Exported]:
    given: set[str] = set()
    cut = replace(wanted, limit=SLICE, order=query.Order())
    while True:
        page = query.page(lists.CLAIMS, cut)
        for claim_id, document in page.documents:
            for row_id in _needed(document):
                yield from _with_what_it_needs(row_id, given)
            yield RowType.CLAIM, document
            yield from _tags(claim_id, given)
        if page.end is None:
            return
        cut = replace(cut, after=page.end)


def _needed(document: bytes) -> Iterator[str]:
    """Name the rows that one row's JSON refers to: whatever is an object with an id, however deep."""
    waiting: list[Any] = list(orjson.loads(document).values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "id" in value:
                yield value["id"]
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _with_what_it_needs(row_id: str, given: set[str]) -> Iterator[Exported]:
    """Give a source or an article that was not given yet, after those that it refers to."""
    waiting = [row_id]
    while waiting:
        part = ARTICLES if waiting[-1].startswith("art_") else SOURCES
        document = _some(part, "AND id = ?", [waiting[-1]])[0].body
        missing = [needed for needed in _needed(document) if needed not in given and needed not in waiting]
        if missing:
            waiting.append(missing[0])
            continue
        done = waiting.pop()
        if done not in given:
            given.add(done)
            yield part.type, document


def _tags(claim_id: str, given: set[str]) -> Iterator[Exported]:
    for row in _some(TAGS, "AND claim_id = ? ORDER BY id", [claim_id]):
        handle = orjson.loads(row.body)["reviewer"]
        if handle not in given:
            given.add(handle)
            yield from _reviewers("handle = ?", handle)
        yield RowType.TAG, row.body
