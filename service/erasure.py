"""Erasing: the one verb that changes the past. A value leaves its row, the row's history, and all that shows it.

A name goes with its other spellings; what a statement or a text says of somebody is a value of its own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service.documents import (
    article_as_written,
    claim_as_written,
    derive,
    render_article,
    render_source,
    render_tag,
    shelve_claim,
    source_as_written,
)
from service.domain import pointers
from service.domain.errors import Fault, Invalid, NotFound, invalid
from service.domain.vocabulary import Change, ResourceType
from service.matching import index
from service.renewal import chains, mentions, renew_claims_of, renew_mentions, renew_tags, tag_counts
from service.store import rows, scrubbing
from service.store.database import database
from service.store.models import Answer, Article, Claim, Link, Revision, Source, Tag
from service.store.revisions import Writing, touch, writing

Taken = list[Any]
"""The values that were taken out, in the form that they have in JSON."""


@dataclass(frozen=True)
class Erasure:
    """Which places of a row are erased, as JSON pointers, and why; the reason is kept."""

    paths: list[str]
    reason: str


ALL_OF_A_NAME: Final = ("/name", "/aliases", "/same_as")


def erase(kind: ResourceType, row_id: str, what: Erasure, by: str | None, *, wide: bool = False) -> int:
    """Erase values of a row, which may be withdrawn; return the store's revision of that.

    To erase again what is gone already only makes sure that it has left the files, too.
    """
    _refuse_what_cannot_be_erased(kind, what.paths)
    with writing(by, wide=wide) as transaction:
        row = _row(kind, row_id)
        taken = [value for path in _in_full(kind, what.paths) for value in ERASE[kind](row, path)]
        _refuse_to_repeat(what.reason, taken)
        if taken:
            entry = orjson.dumps({"id": row_id, "paths": what.paths, "reason": what.reason})
            row.rev = transaction.record(Change.ERASED, kind, row_id, entry)
            row.updated_at = transaction.at
            RENEW[kind](transaction, row)
            _forget_answers(taken)
        database.after_commit(scrubbing.scrub)
        return int(row.rev)


def _refuse_what_cannot_be_erased(kind: ResourceType, paths: list[str]) -> None:
    known = f"Of this type can be erased: {', '.join(pointers.ERASABLE[kind])}; for * say an item's number, from 0."
    if not paths:
        raise invalid("/paths", "empty", f"Name at least one place. {known}")
    faults = [
        ({"pointer": f"/paths/{number}"}, Fault("path", known))
        for number, path in enumerate(paths)
        if not pointers.is_erasable(kind, path)
    ]
    if faults:
        raise Invalid("Some of these places cannot be erased.", faults=faults)


def _row(kind: ResourceType, row_id: str) -> Any:
    rows.refuse_malformed(row_id)
    row = MODELS[kind].find(id=row_id)
    if row is None:
        raise NotFound("There is no row with this id.")
    if kind is ResourceType.SOURCE and row.merged_into_id is not None:
        raise invalid("/paths", "merged", f"This source was merged into {row.merged_into_id}; erase it there.")
    return row


def _in_full(kind: ResourceType, paths: list[str]) -> Iterable[str]:
    """Give the places with those that go along; of a list, the last item first, so that numbers hold."""
    if kind is ResourceType.SOURCE and "/name" in paths:
        paths = [*ALL_OF_A_NAME, *(path for path in paths if not path.startswith(ALL_OF_A_NAME))]
    return sorted(set(paths), key=lambda path: [int(step) if step.isdecimal() else -1 for step in path.split("/")])[
        ::-1
    ]


def _refuse_to_repeat(reason: str, taken: Taken) -> None:
    words = {re.escape(word) for value in taken for word in pointers.words_of(value)}
    if any(re.search(rf"(?<!\w){word}(?!\w)", reason, re.IGNORECASE) for word in words):
        raise invalid("/reason", "repeats", "The reason is kept, so it must not hold what is erased.")


def _take(row_id: str, written: dict[str, Any], path: str) -> Taken:
    """Take a value out of a row as it is written now, and out of its history; old entries keep their numbers."""
    held = pointers.find(written, path)
    taken = pointers.blank(written, path, held)
    for entry in Revision.select().where(Revision.row_id == row_id, ~Revision.document.is_null()):
        document = orjson.loads(bytes(entry.document or b""))
        gone = pointers.blank(document, path, held)
        if gone:
            entry.document = orjson.dumps(document)
            entry.put()
        taken += gone
    return taken


def _erase_in_article(article: Article, path: str) -> Taken:
    written = article_as_written(article)
    taken = _take(article.id, written, path)
    for key in ("url", "title", "text", "text_sha256", "archived_url"):
        setattr(article, key, written.get(key))
    article.authors = written.get("authors") or []
    return taken


def _renew_article(transaction: Writing, article: Article) -> None:
    render_article(article)
    article.put()
    if article.deleted_at is None:
        # Without the text nobody can tell what is in it; with it, nothing has moved.
        renew_claims_of(transaction, article, article.text if article.text is not None else "")


def _erase_in_source(source: Source, path: str) -> Taken:
    taken = _erase_in_one_source(source, path)
    if path not in ALL_OF_A_NAME:
        return taken
    same = [source, *Source.select().where(Source.merged_into == source.id)]
    for merged in same[1:]:
        taken += _erase_in_one_source(merged, path)
        render_source(merged)
        merged.put()
    return taken + (_erase_as_printed([one.id for one in same]) if path == "/name" else [])


def _erase_in_one_source(source: Source, path: str) -> Taken:
    written = source_as_written(source)
    taken = _take(source.id, written, path)
    source.name, source.aliases = written.get("name"), written.get("aliases") or []
    source.same_as = written.get("same_as") or []
    if written.get("identified_as") is None:
        source.identified_as, source.identified_in_id = None, None
    return taken


def _erase_as_printed(source_ids: list[str]) -> Taken:
    """Take out how articles printed a source, in every chain that it is or was in."""
    printed = Link.select().where(Link.source.in_(source_ids), ~Link.as_printed.is_null())
    taken: Taken = [link.as_printed for link in printed]
    Link.update(as_printed=None).where(Link.source.in_(source_ids)).execute()
    for entry in scrubbing.claim_revisions_that_name(source_ids):
        document = orjson.loads(bytes(entry.document or b""))
        for link in document["attribution"]:
            if link["source"]["id"] in source_ids and link.get("as_printed") is not None:
                taken.append(link["as_printed"])
                link["as_printed"] = None
        entry.document = orjson.dumps(document)
        entry.put()
    withdrawn = Link.select(Link.claim).where(Link.source.in_(source_ids))
    for claim in Claim.select().where(Claim.id.in_(withdrawn), ~Claim.deleted_at.is_null()):
        shelve_claim(claim, chains([claim.id])[claim.id])
        claim.put()
    return taken


def _renew_source(transaction: Writing, source: Source) -> None:
    render_source(source)
    source.put()
    if source.deleted_at is None:
        index(source)
        renew_mentions(transaction, source.rev, mentions(source.id))


def _erase_in_claim(claim: Claim, path: str) -> Taken:
    chain = chains([claim.id])[claim.id]
    written = claim_as_written(claim, chain)
    taken = _take(claim.id, written, path)
    claim.statement, claim.quote = written.get("statement"), written.get("quote")
    if written.get("selector") is None:
        claim.selector_start = claim.selector_end = claim.selector_sha256 = claim.in_text = None
    for (link, _), kept in zip(chain, written["attribution"], strict=True):
        words = {word: kept.get(word) for word in LINK_WORDS_ERASABLE}
        Link.update(words).where(Link.claim == claim.id, Link.place == link.place).execute()
    return taken


def _renew_claim(transaction: Writing, claim: Claim) -> None:
    chain = chains([claim.id])[claim.id]
    claim.worded_rev = claim.rev
    renew_tags(transaction, claim)
    if claim.deleted_at is not None:
        shelve_claim(claim, chain)
        claim.put()
        return
    status = claim.corroboration
    derive(claim, claim.article, claim.article.publisher, chain, tag_counts([claim.id])[claim.id])
    claim.put()
    touch(claim.rev, [(claim.id, claim.corroboration, claim.corroboration != status)])


def _erase_in_tag(tag: Tag, _: str) -> Taken:
    taken = [] if tag.note is None else [tag.note]
    tag.note = None
    return taken


def _renew_tag(_: Writing, tag: Tag) -> None:
    render_tag(tag)
    tag.put()


def _forget_answers(taken: Taken) -> None:
    """Forget the answers that hold one of these values; what they answered stays done."""
    needles = {orjson.dumps(word)[1:-1] for value in taken for word in pointers.words_of(value)}
    for answer in Answer.select().where(~Answer.body.is_null()):
        if any(needle in bytes(answer.body or b"") for needle in needles):
            answer.body = None
            answer.put()


LINK_WORDS_ERASABLE: Final = ("as_printed", "role", "affiliation", "description", "cue", "anonymity_reason")
MODELS: Final[dict[ResourceType, Any]] = {
    ResourceType.ARTICLE: Article, ResourceType.SOURCE: Source, ResourceType.CLAIM: Claim, ResourceType.TAG: Tag,
}  # fmt: skip
ERASE: Final[dict[ResourceType, Callable[[Any, str], Taken]]] = {
    ResourceType.ARTICLE: _erase_in_article,
    ResourceType.SOURCE: _erase_in_source,
    ResourceType.CLAIM: _erase_in_claim,
    ResourceType.TAG: _erase_in_tag,
}
RENEW: Final[dict[ResourceType, Callable[[Writing, Any], None]]] = {
    ResourceType.ARTICLE: _renew_article,
    ResourceType.SOURCE: _renew_source,
    ResourceType.CLAIM: _renew_claim,
    ResourceType.TAG: _renew_tag,
}
