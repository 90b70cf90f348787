"""Filing sources: their rows with their history entries, and the names and URIs that they are found by."""

import orjson

from service.documents import render_source, source_as_written
from service.domain.vocabulary import Change, ResourceType
from service.likeness import names_of
from service.store.desk import Desk
from service.store.models import Source, SourceName, SourceSameAs
from service.store.revisions import Writing


def put_on(desk: Desk, source: Source) -> None:
    """Store a new source, and let it be found by all that it is found by."""
    desk.add(source)
    desk.sources.put_alone(source.id, source)
    if source.article_id is not None:
        desk.unnamed.put(source.article_id, source)
    for name in sorted(names_of(source)):
        desk.add_values(SourceName, name=name, source=source.id)
        desk.names.put(name, source)
    for uri in sorted(set(source.same_as)):
        desk.add_values(SourceSameAs, uri=uri, source=source.id)
        desk.uris.put(uri, source)


def record(transaction: Writing, source: Source, change: Change) -> None:
    """Give the source its next revision, with its history entry and its document."""
    entry = orjson.dumps(source_as_written(source))
    source.rev = transaction.record(change, ResourceType.SOURCE, source.id, entry)
    source.updated_at = transaction.at
    render_source(source)


def index(source: Source) -> None:
    """Keep the names and URIs that the source is found by in step with it."""
    SourceName.delete().where(SourceName.source == source.id).execute()
    SourceSameAs.delete().where(SourceSameAs.source == source.id).execute()
    names = [{"name": name, "source": source.id} for name in sorted(names_of(source))]
    uris = [{"uri": uri, "source": source.id} for uri in sorted(set(source.same_as))]
    if names:
        SourceName.insert_many(names).execute()
    if uris:
        SourceSameAs.insert_many(uris).execute()


def withdraw(
    transaction: Writing,
    source: Source,
    change: Change = Change.DELETED,
    entry: bytes | None = None,
    into: Source | None = None,
) -> None:
    """Mark a source as withdrawn, or as merged into another; its id, its number and its history stay."""
    source.rev = transaction.record(change, ResourceType.SOURCE, source.id, entry)
    source.deleted_at = source.updated_at = transaction.at
    source.merged_into = into
    render_source(source)
    source.put()
    SourceName.delete().where(SourceName.source == source.id).execute()
    SourceSameAs.delete().where(SourceSameAs.source == source.id).execute()
