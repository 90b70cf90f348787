"""Overrides: the status that an editor gives a claim, which stands beside the derived one and never replaces it."""

from datetime import datetime
from typing import Any, Final

from service.claim_documents import claim_entry
from service.domain.vocabulary import Change, ResourceType
from service.renewal import chains, overrides_of, renew_claims
from service.schemas.kept import KeptOverride
from service.store import lists, rows
from service.store.models import Claim, Override
from service.store.revisions import Writing, writing
from service.store.rows import Stored

KEPT_OVERRIDE: Final = KeptOverride()


def put(claim_id: str, data: dict[str, Any], by: str | None) -> Stored:
    """Give a claim an editor's own status; the one that it had makes room. The same again changes nothing."""
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, None)
        there = Override.find(claim=claim_id)
        if there is None or (there.status, there.reason) != (data["status"], data["reason"]):
            give(transaction, claim, data, by, transaction.at)
        return rows.one(lists.CLAIMS, claim_id)


def delete(claim_id: str, by: str | None) -> None:
    """Take an editor's own status away; where there is none, nothing changes."""
    with writing(by) as transaction:
        claim = rows.live(Claim, claim_id, None)
        if Override.delete().where(Override.claim == claim_id).execute():
            _record(transaction, claim)


def give(transaction: Writing, claim: Claim, data: dict[str, Any], by: str | None, at: datetime) -> None:
    """Give a claim an editor's own status within a transaction."""
    Override.delete().where(Override.claim == claim.id).execute()
    Override(claim=claim, status=data["status"], reason=data.get("reason"), by=by, at=at).add()
    _record(transaction, claim)


def give_again(transaction: Writing, claim: Claim, given: Any) -> Stored:
    """Give a claim that was just stored the status that an editor gave it in the store that it comes from."""
    data = KEPT_OVERRIDE.read(given)
    give(transaction, claim, data, data.get("by"), data["at"])
    return rows.one(lists.CLAIMS, claim.id)


def _record(transaction: Writing, claim: Claim) -> None:
    entry = claim_entry(claim, chains([claim.id])[claim.id], overrides_of([claim.id]).get(claim.id))
    rev = transaction.record(Change.UPDATED, ResourceType.CLAIM, claim.id, entry)
    renew_claims(transaction, rev, [claim.id])
