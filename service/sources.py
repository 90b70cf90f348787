"""Sources: list, read, write, withdraw."""

from typing import Any, Final

from service.documents import SOURCE, renew_what_mentions, source_as_written
from service.domain.errors import invalid
from service.domain.vocabulary import Change, ResourceType, SourceKind
from service.matching import create, index, owner_of, record, refuse_a_second
from service.store import lists, query, rows
from service.store.models import Article, Claim, Link, Source, SourceName, SourceSameAs
from service.store.revisions import Writing, current, writing
from service.store.rows import Stored

LIVE: Final = Source.deleted_at.is_null()


def page(wanted: query.Query) -> query.Page:
    """Read one page of sources."""
    rev = current()
    return query.page(lists.SOURCES, wanted, rev)


def get(source_id: str) -> Stored:
    """Read one source."""
    return rows.one(lists.SOURCES, source_id)


def add(data: dict[str, Any], by: str | None) -> Stored:
    """Store a source; refuse one that is there already, unless `new` says that this is another of the same name."""
    with writing(by) as transaction:
        source = create(transaction, data)
        return Stored(source.id, source.rev, source.document)


def change(source_id: str, patch: dict[str, Any], expected: int | None, by: str | None) -> Stored:
    """Apply a merge patch to a source, and render anew all that shows it."""
    with writing(by) as transaction:
        source = rows.live(Source, source_id, expected)
        before = source_as_written(source)
        data = SOURCE.read(SOURCE.patch(before, patch)[0])
        _keep_what_stays(source, data)
        source.kind = data["kind"]
        source.name = data.get("name")
        source.aliases, source.same_as = data.get("aliases", []), data.get("same_as", [])
        source.belongs_to = owner_of(transaction, data, "")
        if (source.name, source.same_as) != (before.get("name"), before.get("same_as", [])):
            refuse_a_second(data, "", source.id)
        _refuse_a_ring(source)
        _refuse_a_publisher_that_is_no_outlet(source)
        if source_as_written(source) == before:
            return Stored(source.id, source.rev, source.document)
        record(transaction, source, Change.UPDATED)
        source.save()
        index(source)
        if _shown(source_as_written(source)) != _shown(before):
            renew_what_mentions(transaction, source.rev, source)
        return Stored(source.id, source.rev, source.document)


def delete(source_id: str, expected: int | None, by: str | None) -> None:
    """Withdraw a source that nothing refers to."""
    with writing(by) as transaction:
        source = rows.live(Source, source_id, expected)
        linked = Link.select(Link.claim).where(Link.source == source_id)
        rows.refuse_if_used(
            [
                ("claim", Claim.select(Claim.id).where(Claim.id.in_(linked), Claim.deleted_at.is_null())),
                (
                    "article",
                    Article.select(Article.id).where(Article.publisher == source_id, Article.deleted_at.is_null()),
                ),
                ("source", Source.select(Source.id).where(Source.belongs_to == source_id, LIVE)),
            ]
        )
        withdraw(transaction, source)


def withdraw(transaction: Writing, source: Source) -> None:
    """Mark a source as withdrawn; its id, its number and its history stay."""
    source.rev = transaction.record(Change.DELETED, ResourceType.SOURCE, source.id)
    source.deleted_at = source.updated_at = transaction.at
    source.save()
    SourceName.delete().where(SourceName.source == source.id).execute()
    SourceSameAs.delete().where(SourceSameAs.source == source.id).execute()


def _shown(source: dict[str, Any]) -> tuple[Any, ...]:
    """Give what other documents show of a source, or follow from it: whether a document can be looked up."""
    return source.get("kind"), source.get("name"), "same_as" in source


def _keep_what_stays(source: Source, data: dict[str, Any]) -> None:
    if "kind" not in data:
        raise invalid("/kind", "required", "A source keeps a kind.")
    if data.get("id", source.id) != source.id:
        raise invalid("/id", "fixed", "An id never changes.")
    if (data.get("article") or {}).get("id") != source.article_id or data.get("number") != source.number:
        raise invalid("/article", "fixed", "Which article an unnamed source belongs to, and its number, never change.")
    if source.name is None and data.get("name") is not None:
        raise invalid("/name", "unnamed", "This source has no name, and none is ever stored for it.")
    if source.name is None and (data.get("aliases") or data.get("same_as")):
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
    published = Article.get_or_none(Article.publisher == source.id, Article.deleted_at.is_null())
    if source.kind != SourceKind.OUTLET and published is not None:
        raise invalid("/kind", "publisher", "It publishes articles, so it stays an outlet.")
