"""Checking a store: everything that follows from something else is derived anew and compared with what is kept."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from peewee import DoesNotExist

from service import claim_documents, documents, taxonomies
from service.domain.names import fold
from service.findable import words_of
from service.references import Chain
from service.renewal import beside, chains
from service.standings import standings
from service.store import integrity, judging, words
from service.store.database import snapshot
from service.store.models import (
    Article,
    Claim,
    Evidence,
    Revision,
    Source,
    SourceName,
    SourceSameAs,
    Tag,
    Taxonomy,
    Term,
)
from service.store.revisions import current
from service.store.rows import tuples
from service.ties import chains_of_citations, render_evidence

SLICE: Final = 500
Watch = Callable[[int], None]


def check(watch: Watch = lambda _: None) -> Iterator[str]:
    """Give one line for each thing that is not as it follows from the rest; `watch` is told how many rows were seen.

    All of it is of one moment, so that a store may be checked while it is served.
    """
    with snapshot():
        yield from integrity.faults()
        yield from _numbers()
        yield from _check_taxonomies(watch)
        for model, check_some in CHECKS:
            for some in _slices(model):
                yield from check_some(some)
                watch(len(some))


def _slices(model: Any) -> Iterator[list[Any]]:
    after = ""
    while some := list(model.select().where(model.id > after).order_by(model.id).limit(SLICE)):
        yield some
        after = some[-1].id


def _numbers() -> Iterator[str]:
    """Compare the counter with the numbers that were given out."""
    rev = current()
    numbered: list[tuple[Any, Any]] = [
        (Article, Article.id), (Source, Source.id), (Claim, Claim.id), (Evidence, Evidence.id), (Tag, Tag.id),
        (Taxonomy, Taxonomy.namespace), (Revision, Revision.row_id),
    ]  # fmt: skip
    for model, row_id in numbered:
        for name, above in tuples(model.select(row_id, model.rev).where(model.rev > rev)):
            yield f"{name}: its revision {above} is beyond the store's, which is {rev}"


def _differences(row: Any, derive: Callable[[], None]) -> Iterator[str]:
    """Name the columns of a row that come out otherwise than they are kept; the row itself is not saved."""
    kept, name = dict(row.__data__), row.namespace if isinstance(row, Taxonomy) else row.id
    try:
        derive()
    except DoesNotExist:
        yield f"{name}: it refers to a row that is not there"
        return
    for column, value in kept.items():
        if _plain(row.__data__[column]) != _plain(value):
            yield f"{name}: {column} is not what follows from the rest"


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _check_sources(some: list[Source]) -> Iterator[str]:
    for source in some:
        yield from _differences(source, partial(documents.render_source, source))
    yield from _check_found_by(some, SourceName, SourceName.name, _names)
    yield from _check_found_by(some, SourceSameAs, SourceSameAs.uri, lambda source: set(source.same_as))


def _names(source: Source) -> set[str]:
    return {fold(name) for name in [source.name, *source.aliases] if name}


def _check_found_by(some: list[Source], model: Any, column: Any, wanted: Callable[[Source], set[str]]) -> Iterator[str]:
    found: dict[str, set[str]] = {source.id: set() for source in some}
    for source_id, word in tuples(model.select(model.source, column).where(model.source.in_(list(found)))):
        found[source_id].add(word)
    for source in some:
        if found[source.id] != (set() if source.deleted_at is not None else wanted(source)):
            yield f"{source.id}: it is found by another {column.name} than its own"


def _check_articles(some: list[Article]) -> Iterator[str]:
    for article in some:
        yield from _differences(article, partial(documents.render_article, article))


def _check_claims(some: list[Claim]) -> Iterator[str]:
    ids = [claim.id for claim in some]
    chain_of, found = chains(ids), words.kept(ids)
    shown = beside(ids, standings(claim.id for claim in some if claim.deleted_at is None))
    for claim_id in judging.differing(ids):
        yield f"{claim_id}: how it is judged is not what follows from its tags"
    for claim in some:
        chain = chain_of[claim.id]
        passed_on = [link.passed_on for link, _ in chain]
        yield from _differences(claim, partial(_derive_claim, claim, chain, shown.get(claim.id)))
        if found.get(claim.id) != (None if claim.deleted_at is not None else words_of(bytes(claim.document))):
            yield f"{claim.id}: what it is searched in is not what its document shows"
        if passed_on != [link.passed_on for link, _ in chain]:
            yield f"{claim.id}: who passed it on is not what follows from its chain"


def _derive_claim(claim: Claim, chain: Chain, shown: claim_documents.Beside | None) -> None:
    if shown is None:
        claim_documents.shelve_claim(claim, chain)
    else:
        claim_documents.read_chain(claim, chain)
        claim_documents.render_claim(claim, chain, shown)


def _check_evidence(some: list[Evidence]) -> Iterator[str]:
    chain_of = chains_of_citations([evidence.id for evidence in some])
    for evidence in some:
        yield from _differences(evidence, partial(render_evidence, evidence, chain_of[evidence.id]))


def _check_tags(some: list[Tag]) -> Iterator[str]:
    for tag in some:
        yield from _differences(tag, partial(_derive_tag, tag))


def _derive_tag(tag: Tag) -> None:
    tag.stale = tag.claim_rev < tag.claim.worded_rev
    documents.render_tag(tag)


def _check_taxonomies(watch: Watch) -> Iterator[str]:
    for row in Taxonomy.select().order_by(Taxonomy.namespace):
        vocabulary = taxonomies.vocabulary_of(row)
        retired = taxonomies.retired_of(row.namespace)
        yield from _differences(row, partial(taxonomies.fill, row, vocabulary, retired))
        yield from _check_terms(row.namespace, {one["term"]: one for one in taxonomies.term_rows(vocabulary)})
        watch(1 + len(vocabulary.entries))


def _check_terms(namespace: str, wanted: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Compare the terms of a taxonomy with what its own JSON says; a retired one is none of these."""
    found = {term.term: dict(term.__data__) for term in Term.select().where(Term.namespace == namespace)}
    for term in sorted(wanted.keys() | found.keys()):
        kept = found.get(term)
        if wanted.get(term) != (None if kept and kept["retired"] else kept):
            yield f"{term}: it is not what its taxonomy says of it"


CHECKS: Final[tuple[tuple[Any, Callable[[list[Any]], Iterator[str]]], ...]] = (
    (Source, _check_sources),
    (Article, _check_articles),
    (Claim, _check_claims),
    (Evidence, _check_evidence),
    (Tag, _check_tags),
)
