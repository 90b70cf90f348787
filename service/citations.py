"""Citations: the ties whose documents show an article or a source, and rendering those anew when it changes."""

from collections.abc import Sequence
from typing import Any, Final

from peewee import JOIN, chunked

from service.store.models import MENTIONED, Article, Evidence, EvidenceLink, Source
from service.store.revisions import Writing
from service.store.rows import tuples
from service.ties import chains_of_citations, render_evidence

RENEWED_AT_ONCE: Final = 500
LIVE: Final = Evidence.deleted_at.is_null()


def citing(article_id: str) -> list[str]:
    """Find the ties that cite an article."""
    return _ids(Evidence.article == article_id)


def citing_source(source_id: str) -> list[str]:
    """Find the ties whose documents show a source: in a chain, or as the publisher of what they cite."""
    linked = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.source == source_id)
    published = Article.select(Article.id).where(Article.publisher == source_id)
    return _ids(Evidence.id.in_(linked) | Evidence.article.in_(published))


def renew_citations(transaction: Writing, rev: int, evidence_ids: Sequence[str]) -> None:
    """Render ties anew under the revision of the row that they show."""
    for some in chunked(evidence_ids, RENEWED_AT_ONCE):
        chain_of = chains_of_citations(some)
        cited = Evidence.select(Evidence, *MENTIONED, Source).join(Article).join(Source, JOIN.LEFT_OUTER)
        for evidence in cited.where(Evidence.id.in_(list(some))):
            evidence.rev, evidence.updated_at = rev, transaction.at
            render_evidence(evidence, chain_of[evidence.id])
            evidence.put()


def let_cite(source_id: str, into_id: str) -> None:
    """Let the chains of all ties that are there refer to one source in the place of another."""
    live = Evidence.select(Evidence.id).where(LIVE)
    mine = (EvidenceLink.source == source_id) & EvidenceLink.evidence.in_(live)
    EvidenceLink.update(source=into_id).where(mine).execute()


def _ids(condition: Any) -> list[str]:
    found = Evidence.select(Evidence.id).where(condition, LIVE)
    return [evidence_id for (evidence_id,) in tuples(found.order_by(Evidence.id))]
