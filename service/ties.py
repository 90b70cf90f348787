"""Ties: what a tie's public JSON and its history entry say, and the chains of those that cite an article.

The verbs are in `service.evidence`, and what they do within a transaction in `service.tying`.
"""

from collections.abc import Sequence
from typing import Any, Final

from service.documents import shelved
from service.references import article_mention, link_words, links_as_written, links_shown, pointer, written
from service.schemas.answers import EvidenceAnswer
from service.schemas.evidence import EvidenceShape
from service.store.models import Article, Evidence, EvidenceLink, Link, Source

EVIDENCE: Final = EvidenceShape()
EVIDENCE_ANSWER: Final = EvidenceAnswer()

CitedChain = Sequence[tuple[EvidenceLink, Source]]


def chains_of_citations(evidence_ids: Sequence[str]) -> dict[str, list[tuple[EvidenceLink, Source]]]:
    """Load the chains of some ties, each in its order; a tie to another claim has none."""
    found: dict[str, list[tuple[EvidenceLink, Source]]] = {evidence_id: [] for evidence_id in evidence_ids}
    query = EvidenceLink.select(EvidenceLink, Source).join(Source).where(EvidenceLink.evidence.in_(list(evidence_ids)))
    for link in query.order_by(EvidenceLink.evidence, EvidenceLink.place):
        found[link.evidence_id].append((link, link.source))
    return found


def linked(evidence: Evidence, chain: Sequence[tuple[Link, Source]]) -> list[tuple[EvidenceLink, Source]]:
    """Make the links of a tie's citation out of a chain that was placed for its article."""
    return [
        (
            EvidenceLink.of({"evidence": evidence.id, "place": place, "source": source.id, **link_words(link)}),
            source,
        )
        for place, (link, source) in enumerate(chain)
    ]


def evidence_as_written(evidence: Evidence, chain: CitedChain) -> dict[str, Any]:
    """Give a tie as one would post it, without its note: history is public and notes are not."""
    citation = evidence.article_id and {
        "article": pointer(evidence.article_id), "attribution": links_as_written(chain),
    }  # fmt: skip
    return written({
        "id": evidence.id, "subject": evidence.claim_id, "tie": evidence.tie, "claim": evidence.other_id,
        "citation": citation, "state": evidence.state, "reviewer": evidence.reviewer_id,
        "accepted_by": evidence.accepted_by,
    })  # fmt: skip


def render_evidence(evidence: Evidence, chain: CitedChain) -> None:
    """Make a tie's document, without its note; of one that was ended, what is kept of it."""
    if evidence.deleted_at is not None:
        evidence.document = shelved(evidence, evidence_as_written(evidence, chain))
        return
    evidence.document = EVIDENCE_ANSWER.render({
        "id": evidence.id, "rev": evidence.rev, "subject": evidence.claim_id, "tie": evidence.tie,
        "claim": evidence.other_id, "citation": _citation(evidence.article, chain), "state": evidence.state,
        "reviewer": evidence.reviewer_id, "accepted_by": evidence.accepted_by,
        "created_at": evidence.created_at, "updated_at": evidence.updated_at,
    })  # fmt: skip


def _citation(article: Article | None, chain: CitedChain) -> dict[str, Any] | None:
    if article is None:
        return None
    return {"article": article_mention(article, article.publisher), "attribution": links_shown(chain)}
