"""Tying: what making, accepting and ending a tie does within a transaction. Only an accepted tie reaches its claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service import articles, wording
from service.domain.errors import Conflict, Fault, invalid
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import Change, EvidenceState, ResourceType, Tie
from service.recounting import recount
from service.references import Chain
from service.store.desk import Desk
from service.store.models import Article, Claim, Evidence
from service.store.revisions import Writing
from service.store.rows import new_id
from service.ties import CitedChain, chains_of_citations, evidence_as_written, linked, render_evidence


@dataclass(frozen=True)
class Backing:
    """Whose a new tie is, whether it counts, and who says that it does; None is the operator.

    One that `accepts` lets a proposed tie count that says the same.
    """

    reviewer: str | None
    state: EvidenceState
    accepted_by: str | None = None
    accepts: bool = True

    @classmethod
    def of(cls, by: str | None, *, edits: bool) -> "Backing":
        """Give the backing of what somebody ties: an editor's ties count at once."""
        return cls(by, EvidenceState.ACCEPTED, by) if edits else cls(by, EvidenceState.PROPOSED)


@dataclass(frozen=True)
class Object:
    """What a claim is tied to: another claim, or an article that is cited, with its chain."""

    claim: Claim | None = None
    article: Article | None = None
    chain: Chain = ()


def create(transaction: Writing, claim: Claim, data: dict[str, Any], backing: Backing) -> tuple[Evidence, bool]:
    """Tie a claim, unless it is so tied already; then only accept the tie where that is new."""
    there = _there(transaction.desk, claim, data)
    if there is None:
        evidence = _record_new(transaction, claim, data, _object(transaction, claim, data), backing)
        _recount_ends(transaction, evidence)
        return evidence, True
    if backing.state is EvidenceState.ACCEPTED and backing.accepts:
        accept(transaction, there, backing.accepted_by)
    return there, False


def join(transaction: Writing, first: Claim, others: Sequence[Claim]) -> None:
    """Tie claims that were posted as one statement to the first of them, and count them when all are tied."""
    if not others:
        return
    backing, tie = Backing.of(transaction.by, edits=True), {"tie": Tie.SUPPORTED_BY}
    ties = [_record_new(transaction, other, tie, Object(claim=first), backing) for other in others]
    recount(transaction, ties[-1].rev, [first.id, *(other.id for other in others)])


def accept(transaction: Writing, evidence: Evidence, by: str | None) -> None:
    """Let a proposed tie count; one that counts already stays as it is."""
    if evidence.state == EvidenceState.ACCEPTED:
        return
    evidence.state, evidence.accepted_by = EvidenceState.ACCEPTED, by
    chain = _chains(transaction.desk, [evidence])[evidence.id]
    _record(transaction, evidence, chain, Change.UPDATED)
    transaction.desk.put(evidence)
    _recount_ends(transaction, evidence)


def end(transaction: Writing, evidence: Evidence) -> None:
    """End a tie, and count its claims without it."""
    _record_end(transaction, evidence)
    _recount_ends(transaction, evidence)


def end_all_of(transaction: Writing, claim: Claim) -> list[str]:
    """End the ties of a claim that is about to be withdrawn; give the claims that are to be counted without it."""
    reached = set()
    at_an_end = (Evidence.claim == claim.id) | (Evidence.other == claim.id)
    ties = list(Evidence.select().where(at_an_end, Evidence.deleted_at.is_null()).order_by(Evidence.id))
    transaction.refuse_if_wide(len(ties))
    for evidence in ties:
        _record_end(transaction, evidence)
        if evidence.state == EvidenceState.ACCEPTED:
            reached.update(_ends(evidence))
    return sorted(reached - {claim.id})


def _there(desk: Desk, claim: Claim, data: dict[str, Any]) -> Evidence | None:
    """Find the tie that says this already."""
    other, citation, tie = data.get("claim"), data.get("citation"), data["tie"]
    if other is None and citation is None:
        raise invalid("/claim", "required", "A tie needs the id of another claim, or a `citation`.")
    if other is not None and citation is not None:
        raise invalid("/citation", "one-of", "A tie leads to a claim or to a citation; send one of them.")
    if citation is not None:
        return _citing(desk, claim, tie, citation)
    there = _between(desk, claim.id, tie, other)
    if there is None and tie.is_symmetric:
        there = _between(desk, other, tie, claim.id)
    return there


def _between(desk: Desk, claim_id: Any, tie: Tie, other_id: Any) -> Evidence | None:
    found = (one for one in desk.ties.all(claim_id) if one.tie == tie and one.other_id == other_id)
    return next(found, None)


def _citing(desk: Desk, claim: Claim, tie: Tie, citation: dict[str, Any]) -> Evidence | None:
    article = articles.find(desk, citation["article"], "/citation/article")
    if article is None:
        return None
    there = [one for one in desk.ties.all(claim.id) if one.tie == tie and one.article_id == article.id]
    chain_of, links = _chains(desk, there), citation.get("attribution", [])
    pointer = "/citation/attribution"
    same = (one for one in there if wording.says_the_same(desk, links, chain_of[one.id], article, pointer))
    return next(same, None)


def _chains(desk: Desk, ties: Sequence[Evidence]) -> Mapping[str, CitedChain]:
    """Give the chains of some ties; those of new ones may not be written yet."""
    stored = [tie.id for tie in ties if tie.id not in desk.chains]
    return {**(chains_of_citations(stored) if stored else {}), **desk.chains}


def _object(transaction: Writing, claim: Claim, data: dict[str, Any]) -> Object:
    """Find or make what a claim is to be tied to."""
    citation = data.get("citation")
    if citation is None:
        return Object(claim=_other(transaction.desk, claim, data["claim"]))
    article = articles.settle(transaction, citation["article"], "/citation/article")
    transaction.desk.publisher(article)
    links = citation.get("attribution", [])
    return Object(article=article, chain=wording.place_chain(transaction, links, article, "/citation/attribution"))


def _other(desk: Desk, claim: Claim, other_id: Any) -> Claim:
    if other_id == claim.id:
        raise invalid("/claim", "itself", "A claim is not tied to itself.")
    other = desk.claims.one(other_id)
    if other is None:
        raise invalid("/claim", "unknown-id", "There is no claim with this id.")
    if other.deleted_at is not None:
        raise invalid("/claim", "withdrawn", "This claim was withdrawn.")
    return other


def _record_new(transaction: Writing, claim: Claim, data: dict[str, Any], found: Object, backing: Backing) -> Evidence:
    evidence = Evidence.of({
        "id": free_id(transaction.desk, data), "claim": claim.id, "tie": data["tie"],
        "other": found.claim and found.claim.id, "article": found.article and found.article.id,
        "state": backing.state, "reviewer": backing.reviewer, "accepted_by": backing.accepted_by,
        "note": data.get("note"), "created_at": transaction.at,
    })  # fmt: skip
    evidence.knows(article=found.article)
    chain = linked(evidence, found.chain)
    _record(transaction, evidence, chain, Change.CREATED)
    transaction.desk.add_tie(evidence, [link for link, _ in chain])
    if transaction.desk.holds:
        transaction.desk.chains[evidence.id] = chain
    return evidence


def _record(transaction: Writing, evidence: Evidence, chain: CitedChain, change: Change) -> None:
    entry = orjson.dumps(evidence_as_written(evidence, chain))
    evidence.rev = transaction.record(change, ResourceType.EVIDENCE, evidence.id, entry)
    evidence.updated_at = transaction.at
    render_evidence(evidence, chain)


def _record_end(transaction: Writing, evidence: Evidence) -> None:
    evidence.rev = transaction.record(Change.DELETED, ResourceType.EVIDENCE, evidence.id)
    evidence.deleted_at = evidence.updated_at = transaction.at
    render_evidence(evidence, chains_of_citations([evidence.id])[evidence.id])
    evidence.put()


def _recount_ends(transaction: Writing, evidence: Evidence) -> None:
    if evidence.state == EvidenceState.ACCEPTED:
        recount(transaction, evidence.rev, _ends(evidence))


def _ends(evidence: Evidence) -> list[str]:
    return [claim_id for claim_id in (evidence.claim_id, evidence.other_id) if claim_id is not None]


def free_id(desk: Desk, data: dict[str, Any]) -> str:
    """Give a new tie its id: its own, unless there is, or was, one with it."""
    evidence_id: str | None = data.get("id")
    if evidence_id is None:
        return new_id(PREFIXES["evidence"])
    if desk.evidence.one(evidence_id) is not None:
        fault = ({"pointer": "/id"}, Fault("exists", "Choose another id, or leave it out."))
        raise Conflict("There is, or was, evidence with this id.", faults=[fault], id=evidence_id)
    return evidence_id
