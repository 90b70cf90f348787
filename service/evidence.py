"""Evidence: list, read, tie, accept, end. What a tie does within a transaction is in `service.tying`."""

from typing import Any

from service import notes, tying
from service.domain.errors import Forbidden, invalid
from service.domain.rights import RIGHTS
from service.domain.vocabulary import EvidenceState
from service.reviewers import Caller
from service.store import browsing, lists, query, rows
from service.store.models import Claim, Evidence
from service.store.revisions import writing
from service.store.rows import Stored


def page(wanted: query.Query, *, with_notes: bool) -> query.Page:
    """Read one page of evidence; its notes only for those who may read them."""
    found = browsing.page(lists.EVIDENCE, wanted)
    return notes.put_into_page(found, Evidence) if with_notes else found


def get(evidence_id: str, *, with_notes: bool) -> Stored:
    """Read one tie; its note only for those who may read it."""
    found = rows.one(lists.EVIDENCE, evidence_id)
    return notes.put_into(found, Evidence) if with_notes else found


def add(claim_id: str, data: dict[str, Any], by: str | None, *, edits: bool) -> tuple[Stored, bool]:
    """Tie a claim to another one or to a citation; also tell whether that is new, or stood already.

    A tie of somebody who `edits` counts at once, and one that was proposed is accepted by posting it.
    """
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, None)
        if data.get("subject", claim_id) != claim_id:
            raise invalid("/subject", "differs", "The address names another claim; leave it out.")
        if data.get("reviewer") not in {None, by}:
            raise invalid(
                "/reviewer", "differs", "A tie is its reviewer's own: the one whose token it is. Leave it out."
            )
        tie, is_new = tying.create(transaction, claim, data, tying.Backing.of(by, edits=edits))
        return _noted(tie), is_new


def accept(evidence_id: str, by: str) -> Stored:
    """Let a proposed tie count; to accept it again does nothing."""
    with writing(by) as transaction:
        tie = rows.live(Evidence, evidence_id, None)
        tying.accept(transaction, tie, by)
        return _noted(tie)


def delete(evidence_id: str, expected: int | None, caller: Caller) -> None:
    """End a tie; who does not edit may only take back what they proposed."""
    right = RIGHTS["delete_evidence"]
    by = caller.must(right.scope)
    with writing(by) as transaction:
        tie = rows.live(Evidence, evidence_id, expected)
        is_own = tie.reviewer_id == by and tie.state == EvidenceState.PROPOSED
        if not right.lets(caller.scope, is_own=is_own):
            detail = f"A reviewer takes back what they proposed themselves; the rest needs the scope '{right.others}'."
            raise Forbidden(detail, scope=right.others)
        tying.end(transaction, tie)


def _noted(tie: Evidence) -> Stored:
    return notes.put_into(Stored(tie.id, tie.rev, bytes(tie.document)), Evidence)
