"""Sources: list, read, write, withdraw."""

from typing import Any, Final

from service import articles, matching
from service.documents import SOURCE, source_as_written
from service.domain.errors import invalid
from service.domain.vocabulary import Change, SourceKind
from service.filing import index, record, withdraw
from service.likeness import refuse_same_name, refuse_same_uri
from service.matching import owner_of
from service.recounting import recount
from service.renewal import mentions, renew_mentions
from service.store import browsing, lists, query, reach, rows
from service.store.models import Article, Claim, Evidence, EvidenceLink, Link, Source
from service.store.revisions import Writing, writing
from service.store.rows import Stored

LIVE: Final = Source.deleted_at.is_null()


def page(wanted: query.Query) -> query.Page:
    """Read one page of sources."""
    return browsing.page(lists.SOURCES, wanted)


def get(source_id: str) -> Stored:
    """Read one source."""
    return rows.one(lists.SOURCES, source_id)


def add(data: dict[str, Any], by: str | None) -> Stored:
    """Store a source; refuse one that is there already, unless `new` says that this is another of the same name."""
    with writing(by) as transaction:
        source = create(transaction, data)
        return Stored(source.id, source.rev, source.document)


def create(transaction: Writing, data: dict[str, Any], *, erased: bool = False) -> Source:
    """Store a source within a transaction; one whose name was `erased` has none, and no article either."""
    return matching.create(transaction, {**data, **_identity(transaction, data)}, erased=erased)


def change(
    source_id: str, patch: dict[str, Any], expected: int | None, by: str | None, *, wide: bool = False
) -> Stored:
    """Apply a merge patch to a source, and render anew all that shows it."""
    with writing(by, wide=wide) as transaction:
        source = rows.live(Source, source_id, expected)
        before = source_as_written(source)
        data = SOURCE.read(SOURCE.patch(before, patch)[0])
        _keep_what_stays(source, data)
        source.kind = data["kind"]
        source.name = data.get("name")
        source.aliases, source.same_as = data.get("aliases", []), data.get("same_as", [])
        if source.same_as != before.get("same_as", []):
            refuse_same_uri(transaction.desk, data, "", source.id)
        if source.name != before.get("name"):
            refuse_same_name(transaction.desk, data, "", source.id)
        source.belongs_to = owner_of(transaction, data, "")
        for column, row_id in _identity(transaction, data).items():
            setattr(source, column, row_id)
        _refuse_a_ring(source)
        _refuse_a_publisher_that_is_no_outlet(source)
        if source_as_written(source) == before:
            return Stored(source.id, source.rev, source.document)
        record(transaction, source, Change.UPDATED)
        source.put()
        index(source)
        if _shown(source_as_written(source)) != _shown(before):
            renew_mentions(transaction, source.rev, mentions(source.id))
        if _counted(source_as_written(source)) != _counted(before):
            recount(transaction, source.rev, reach.by_source(source.id))
        return Stored(source.id, source.rev, source.document)


def delete(source_id: str, expected: int | None, by: str | None) -> None:
    """Withdraw a source that nothing refers to."""
    with writing(by) as transaction:
        source = rows.live(Source, source_id, expected)
        linked = Link.select(Link.claim).where(Link.source == source_id)
        cited = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.source == source_id)
        rows.refuse_if_used(
            [
                ("claim", Claim.select(Claim.id).where(Claim.id.in_(linked), Claim.deleted_at.is_null())),
                ("evidence", Evidence.select(Evidence.id).where(Evidence.id.in_(cited), Evidence.deleted_at.is_null())),
                (
                    "article",
                    Article.select(Article.id).where(Article.publisher == source_id, Article.deleted_at.is_null()),
                ),
                (
                    "source",
                    Source.select(Source.id).where(
                        (Source.belongs_to == source_id) | (Source.identified_as == source_id), LIVE
                    ),
                ),
            ]
        )
        withdraw(transaction, source)


def _identity(transaction: Writing, data: dict[str, Any]) -> dict[str, str | None]:
    """Find or make who an unnamed source was later found to be, and the article that says so."""
    found = data.get("identified_as")
    if found is None:
        return {"identified_as_id": None, "identified_in_id": None}
    if data.get("name") is not None or data.get("article") is None:
        raise invalid("/identified_as", "named", "Only an article's source without a name is identified later.")
    person = matching.place(transaction, found["source"], "/identified_as/source")
    article = articles.settle(transaction, found["citation"]["article"], "/identified_as/citation/article")
    return {"identified_as_id": person.id, "identified_in_id": article.id}


def _shown(source: dict[str, Any]) -> tuple[Any, ...]:
    """Give what other documents show of a source, or follow from it: whether a document can be looked up."""
    return source.get("kind"), source.get("name"), "same_as" in source


def _counted(source: dict[str, Any]) -> tuple[Any, ...]:
    """Give what decides whether a source, or one below it, is another origin than others."""
    found = source.get("identified_as") or {}
    return source.get("kind"), source.get("belongs_to"), found.get("source"), "same_as" in source


def _keep_what_stays(source: Source, data: dict[str, Any]) -> None:
    if "kind" not in data:
        raise invalid("/kind", "required", "A source keeps a kind.")
    if data.get("id", source.id) != source.id:
        raise invalid("/id", "fixed", "An id never changes.")
    if (data.get("article") or {}).get("id") != source.article_id or data.get("number") != source.number:
        raise invalid("/article", "fixed", "Which article an unnamed source belongs to, and its number, never change.")
    if source.unnamed and data.get("name") is not None:
        raise invalid("/name", "unnamed", "This source has no name, and none is ever stored for it.")
    if source.unnamed and (data.get("aliases") or data.get("same_as")):
        raise invalid("/aliases", "unnamed", "A source without a name has nothing that would name it.")
    if source.name is not None and data.get("name") is None:
        raise invalid("/name", "required", "A named source keeps a name.")


def _refuse_a_ring(source: Source) -> None:
    above = source.belongs_to
    while above is not None:
        if above.id == source.id:
            raise invalid("/belongs_to", "ring", "A source cannot belong to itself, directly or through others.")
        above = above.belongs_to


def _refuse_a_publisher_that_is_no_outlet(source: Source) -> None:
    published = Article.find(publisher=source.id, deleted_at=None)
    if source.kind != SourceKind.OUTLET and published is not None:
        raise invalid("/kind", "publisher", "It publishes articles, so it stays an outlet.")
