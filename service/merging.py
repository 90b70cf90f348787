"""Merging: two rows turn out to be one source, and one of them stands for both from then on."""

from collections.abc import Iterator
from typing import Any

import orjson

from service.citations import let_cite
from service.documents import render_source, source_as_written
from service.domain.errors import Fault, Invalid, invalid
from service.domain.names import fold
from service.domain.vocabulary import Change
from service.filing import index, record, withdraw
from service.matching import followed
from service.recounting import recount
from service.renewal import mentions, renew_mentions
from service.schemas.inline import MAX_ALIASES, MAX_SAME_AS
from service.store import reach, rows
from service.store.models import Article, Claim, Link, Source
from service.store.revisions import Writing, writing
from service.store.rows import Stored


def merge(source_id: str, into_id: str, by: str | None, *, wide: bool = False) -> Stored:
    """Let one source stand for another as well, and render anew all that showed the other; return the one that stays.

    The merged one's names and URIs become the other's; its id answers 410 and names the one that stands for it.
    """
    with writing(by, wide=wide) as transaction:
        source, into = rows.live(Source, source_id, None), _target(into_id)
        _refuse_unlike(source, into)
        reached = mentions(source_id)
        documented = bool(into.same_as)
        _take_over(transaction, source, into)
        _refer_to(source, into)
        entry = orjson.dumps({"id": source_id, "into": into.id})
        withdraw(transaction, source, Change.MERGED, entry, into)
        if bool(into.same_as) != documented:
            reached = reached.together_with(mentions(into.id))
        renew_mentions(transaction, source.rev, reached)
        recount(transaction, source.rev, reach.by_source(into.id))
        return Stored(into.id, into.rev, bytes(into.document))


def _target(into_id: str) -> Source:
    into = Source.find(id=into_id)
    if into is None:
        raise invalid("/into", "unknown-id", "There is no source with this id.")
    into = followed(into)
    if into.deleted_at is not None:
        raise invalid("/into", "withdrawn", "This source was withdrawn.")
    return into


def _refuse_unlike(source: Source, into: Source) -> None:
    """Refuse two rows that cannot be one source."""
    unlike = [
        (source.id == into.id, "same", "A source is not merged into itself."),
        (source.unnamed != into.unnamed, "unnamed", "A source without a name is identified, not merged: PATCH it."),
        (source.article_id != into.article_id, "other-article", "An unnamed source belongs to one article."),
        (source.kind != into.kind, "kind", "The two are not of one kind; PATCH the kind of the wrong one."),
        (into in _above(source) or source in _above(into), "ring", "One belongs to the other, so they are two."),
    ]
    faults = [({"pointer": "/into"}, Fault(code, detail)) for holds, code, detail in unlike if holds]
    if faults:
        raise Invalid("These two cannot be one source.", faults=faults[:1])


def _above(source: Source) -> Iterator[Source]:
    above = source.belongs_to
    while above is not None:
        yield above
        above = above.belongs_to


def _take_over(transaction: Writing, source: Source, into: Source) -> None:
    """Give the one that stays what was known of the other and not of it."""
    before = source_as_written(into)
    into.aliases = _together(into.aliases, source, into)
    into.same_as = [*into.same_as, *(uri for uri in source.same_as if uri not in into.same_as)]
    if len(into.aliases) > MAX_ALIASES or len(into.same_as) > MAX_SAME_AS:
        detail = f"Together they have over {MAX_ALIASES} aliases or {MAX_SAME_AS} URIs; take some away first."
        raise invalid("/into", "too-many", detail)
    into.belongs_to = into.belongs_to or source.belongs_to
    if into.identified_as_id is None:
        into.identified_as, into.identified_in_id = source.identified_as, source.identified_in_id
    if source_as_written(into) != before:
        record(transaction, into, Change.UPDATED)
        into.put()
        index(into)


def _together(aliases: list[str], source: Source, into: Source) -> list[str]:
    known = {fold(name) for name in [into.name, *aliases] if name}
    new = {fold(name): name for name in [source.name, *source.aliases] if name and fold(name) not in known}
    return [*aliases, *new.values()]


def _refer_to(source: Source, into: Source) -> None:
    """Let every row that is there and refers to the one refer to the other."""
    live = Claim.select(Claim.id).where(Claim.deleted_at.is_null())
    Link.update(source=into.id).where(Link.source == source.id, Link.claim.in_(live)).execute()
    let_cite(source.id, into.id)
    references: list[tuple[Any, Any]] = [
        (Article, Article.publisher), (Source, Source.belongs_to), (Source, Source.identified_as),
    ]  # fmt: skip
    for model, column in references:
        model.update({column: into.id}).where(column == source.id, model.deleted_at.is_null()).execute()
    for merged in Source.select().where(Source.merged_into == source.id):
        merged.merged_into = into
        render_source(merged)
        merged.put()
