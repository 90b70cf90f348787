"""Tags: list, read, give, withdraw. A tag is never changed: one that is given anew replaces the one that stands."""

from typing import Any, Final

import orjson

from service import notes, terms
from service.claims import end_tag
from service.documents import noted, render_tag, tag_as_written
from service.domain.errors import Conflict, Fault, Forbidden, invalid
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Change, ResourceType
from service.renewal import renew_tag_counts
from service.store import lists, query, rows
from service.store.models import Claim, Tag, Term
from service.store.revisions import Writing, writing
from service.store.rows import Stored, new_id

EXCLUDED: Final = """SELECT tag.id FROM tag JOIN term ON term.term = tag.term
    WHERE tag.claim_id = ? AND tag.reviewer_id = ? AND tag.withdrawn_at IS NULL
    AND term.within = ? AND term.term <> ?"""
"""Without an order: SQLite would go through all of a reviewer's tags to have it."""


def page(wanted: query.Query, *, with_notes: bool) -> query.Page:
    """Read one page of tags; their notes only for those who may read them."""
    found = query.page(lists.TAGS, wanted)
    return notes.put_into_page(found, Tag) if with_notes else found


def get(tag_id: str, *, with_notes: bool) -> Stored:
    """Read one tag, withdrawn or not; its note only for those who may read it."""
    found = rows.one(lists.TAGS, tag_id)
    return notes.put_into(found, Tag) if with_notes else found


def add(claim_id: str, data: dict[str, Any], by: str) -> tuple[Stored, bool]:
    """Give a claim a tag; also tell whether it is new, or stood already."""
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, None)
        if data.get("claim", claim_id) != claim_id:
            raise invalid("/claim", "differs", "The address names another claim; leave it out.")
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
    standing = Tag.find(claim=claim.id, reviewer=reviewer, term=data["term"], withdrawn_at=None)
    stale = claim_rev < claim.worded_rev
    if standing is not None and data.get("note") in {None, standing.note} and standing.stale <= stale:
        return standing, False
    term = terms.installed(data["term"], may_be_retired=may_be_retired)
    for replaced in [*([standing] if standing else []), *_excluded(claim, reviewer, term)]:
        end_tag(transaction, replaced)
    tag = Tag(
        id=free_id(data), claim=claim, reviewer=reviewer, term=term.term, scale=term.scale, blind=False,
        note=data.get("note"), claim_rev=claim_rev, stale=stale, created_at=transaction.at, updated_at=transaction.at,
    )  # fmt: skip
    tag.rev = transaction.record(Change.CREATED, ResourceType.TAG, tag.id, orjson.dumps(tag_as_written(tag)))
    render_tag(tag)
    tag.add()
    renew_tag_counts(transaction, tag.rev, claim)
    return tag, True


def _excluded(claim: Claim, reviewer: str, term: Term) -> list[Tag]:
    """Find what a reviewer holds for a claim and cannot hold beside a term."""
    if term.within is None:
        return []
    found = query.run(EXCLUDED, [claim.id, reviewer, term.within, term.term])
    return [tag for (tag_id,) in sorted(found) if (tag := Tag.find(id=tag_id)) is not None]


def withdraw(tag_id: str, by: str) -> None:
    """Withdraw one's own tag; to withdraw it again does nothing."""
    with writing(by) as transaction:
        rows.one(lists.TAGS, tag_id)
        tag = Tag.get_by_id(tag_id)
        if tag.reviewer_id != by:
            raise Forbidden("A tag is withdrawn by the reviewer who gave it.")
        if tag.withdrawn_at is None:
            end_tag(transaction, tag)
            renew_tag_counts(transaction, tag.rev, tag.claim)


def free_id(data: dict[str, Any]) -> str:
    """Give a new tag its id: its own, unless there is, or was, one with it."""
    tag_id: str | None = data.get("id")
    if tag_id is None:
        return new_id(PREFIXES["tag"])
    if Tag.find(id=tag_id) is not None:
        fault = ({"pointer": "/id"}, Fault("exists", "Choose another id, or leave it out."))
        raise Conflict("There is, or was, a tag with this id.", faults=[fault], id=tag_id)
    return tag_id
