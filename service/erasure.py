"""Erasing: the one verb that changes the past. A value leaves its row, the row's history, and all that shows it.

A name goes with its other spellings; what a statement or a text says of somebody is a value of its own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import orjson

from service.citations import citing
from service.claim_documents import claim_as_written, shelve_claim
from service.documents import article_as_written, render_article, render_source, render_tag, source_as_written
from service.domain import pointers
from service.domain.errors import Fault, Invalid, NotFound, invalid
from service.domain.vocabulary import Change, ResourceType
from service.filing import index
from service.recounting import recount
from service.renewal import chains, mentions, renew_claims, renew_claims_of, renew_mentions, renew_tags
from service.store import reach, rows, scrubbing
from service.store.database import database
from service.store.models import Answer, Article, Claim, Evidence, EvidenceLink, Link, Override, Source, Tag
from service.store.revisions import Writing, writing
from service.ties import chains_of_citations, evidence_as_written, render_evidence
from service.traces import Taken, take, take_as_printed


@dataclass(frozen=True)
class Erasure:
    """Which places of a row are erased, as JSON pointers, and why; the reason is kept."""

    paths: list[str]
    reason: str


OF_OVERRIDE: Final = "/override/reason"
"""What an editor says beside a claim, which is none of the claim's own words."""

SEARCHED: Final = frozenset({ResourceType.CLAIM, ResourceType.SOURCE})
"""What searches find claims by is in these."""

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
            hidden = kind is ResourceType.TAG and row.blind
            row.rev = transaction.number() if hidden else transaction.record(Change.ERASED, kind, row_id, entry)
            row.updated_at = transaction.at
            RENEW[kind](transaction, row, what.paths)
            _forget_answers(taken)
        database.after_commit(partial(scrubbing.scrub, searched=kind in SEARCHED))
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
    held = {word for value in taken for word in pointers.words_of(value)}
    words = [re.escape(word) for word in held if len(word) <= len(reason)]
    if any(re.search(rf"(?<!\w){word}(?!\w)", reason, re.IGNORECASE) for word in words):
        raise invalid("/reason", "repeats", "The reason is kept, so it must not hold what is erased.")


def _erase_in_article(article: Article, path: str) -> Taken:
    written = article_as_written(article)
    taken = take(article.id, written, path)
    for key in ("url", "title", "text", "text_sha256", "archived_url"):
        setattr(article, key, written.get(key))
    article.authors = written.get("authors") or []
    return taken


def _renew_article(transaction: Writing, article: Article, _: list[str]) -> None:
    render_article(article)
    article.put()
    if article.deleted_at is None:
        # Without the text nobody can tell what is in it; with it, nothing has moved.
        old_text = article.text if article.text is not None else ""
        renew_claims_of(transaction, article, old_text, citing(article.id))


def _erase_in_source(source: Source, path: str) -> Taken:
    taken = _erase_in_one_source(source, path)
    if path not in ALL_OF_A_NAME:
        return taken
    same = [source, *Source.select().where(Source.merged_into == source.id)]
    for merged in same[1:]:
        taken += _erase_in_one_source(merged, path)
        render_source(merged)
        merged.put()
    return taken + (take_as_printed([one.id for one in same]) if path == "/name" else [])


def _erase_in_one_source(source: Source, path: str) -> Taken:
    written = source_as_written(source)
    taken = take(source.id, written, path)
    source.name, source.aliases = written.get("name"), written.get("aliases") or []
    source.same_as = written.get("same_as") or []
    if written.get("identified_as") is None:
        source.identified_as, source.identified_in_id = None, None
    return taken


def _renew_source(transaction: Writing, source: Source, _: list[str]) -> None:
    render_source(source)
    source.put()
    if source.deleted_at is None:
        index(source)
        renew_mentions(transaction, source.rev, mentions(source.id))
        recount(transaction, source.rev, reach.by_source(source.id))


def _erase_in_claim(claim: Claim, path: str) -> Taken:
    chain = chains([claim.id])[claim.id]
    override = Override.find(claim=claim.id)
    written = {**claim_as_written(claim, chain), "override": override and {"reason": override.reason}}
    taken = take(claim.id, written, path)
    if override is not None:
        override.reason = written["override"]["reason"]
        override.put()
    claim.statement, claim.quote = written.get("statement"), written.get("quote")
    if written.get("selector") is None:
        claim.selector_start = claim.selector_end = claim.selector_sha256 = claim.in_text = None
    for (link, _), kept in zip(chain, written["attribution"], strict=True):
        words = {word: kept.get(word) for word in pointers.PRINTED}
        Link.update(words).where(Link.claim == claim.id, Link.place == link.place).execute()
    return taken


def _renew_claim(transaction: Writing, claim: Claim, paths: list[str]) -> None:
    chain = chains([claim.id])[claim.id]
    if set(paths) != {OF_OVERRIDE}:
        claim.worded_rev = claim.rev
        renew_tags(transaction, claim)
    if claim.deleted_at is not None:
        shelve_claim(claim, chain)
        claim.put()
        return
    claim.put()
    renew_claims(transaction, claim.rev, [claim.id])


def _erase_in_evidence(evidence: Evidence, path: str) -> Taken:
    if path == "/note":
        return _erase_note(evidence)
    chain = chains_of_citations([evidence.id])[evidence.id]
    written = evidence_as_written(evidence, chain)
    taken = take(evidence.id, written, path)
    kept = (written.get("citation") or {}).get("attribution", [])
    for (link, _), words_kept in zip(chain, kept, strict=True):
        words = {word: words_kept.get(word) for word in pointers.PRINTED}
        EvidenceLink.update(words).where(
            EvidenceLink.evidence == evidence.id, EvidenceLink.place == link.place
        ).execute()
    return taken


def _renew_evidence(_: Writing, evidence: Evidence, __: list[str]) -> None:
    render_evidence(evidence, chains_of_citations([evidence.id])[evidence.id])
    evidence.put()


def _renew_tag(_: Writing, tag: Tag, __: list[str]) -> None:
    render_tag(tag)
    tag.put()


def _erase_note(row: Tag | Evidence) -> Taken:
    """Take out a note, which has no other place than its row."""
    taken = [] if row.note is None else [row.note]
    row.note = None
    return taken


def _forget_answers(taken: Taken) -> None:
    """Forget the answers that hold one of these values; what they answered stays done."""
    needles = {orjson.dumps(word)[1:-1] for value in taken for word in pointers.words_of(value)}
    for answer in Answer.select().where(~Answer.body.is_null()):
        if any(needle in bytes(answer.body or b"") for needle in needles):
            answer.body = None
            answer.put()


MODELS: Final[dict[ResourceType, Any]] = {
    ResourceType.ARTICLE: Article, ResourceType.SOURCE: Source, ResourceType.CLAIM: Claim,
    ResourceType.EVIDENCE: Evidence, ResourceType.TAG: Tag,
}  # fmt: skip
ERASE: Final[dict[ResourceType, Callable[[Any, str], Taken]]] = {
    ResourceType.ARTICLE: _erase_in_article,
    ResourceType.SOURCE: _erase_in_source,
    ResourceType.CLAIM: _erase_in_claim,
    ResourceType.EVIDENCE: _erase_in_evidence,
    ResourceType.TAG: lambda tag, _: _erase_note(tag),
}
RENEW: Final[dict[ResourceType, Callable[[Writing, Any, list[str]], None]]] = {
    ResourceType.ARTICLE: _renew_article,
    ResourceType.SOURCE: _renew_source,
    ResourceType.CLAIM: _renew_claim,
    ResourceType.EVIDENCE: _renew_evidence,
    ResourceType.TAG: _renew_tag,
}
