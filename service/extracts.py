"""Extracts: the claims that a query finds, as typed rows, with all that another store needs to take them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson
from peewee import chunked

from service.domain.vocabulary import RowType
from service.exports import ARTICLES, EVIDENCE, SOURCES, TAGS, Exported, ended, reviewers, some_of, taxonomy
from service.store import lists, query, searching, slices
from service.store.database import snapshot
from service.store.matches import one_of
from service.store.models import LIVE
from service.store.query import run

OF_REVIEWERS: Final = ("reviewer", "accepted_by")


@dataclass
class _Given:
    """What was given already, and of the ties between claims what must be known when all claims are."""

    rows: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    namespaces: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    """The claims that are the other end of a tie."""
    ties: list[str] = field(default_factory=list)
    """The ties whose subjects were given."""


def claims(wanted: query.Query) -> Iterator[Exported]:
    """Give the claims that a query finds, with their tags, and before them all that they refer to.

    Below them stand their ties, with what those cite; a tie to a claim that is not given is left out.
    """
    with snapshot():
        yield from ended(_claims_with_what_they_need(wanted))


def _claims_with_what_they_need(wanted: query.Query) -> Iterator[Exported]:
    given = _Given()
    for page in slices.of_query(partial(searching.page, lists.CLAIMS), wanted):
        for claim_id, document in page.documents:
            yield from _needed_by(document, given)
            yield RowType.CLAIM, document
            yield from _tags(claim_id, given)
        _note_ties([claim_id for claim_id, _ in page.documents], given)
    yield from _ties(given)


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


def _needed_by(document: bytes, given: _Given) -> Iterator[Exported]:
    """Give the sources and articles that a row refers to and that were not given yet, after those they refer to."""
    for row_id in _needed(document):
        yield from _with_what_it_needs(row_id, given.rows)


def _with_what_it_needs(row_id: str, given: set[str]) -> Iterator[Exported]:
    waiting = [row_id]
    while waiting:
        part = ARTICLES if waiting[-1].startswith("art_") else SOURCES
        document = some_of(part, "AND id = ?", [waiting[-1]])[0].body
        missing = [needed for needed in _needed(document) if needed not in given and needed not in waiting]
        if missing:
            waiting.append(missing[0])
            continue
        done = waiting.pop()
        if done not in given:
            given.add(done)
            yield part.type, document


def _tags(claim_id: str, given: _Given) -> Iterator[Exported]:
    for row in some_of(TAGS, "AND claim_id = ? ORDER BY id", [claim_id]):
        yield from _reviewers_of(row.body, given)
        yield from _taxonomy_of(row.body, given)
        yield RowType.TAG, row.body


def _note_ties(claim_ids: list[str], given: _Given) -> None:
    """Note of some claims which ties they are an end of: whether both ends are given is known when all claims are."""
    if not claim_ids:
        return
    of_claims, bound = one_of("claim_id", claim_ids)
    given.ties += [row_id for (row_id,) in run(f"SELECT id FROM evidence WHERE {LIVE} AND {of_claims}", bound)]
    of_others, bound = one_of("other_id", claim_ids)
    found = run(f"SELECT DISTINCT other_id FROM evidence WHERE {LIVE} AND {of_others}", bound)
    given.objects |= {claim_id for (claim_id,) in found}


def _ties(given: _Given) -> Iterator[Exported]:
    for ids in chunked(sorted(given.ties), slices.SLICE):
        among, bound = one_of("id", ids)
        for row in some_of(EVIDENCE, f"AND {among} ORDER BY id", bound):
            other = orjson.loads(row.body)["claim"]
            if other is None or other in given.objects:
                yield from _needed_by(row.body, given)
                yield from _reviewers_of(row.body, given)
                yield RowType.EVIDENCE, row.body


def _reviewers_of(document: bytes, given: _Given) -> Iterator[Exported]:
    """Give those who wrote a tag or a tie, or accepted it, and were not given yet."""
    row = orjson.loads(document)
    for handle in sorted({row.get(key) for key in OF_REVIEWERS} - given.handles - {None}):
        given.handles.add(handle)
        yield from reviewers("handle = ?", handle)


def _taxonomy_of(document: bytes, given: _Given) -> Iterator[Exported]:
    """Give the taxonomy that a tag's term is from, if it was not given yet; a withdrawn one's may be gone."""
    namespace = str(orjson.loads(document)["term"]).partition(":")[0]
    if namespace not in given.namespaces:
        given.namespaces.add(namespace)
        yield from taxonomy(namespace)
