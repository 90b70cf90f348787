"""Rows that are attached to a claim, tags and ties: whose they are, as an operator's file or a token loads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from service import tags, tying
from service.domain.errors import Invalid, invalid
from service.domain.vocabulary import EvidenceState, OnConflict
from service.loading import Line, Loading
from service.store.desk import Desk
from service.store.models import Evidence, Tag
from service.store.revisions import Writing
from service.terms import UNKNOWN_TERM
from service.tying import Backing


def store_tag(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> tuple[Tag, bool]:
    """Store a tag, unless one stands that says the same; also tell whether it is new."""
    desk = transaction.desk
    claim = desk.claims.one(data["claim"]) if "claim" in data else None
    if claim is None or claim.deleted_at is not None:
        raise invalid("/claim", "unknown-id", "A tag needs the id of the claim that it judges.")
    reviewer = loading.by or data.get("reviewer")
    if reviewer is None or desk.reviewers.one(reviewer) is None:
        raise invalid("/reviewer", "unknown-reviewer", "A tag in a file needs its reviewer, who must be there.")
    if loading.from_file:
        # Revisions are the other store's: what was stale there is stale here, and the rest judges what is here now.
        data["claim_rev"] = claim.worded_rev - 1 if line.body.get("stale") is True else claim.rev
    # A row that is there by its id was refused or left out; one that says the same again is no conflict.
    data["id"] = tags.free_id(desk, data)
    with _naming_what_is_missing(loading, data["term"]):
        return tags.create(transaction, claim, data, reviewer, may_be_retired=loading.from_file)


@contextmanager
def _naming_what_is_missing(loading: Loading, term: str) -> Iterator[None]:
    """Name to the operator the taxonomy that a file's tag needs."""
    try:
        yield
    except Invalid as refusal:
        if loading.from_file and any(fault.code == UNKNOWN_TERM for _, fault in refusal.faults):
            refusal.hint = f"It is of the taxonomy '{term.partition(':')[0]}'. Install that: hearsay taxonomy import."
        raise


def store_tie(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> tuple[Evidence, bool]:
    """Store a tie, unless one stands that says the same; also tell whether it is new."""
    desk = transaction.desk
    subject = desk.claims.one(data["subject"]) if "subject" in data else None
    if subject is None or subject.deleted_at is not None:
        raise invalid("/subject", "unknown-id", "A tie needs the id of the claim that it speaks of.")
    backing = _backing(desk, loading, line, data)
    # As with a tag: the id is looked at first, and a tie that stands under another one is no conflict.
    return tying.create(transaction, subject, {**data, "id": tying.free_id(desk, data)}, backing)


def _backing(desk: Desk, loading: Loading, line: Line, data: dict[str, Any]) -> Backing:
    """Say whose a tie is and whether it counts, as a file says itself; what a token loads is its own.

    Where what is there already is to stay as it is, a tie that was only proposed stays so.
    """
    reviewer, accepted_by = data.get("reviewer"), data.get("accepted_by")
    if not loading.from_file:
        if reviewer not in {None, loading.by}:
            raise invalid("/reviewer", "differs", "A tie is its reviewer's own: the one whose token it is.")
        return Backing.of(loading.by, edits=line.body.get("state") != EvidenceState.PROPOSED)
    for key, handle in (("reviewer", reviewer), ("accepted_by", accepted_by)):
        if handle is not None and desk.reviewers.one(handle) is None:
            raise invalid(f"/{key}", "unknown-reviewer", "A reviewer must be there; null is the operator.")
    state = data.get("state", EvidenceState.ACCEPTED)
    if accepted_by is not None and state is EvidenceState.PROPOSED:
        raise invalid("/accepted_by", "proposed", "Nobody has accepted what is proposed; leave it out.")
    return Backing(reviewer, state, accepted_by, accepts=loading.on_conflict is OnConflict.ERROR)
