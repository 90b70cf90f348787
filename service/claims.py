"""Claims: list, read, write, withdraw."""

from dataclasses import replace
from typing import Any, Final

from service import articles, tying, wording
from service.claim_documents import (
    Beside,
    claim_as_written,
    claim_entry,
    count_by,
    read_chain,
    render_claim,
    shelve_claim,
    stand,
)
from service.documents import CLAIM
from service.domain.errors import Conflict, Fault, invalid
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Change, ResourceType
from service.findable import with_snippet, words_in
from service.recounting import recount
from service.renewal import chains, overrides_of, renew_claims, renew_tags
from service.schemas.claim import MAX_POSITION
from service.standings import alone
from service.store import browsing, judging, lists, query, rows, searching, words
from service.store.desk import Desk
from service.store.models import Claim, Link, Override, Tag
from service.store.revisions import Writing, writing
from service.store.rows import Stored, new_id
from service.tagging import end_tag

WORDING: Final = ("statement", "quote", "language", "attribution")
ERASED: Final = ("statement",)
SAID_AGAIN: Final[tuple[str, ...]] = ("statement", "quote", "selector", "language")


def page(wanted: query.Query) -> query.Page:
    """Read one page of claims; where they were searched for, with a snippet of each."""
    found, search = browsing.page(lists.CLAIMS, wanted, searching.page), searching.asked(wanted)
    if search is None:
        return found
    return replace(found, body=query.SEPARATOR.join(with_snippet(one, search) for _, one in found.documents))


def get(claim_id: str) -> Stored:
    """Read one claim."""
    return rows.one(lists.CLAIMS, claim_id)


def add(data: dict[str, Any], by: str | None) -> list[Stored]:
    """Store a claim, and with it the article and the sources that it names and that are new.

    Where `also` brings further chains, each is a claim of its own with the same statement, right behind the one before,
    and tied to the first.
    """
    with writing(by) as transaction:
        with transaction.desk.holding():
            stored = _create_all(transaction, data)
        if len(stored) == 1:
            return stored
        first, *further = (Claim.get(Claim.id == one.id) for one in stored)
        tying.join(transaction, first, further)
        return [rows.one(lists.CLAIMS, one.id) for one in stored]


def _create_all(transaction: Writing, data: dict[str, Any]) -> list[Stored]:
    first = create(transaction, data)
    again = {key: data[key] for key in SAID_AGAIN if key in data}
    stored = [Stored(first.id, first.rev, first.document)]
    for number, chain in enumerate(data.get("also", [])):
        place = {"article": {"id": first.article_id}, "position": first.position + number + 1}
        other = create(transaction, {**again, **place, "attribution": chain}, f"/also/{number}")
        stored.append(Stored(other.id, other.rev, other.document))
    return stored


def create(transaction: Writing, data: dict[str, Any], chain_pointer: str = "/attribution") -> Claim:
    """Store a claim within a transaction."""
    desk = transaction.desk
    article = articles.settle(transaction, data["article"], "/article")
    desk.publisher(article)
    claim_id = data.get("id") or new_id(PREFIXES["claim"])
    if desk.claims.one(claim_id) is not None:
        fault = ({"pointer": "/id"}, Fault("exists", "Choose another id, or PATCH the stored claim."))
        raise Conflict("There is, or was, a claim with this id.", faults=[fault], id=claim_id)
    position = data.get("position") or desk.last_position(article.id) + 1
    if position > MAX_POSITION:
        raise invalid("/position", "range", "The last position of this article is taken; send one that is free.")
    claim = Claim.of({
        "id": claim_id, "article": article.id, "position": position, "created_at": transaction.at,
        "language": data.get("language") or article.language,
    })  # fmt: skip
    claim.knows(article=article)
    chain = wording.place_chain(transaction, data["attribution"], article, chain_pointer)
    wording.word(claim, article, data, chain)
    _record(transaction, claim, claim_entry(claim, chain, None), Change.CREATED)
    claim.worded_rev = claim.rev
    read_chain(claim, chain)
    shown = render_claim(claim, chain, Beside(alone(claim, chain)))
    desk.add_claim(claim)
    _save_chain(desk, claim, chain)
    desk.add_words(claim, words_in(shown))
    transaction.touch(claim.id, claim.corroboration, moved=True)
    return claim


def change(claim_id: str, patch: dict[str, Any], expected: int | None, by: str | None, *, wide: bool = False) -> Stored:
    """Apply a merge patch to a claim; its whole chain is replaced where the patch has one."""
    with writing(by, wide=wide) as transaction:
        claim = rows.live(Claim, claim_id, expected)
        article, old_chain = claim.article, chains([claim_id])[claim_id]
        before = claim_as_written(claim, old_chain)
        if patch.get("position", claim.position) is None and claim.position is not None:
            raise invalid(
                "/position", "null", "A claim keeps a place in its article; send another one, or leave it out."
            )
        data = CLAIM.read(_patched(claim, before, patch), may_lack=ERASED if claim.statement is None else ())
        if data.get("id", claim_id) != claim_id:
            raise invalid("/id", "fixed", "An id never changes.")
        if "also" in patch:
            raise invalid("/also", "one-claim", "This is one claim; POST the other chains.")
        if articles.settle(transaction, data["article"], "/article").id != article.id:
            raise invalid("/article", "fixed", "A claim stays with its article; delete it and post it there.")
        claim.position, claim.language = data.get("position") or claim.position, data.get("language")
        chain = wording.place_chain(transaction, data["attribution"], article, "/attribution")
        wording.word(claim, article, data, chain)
        after = claim_as_written(claim, chain)
        if after == before:
            return Stored(claim_id, claim.rev, claim.document)
        entry = claim_entry(claim, chain, overrides_of([claim_id]).get(claim_id))
        _record(transaction, claim, entry, Change.UPDATED)
        _reword(transaction, claim, chain, worded=_is_worded_anew(before, after))
        if after["attribution"] != before["attribution"]:
            Link.delete().where(Link.claim == claim_id).execute()
            _save_chain(transaction.desk, claim, chain)
        renew_claims(transaction, claim.rev, [claim_id])
        return rows.one(lists.CLAIMS, claim_id)


def delete(claim_id: str, expected: int | None, by: str | None) -> None:
    """Withdraw a claim, and its tags, its ties and an editor's own status with it; its sources and its article stay."""
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, expected)
        for tag in Tag.select().where(Tag.claim == claim_id, Tag.withdrawn_at.is_null()).order_by(Tag.id):
            end_tag(transaction, tag)
        judging.renew([claim_id])
        reached = tying.end_all_of(transaction, claim)
        claim.rev = transaction.record(Change.DELETED, ResourceType.CLAIM, claim_id)
        claim.deleted_at = claim.updated_at = transaction.at
        chain = chains([claim_id])[claim_id]
        read_chain(claim, chain)
        stand(claim, alone(claim, chain))
        shelve_claim(claim, chain)
        claim.put()
        words.remove(claim_id)
        Override.delete().where(Override.claim == claim_id).execute()
        recount(transaction, claim.rev, reached)


def _patched(claim: Claim, before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Apply the patch; what it makes void (a place, a channel) is found anew unless it says so itself."""
    merged, keys = CLAIM.patch(before, patch)
    if isinstance(patch.get("article"), dict):
        merged["article"] = {**before["article"], **patch["article"]}
    if "quote" in keys and "selector" not in keys and not wording.is_around(claim, patch["quote"]):
        merged.pop("selector", None)
    if "selector" in keys and isinstance(patch["selector"], dict) and "sha256" not in patch["selector"]:
        merged["selector"].pop("sha256", None)
    if "attribution" in keys and "channel" not in keys and merged.get("attribution"):
        merged.pop("channel", None)
    return merged


def _is_worded_anew(before: dict[str, Any], after: dict[str, Any]) -> bool:
    passages = [(side.get("selector") or {}).get("sha256") for side in (before, after)]
    return passages[0] != passages[1] or any(before.get(key) != after.get(key) for key in WORDING)


def _reword(transaction: Writing, claim: Claim, chain: wording.Chain, *, worded: bool) -> None:
    if worded:
        claim.worded_rev = claim.rev
    read_chain(claim, chain)
    count_by(claim)
    claim.put()
    if worded:
        renew_tags(transaction, claim)


def _record(transaction: Writing, claim: Claim, entry: bytes, change: Change) -> None:
    claim.rev = transaction.record(change, ResourceType.CLAIM, claim.id, entry)
    claim.updated_at = transaction.at


def _save_chain(desk: Desk, claim: Claim, chain: wording.Chain) -> None:
    for place, (link, _) in enumerate(chain):
        link.take({"claim": claim.id, "place": place})
        desk.add(link)
