"""Moving a whole store: its rows are taken as they are, with their ids, numbers, times and documents."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, Final

import orjson
from peewee import IntegrityError, chunked, fn

from service import columns, kept_taxonomies
from service.claim_documents import read_chain, stand
from service.columns import Values
from service.domain.errors import Conflict, Invalid
from service.domain.names import fold
from service.domain.vocabulary import RowType
from service.findable import words_of
from service.loading import Line, named
from service.renewal import chains
from service.schemas.kept import KEPT
from service.standings import alone
from service.store import judging, lookups, models, words
from service.store.models import (
    Article,
    Claim,
    Evidence,
    EvidenceLink,
    Link,
    Override,
    Reviewer,
    Revision,
    Source,
    SourceName,
    SourceSameAs,
    Tag,
    Taxonomy,
    Touched,
)
from service.store.revisions import current, writing
from service.store.rows import tuples

ROWS_AT_ONCE: Final = 400
"""SQLite binds at most 32,766 values in one statement, and the widest table has 35 columns."""

BESIDE: Final = frozenset({"note", "new"})
"""What a file's row has beside its document: a note, and that a source is another one of its name."""

Counts = Counter[RowType]


def take(lines: Iterable[Line], *, first: bool = False) -> Counts:
    """Store some rows of a whole store's file as they are; give how many of each type.

    The store is empty, or took some of the same file before: what it has already, it keeps. With the `first` rows, the
    taxonomies go that the store began with, for the file has its own.
    """
    found: dict[RowType, list[Values]] = {}
    for line in lines:
        with named(line):
            found.setdefault(line.type, []).append(_read(line))
    try:
        with writing(None):
            _refuse_unless_begun()
            if first:
                kept_taxonomies.forget_the_first()
            for kind, many in found.items():
                TAKE[kind](many)
    except IntegrityError:
        raise _not_of_one_store() from None
    return Counter({kind: len(many) for kind, many in found.items()})


def finish(rev: int, counts: Counts) -> None:
    """Let a store that took all rows of a file go on from where the other one was; refuse one that has others."""
    with writing(None):
        _refuse_unless_begun()
        if any(table.select().count() != counts[kind] for kind, table in MOVED.items()):
            raise Conflict("This store has other rows than the file; a whole store is moved into an empty one.")
        if rev < (Revision.select(fn.MAX(Revision.rev)).scalar() or 0):
            raise _not_of_one_store()
        models.Counter.update(rev=rev).execute()


def _refuse_unless_begun() -> None:
    # The rows have the other store's numbers, so nothing may have been written here under numbers of its own.
    if current() != 0:
        raise Conflict("This store has rows of its own; a whole store is moved into an empty one.")


def _not_of_one_store() -> Invalid:
    return Invalid(
        "These are not the rows of one store: some refer to rows that are not above them, or exclude others."
    )


def _read(line: Line) -> Values:
    data = KEPT[line.type].read(line.body)
    if line.type is RowType.TAXONOMY:
        return data
    if line.type is RowType.REVISION:
        document = data.get("document")
        return {**data, "document": None if document is None else orjson.dumps(document)}
    shown = {key: value for key, value in line.body.items() if key not in BESIDE}
    return {**data, "document": orjson.dumps(shown)}


def _insert(many: Iterable[Values], *key: Any) -> None:
    """Insert rows, but for those whose key is there."""
    for some in chunked(many, ROWS_AT_ONCE):
        key[0].model.insert_many(some).on_conflict(action="nothing", conflict_target=key).execute()


def _take_reviewers(many: list[Values]) -> None:
    _insert([{"handle": data["handle"], "created_at": data["created_at"]} for data in many], Reviewer.handle)


def _take_sources(many: list[Values]) -> None:
    _insert(map(columns.source, many), Source.id)
    live = [data for data in many if "deleted_at" not in data]
    names = {(fold(name), data["id"]) for data in live for name in [data.get("name"), *data.get("aliases", [])] if name}
    uris = {(uri, data["id"]) for data in live for uri in data.get("same_as", [])}
    _insert(
        [{"name": name, "source": source_id} for name, source_id in sorted(names)], SourceName.name, SourceName.source
    )
    _insert(
        [{"uri": uri, "source": source_id} for uri, source_id in sorted(uris)], SourceSameAs.uri, SourceSameAs.source
    )


def _take_articles(many: list[Values]) -> None:
    _insert(map(columns.article, many), Article.id)


def _take_claims(many: list[Values]) -> None:
    numbers = count(lookups.last_number() + 1)
    _insert(({"number": number, **columns.claim(data)} for number, data in zip(numbers, many, strict=False)), Claim.id)
    links = [(data["id"], place, link) for data in many for place, link in enumerate(data["attribution"])]
    ids = {link["source"]["id"] for _, _, link in links}
    kinds: dict[str, str] = {}
    for some in chunked(sorted(ids), ROWS_AT_ONCE):
        kinds |= dict(tuples(Source.select(Source.id, Source.kind).where(Source.id.in_(list(some)))))
    if ids - kinds.keys():
        raise _not_of_one_store()
    length = {data["id"]: len(data["attribution"]) for data in many}
    _insert(
        [columns.link(claim, place, link, kinds, length[claim]) for claim, place, link in links], Link.claim, Link.place
    )
    overrides = [(data["id"], data["corroboration"].get("override")) for data in many if "corroboration" in data]
    _insert([{"claim": claim, **columns.override(given)} for claim, given in overrides if given], Override.claim)
    number_of = lookups.numbers([data["id"] for data in many])
    words.add({number_of[data["id"]]: words_of(data["document"]) for data in many if "deleted_at" not in data})
    _derive_withdrawn([data["id"] for data in many if "deleted_at" in data])


def _derive_withdrawn(claim_ids: list[str]) -> None:
    """Fill in what the file leaves out of claims that were withdrawn; their documents stay as they are."""
    chain_of = chains(claim_ids)
    for claim in Claim.select().where(Claim.id.in_(claim_ids)):
        read_chain(claim, chain_of[claim.id])
        stand(claim, alone(claim, chain_of[claim.id]))
        claim.put()


def _take_evidence(many: list[Values]) -> None:
    _insert(map(columns.evidence, many), Evidence.id)
    links = [link for data in many for link in columns.evidence_links(data)]
    _insert(links, EvidenceLink.evidence, EvidenceLink.place)


def _take_tags(many: list[Values]) -> None:
    _insert(map(columns.tag, many), Tag.id)
    for some in chunked(sorted({data["claim"] for data in many}), ROWS_AT_ONCE):
        judging.renew(list(some))


def _take_revisions(many: list[Values]) -> None:
    plain = ("rev", "at", "by", "change", "type", "document")
    _insert([{**{key: data.get(key) for key in plain}, "row_id": data["id"]} for data in many], Revision.rev)
    reached = [
        {"rev": data["rev"], "claim_id": claim["claim"], "status": claim["status"], "moved": claim["moved"]}
        for data in many
        for claim in data["touched"]
    ]
    _insert(reached, Touched.rev, Touched.claim_id)


TAKE: Final[dict[RowType, Callable[[list[Values]], None]]] = {
    RowType.REVIEWER: _take_reviewers,
    RowType.TAXONOMY: kept_taxonomies.take,
    RowType.SOURCE: _take_sources,
    RowType.ARTICLE: _take_articles,
    RowType.CLAIM: _take_claims,
    RowType.EVIDENCE: _take_evidence,
    RowType.TAG: _take_tags,
    RowType.REVISION: _take_revisions,
}

MOVED: Final[dict[RowType, Any]] = {
    RowType.SOURCE: Source,
    RowType.ARTICLE: Article,
    RowType.CLAIM: Claim,
    RowType.EVIDENCE: Evidence,
    RowType.TAG: Tag,
    RowType.TAXONOMY: Taxonomy,
    RowType.REVISION: Revision,
}
