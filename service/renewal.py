"""Renewal: every other document that shows a changed row is made anew, in the transaction that changes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from peewee import JOIN, chunked

from service.citations import citing_source, renew_citations
from service.claim_documents import Beside, TagCounts, read_chain, render_claim
from service.documents import render_article, render_source, render_tag
from service.domain import passages
from service.findable import words_of
from service.recounting import recount_others, weigh_anew
from service.schemas.fields import rfc_3339
from service.standings import Standing
from service.store import judging, words
from service.store.matches import one_of
from service.store.models import MENTIONED, SHOWN, Article, Claim, Link, Override, Source, Tag, by_terms
from service.store.query import run
from service.store.revisions import Writing, touch
from service.store.rows import tuples

RENEWED_AT_ONCE: Final = 500
ARTICLES_AT_ONCE: Final = 20
"""Each with its text, which may be long."""


def chains(claim_ids: Sequence[str]) -> dict[str, list[tuple[Link, Source]]]:
    """Load the chains of some claims, each in its order."""
    found: dict[str, list[tuple[Link, Source]]] = {claim_id: [] for claim_id in claim_ids}
    query = Link.select(Link, Source).join(Source).where(Link.claim.in_(list(claim_ids)))
    for link in query.order_by(Link.claim, Link.place):
        found[link.claim_id].append((link, link.source))
    return found


def renew_claims(transaction: Writing, rev: int, claim_ids: Sequence[str]) -> None:
    """Derive and render claims anew under the revision that reached them, and recount their stories."""
    transaction.refuse_if_wide(len(claim_ids))
    for some in chunked(claim_ids, RENEWED_AT_ONCE):
        touched, texts = [], {}
        judged = weigh_anew(some)
        shown = beside(some, judged)
        chain_of = chains(some)
        for claim in _with_articles(some):
            before, chain = claim.corroboration, chain_of[claim.id]
            passed_on = [link.passed_on for link, _ in chain]
            claim.rev, claim.updated_at = rev, transaction.at
            read_chain(claim, chain)
            render_claim(claim, chain, shown[claim.id])
            claim.put()
            texts[claim.id] = words_of(claim.document)
            for (link, _), was in zip(chain, passed_on, strict=True):
                if link.passed_on != was:
                    Link.update(passed_on=link.passed_on).where(
                        Link.claim == claim.id, Link.place == link.place
                    ).execute()
            touched.append((claim.id, claim.corroboration, claim.corroboration != before))
        words.renew(texts)
        touch(rev, touched)
        recount_others(transaction, rev, judged, but=some)


def beside(claim_ids: Sequence[str], judged: Mapping[str, Standing]) -> dict[str, Beside]:
    """Give what the documents of some live claims show beside their own rows."""
    tags, overrides = tag_counts(claim_ids), overrides_of(claim_ids)
    return {
        claim_id: Beside(judged[claim_id], tags[claim_id], overrides.get(claim_id))
        for claim_id in claim_ids
        if claim_id in judged
    }


def overrides_of(claim_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give the statuses that editors gave to some claims."""
    found = Override.select().where(Override.claim.in_(list(claim_ids)))
    return {one.claim_id: {"status": one.status, "reason": one.reason, "by": one.by, "at": one.at} for one in found}


def _with_articles(claim_ids: Sequence[str]) -> Iterator[Claim]:
    query = Claim.select(Claim, *MENTIONED, Source).join(Article).join(Source, JOIN.LEFT_OUTER)
    yield from query.where(Claim.id.in_(list(claim_ids)), Claim.deleted_at.is_null())


@dataclass(frozen=True)
class Mentions:
    """The rows whose documents show one source."""

    sources: list[str]
    articles: list[str]
    claims: list[str]
    evidence: list[str]

    def together_with(self, other: "Mentions") -> "Mentions":
        """Give the rows that show one of two sources, each once."""
        pairs = (
            (self.sources, other.sources), (self.articles, other.articles), (self.claims, other.claims),
            (self.evidence, other.evidence),
        )  # fmt: skip
        return Mentions(*(sorted({*mine, *theirs}) for mine, theirs in pairs))

    def __len__(self) -> int:
        """Count the documents."""
        return len(self.sources) + len(self.articles) + len(self.claims) + len(self.evidence)


def mentions(source_id: str) -> Mentions:
    """Find every row whose document shows a source."""
    linked = Link.select(Link.claim).where(Link.source == source_id)
    return Mentions(
        _ids(Source, (Source.belongs_to == source_id) | (Source.identified_as == source_id)),
        _ids(Article, Article.publisher == source_id),
        _ids(Claim, Claim.id.in_(linked) | (Claim.publisher_id == source_id)),
        citing_source(source_id),
    )


def renew_mentions(transaction: Writing, rev: int, found: Mentions) -> None:
    """Render anew every document that shows a source which changed."""
    transaction.refuse_if_wide(len(found))
    for some in chunked(found.sources, RENEWED_AT_ONCE):
        for member in Source.select().where(Source.id.in_(list(some))):
            member.rev, member.updated_at = rev, transaction.at
            render_source(member)
            member.put()
    for some in chunked(found.articles, ARTICLES_AT_ONCE):
        for article in Article.select(Article, Source).join(Source, JOIN.LEFT_OUTER).where(Article.id.in_(list(some))):
            article.rev, article.updated_at = rev, transaction.at
            render_article(article)
            article.put()
    renew_citations(transaction, rev, found.evidence)
    renew_claims(transaction, rev, found.claims)


def _ids(model: type[Source] | type[Article] | type[Claim], condition: Any) -> list[str]:
    found = model.select(model.id).where(condition, model.deleted_at.is_null())
    return [row_id for (row_id,) in tuples(found.order_by(model.id))]


def tag_counts(claim_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Count how many reviewers hold each term for some claims, by term."""
    found: dict[str, list[dict[str, Any]]] = {claim_id: [] for claim_id in claim_ids}
    of_claims, bound = one_of("claim_id", claim_ids)
    counted = f"SELECT claim_id, term, COUNT(*) FROM tag WHERE {of_claims} AND {SHOWN}"
    for claim_id, term, reviewers in run(f"{counted} GROUP BY claim_id, term ORDER BY claim_id, term", bound):
        found[claim_id].append({"term": term, "reviewers": reviewers})
    return found


def renew_tag_counts(transaction: Writing, rev: int, claim: Claim) -> None:
    """Count a claim's tags anew; the rest of its document does not depend on them and stays as it is."""
    judging.renew([claim.id])
    show_tag_counts(claim, rev, transaction.at, tag_counts([claim.id])[claim.id])
    claim.put()
    touch(rev, [(claim.id, claim.corroboration, False)])


def show_tag_counts(claim: Claim, rev: int, at: datetime, counts: TagCounts) -> None:
    """Put the counts of its tags into a claim's document."""
    document = orjson.loads(bytes(claim.document))
    document |= {"rev": rev, "tags": counts, "updated_at": rfc_3339(at)}
    terms = by_terms(one["term"] for one in counts)
    claim.take({"rev": rev, "updated_at": at, **terms, "document": orjson.dumps(document)})


def renew_tags(transaction: Writing, claim: Claim) -> None:
    """Mark the tags of a claim as stale where their reviewers saw other words, under the revision that worded it."""
    outdated = Tag.select().where(Tag.claim == claim.id, Tag.claim_rev < claim.worded_rev, ~Tag.stale)
    transaction.refuse_if_wide(outdated.count())
    for tag in outdated:
        tag.rev, tag.updated_at, tag.stale = claim.worded_rev, transaction.at, True
        render_tag(tag)
        tag.put()


def renew_claims_of(transaction: Writing, article: Article, old_text: str | None, citing: Sequence[str]) -> None:
    """Find the passages of an article's claims in its new text, and render anew what they, and ties, show of it."""
    claims = Claim.select().where(Claim.article == article.id, Claim.deleted_at.is_null()).order_by(Claim.id)
    transaction.refuse_if_wide(claims.count() + len(citing))
    renew_citations(transaction, article.rev, citing)
    reached = []
    for claim in claims:
        reached.append(claim.id)
        if article.text != old_text:
            _find_passage_again(claim, article, old_text)
            claim.put()
            if claim.worded_rev == article.rev:
                renew_tags(transaction, claim)
    renew_claims(transaction, article.rev, reached)


def _find_passage_again(claim: Claim, article: Article, old_text: str | None) -> None:
    if article.text is None:
        claim.in_text = None
        return
    if claim.selector_start is None or claim.selector_end is None or claim.selector_sha256 is None:
        claim.in_text = (claim.quote in article.text) if claim.quote else None
        return
    old = passages.Selector(claim.selector_start, claim.selector_end, claim.selector_sha256)
    passage = old_text[old.start : old.end] if old_text and claim.in_text else None
    found = passages.find_again(old, passage, article.text, claim.quote)
    claim.in_text = found is not None
    if found is None:
        return
    claim.selector_start, claim.selector_end, claim.selector_sha256 = found.start, found.end, found.sha256
    if found.sha256 != old.sha256:
        claim.worded_rev = article.rev
