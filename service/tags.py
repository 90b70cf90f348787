"""Tags: list, read, give, withdraw. A tag is never changed: one that is given anew replaces the one that stands."""

from collections import Counter
from dataclasses import replace
from typing import Any

from service import notes, terms
from service.documents import noted, render_tag
from service.domain.errors import Conflict, Fault, Forbidden, NotFound, invalid
from service.domain.identifiers import PREFIXES
from service.domain.rights import RIGHTS
from service.domain.vocabulary import Scope
from service.renewal import renew_tag_counts, show_tag_counts
from service.reviewers import Caller
from service.store import browsing, lists, query, rows
from service.store.desk import Desk
from service.store.matches import Operator
from service.store.models import Claim, Tag, Term
from service.store.revisions import Writing, writing
from service.store.rows import Stored, new_id
from service.tagging import end_tag, is_blind, number_new


def page(wanted: query.Query, caller: Caller) -> query.Page:
    """Read one page of the tags that the caller may see; their notes only for who has a token."""
    found = browsing.page(lists.TAGS, replace(wanted, conditions=(*wanted.conditions, *_seen_by(caller))))
    return notes.put_into_page(found, Tag) if caller.is_known else found


def get(tag_id: str, caller: Caller) -> Stored:
    """Read one tag that the caller may see, withdrawn or not; its note only for who has a token."""
    found = _find(tag_id, caller)
    return notes.put_into(found, Tag) if caller.is_known else found


def _seen_by(caller: Caller) -> tuple[query.Condition, ...]:
    """Give what finds the tags that a caller may see: of those judged blind, their own, and those on what they judged.

    Who may do everything sees all.
    """
    if caller.may(Scope.ADMIN):
        return ()
    return (query.Condition("seen_by", Operator.IS, (caller.handle,)),)


def _find(tag_id: str, caller: Caller) -> Stored:
    """Read a tag without its note; refuse one that the caller may not see as if it were not there."""
    found = rows.one(lists.TAGS, tag_id)
    wanted = (query.Condition("id", Operator.IS, (tag_id,)), *_seen_by(caller))
    if not query.is_any(lists.TAGS, wanted):
        raise NotFound("There is no row with this id.")
    return found


def add(claim_id: str, data: dict[str, Any], by: str) -> tuple[Stored, bool]:
    """Give a claim a tag; also tell whether it is new, or stood already."""
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, None)
        if data.get("claim", claim_id) != claim_id:
            raise invalid("/claim", "differs", "The address names another claim; leave it out.")
        with transaction.desk.holding():
            tag, is_new = create(transaction, claim, data, by)
        return Stored(tag.id, tag.rev, noted(bytes(tag.document), tag.note)), is_new


def create(
    transaction: Writing, claim: Claim, data: dict[str, Any], reviewer: str, *, may_be_retired: bool = False
) -> tuple[Tag, bool]:
    """Give a claim a tag within a transaction, unless it has the same one by the same reviewer.

    It ends those of the same reviewer that exclude it.
    """
    if data.get("reviewer", reviewer) != reviewer:
        raise invalid("/reviewer", "differs", "A tag is its reviewer's own: the one whose token it is. Leave it out.")
    claim_rev = data["claim_rev"] if data.get("claim_rev") is not None else claim.rev
    if claim_rev > claim.rev:
        raise invalid("/claim_rev", "range", f"The claim's last revision is {claim.rev}.")
    desk = transaction.desk
    standing = _standing(desk, claim, reviewer, data["term"])
    stale = claim_rev < claim.worded_rev
    if standing is not None and data.get("note") in {None, standing.note} and standing.stale <= stale:
        return standing, False
    term = terms.installed(desk, data["term"], may_be_retired=may_be_retired)
    for replaced in [*([standing] if standing else []), *_excluded(desk, claim, reviewer, term)]:
        end_tag(transaction, replaced)
    tag = Tag.of({
        "id": free_id(desk, data), "claim": claim.id, "reviewer": reviewer, "term": term.term, "scale": term.scale,
        "blind": is_blind(desk, term.scale), "note": data.get("note"), "claim_rev": claim_rev, "stale": stale,
        "created_at": transaction.at, "updated_at": transaction.at,
    })  # fmt: skip
    tag.rev = number_new(transaction, tag)
    render_tag(tag)
    desk.add_tag(tag)
    if not tag.blind:
        _count(transaction, claim)
    return tag, True


def _standing(desk: Desk, claim: Claim, reviewer: str, term: str) -> Tag | None:
    """Find the tag that says the same already."""
    same = (one.id for one in desk.held.all(claim.id) if one.reviewer == reviewer and one.term == term)
    return next((desk.tags.one(tag_id) for tag_id in same), None)


def _excluded(desk: Desk, claim: Claim, reviewer: str, term: Term) -> list[Tag]:
    """Find what a reviewer holds for a claim and cannot hold beside a term."""
    if term.within is None:
        return []
    others = [one for one in desk.held.all(claim.id) if one.reviewer == reviewer and one.term != term.term]
    excluded = sorted(
        one.id for one in others if (known := desk.terms.one(one.term)) is not None and known.within == term.within
    )
    return [tag for tag_id in excluded if (tag := desk.tags.one(tag_id)) is not None]


def _count(transaction: Writing, claim: Claim) -> None:
    """Count a claim's tags anew, one of which has the last number."""
    desk = transaction.desk
    counts = Counter(one.term for one in desk.held.all(claim.id) if not one.blind)
    show_tag_counts(
        claim, transaction.rev, transaction.at, [{"term": term, "reviewers": counts[term]} for term in sorted(counts)]
    )
    desk.put(claim)
    desk.judge(claim.id)
    transaction.touch(claim.id, claim.corroboration, moved=False)


def withdraw(tag_id: str, caller: Caller) -> None:
    """Withdraw one's own tag; to withdraw it again does nothing."""
    right = RIGHTS["delete_tag"]
    by = caller.must(right.scope)
    with writing(by) as transaction:
        tag = Tag.get_by_id(_find(tag_id, caller).id)
        if not right.lets(caller.scope, is_own=tag.reviewer_id == by):
            raise Forbidden("A tag is withdrawn by the reviewer who gave it.")
        if tag.withdrawn_at is None:
            end_tag(transaction, tag)
            if not tag.blind:
                renew_tag_counts(transaction, tag.rev, tag.claim)


def free_id(desk: Desk, data: dict[str, Any]) -> str:
    """Give a new tag its id: its own, unless there is, or was, one with it."""
    tag_id: str | None = data.get("id")
    if tag_id is None:
        return new_id(PREFIXES["tag"])
    if desk.tags.one(tag_id) is not None:
        fault = ({"pointer": "/id"}, Fault("exists", "Choose another id, or leave it out."))
        raise Conflict("There is, or was, a tag with this id.", faults=[fault], id=tag_id)
    return tag_id
