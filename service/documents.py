"""Rendering: what a row's public JSON and its history entry say.

A document is made once, in the transaction that changes what it shows, and served as those bytes;
`service.renewal` finds every other document that shows a changed row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

import orjson

from service.domain import attribution
from service.domain.corroboration import Verdict
from service.domain.identifiers import PREFIXES
from service.domain.testimony import Reason
from service.domain.vocabulary import Channel, Identification, SourceKind, SourceType, word
from service.references import Chain, article_mention, links_as_written, links_shown, mention, pointer, written
from service.schemas.answers import ArticleAnswer, ClaimAnswer, SourceAnswer, TagAnswer
from service.schemas.article import ArticleShape
from service.schemas.claim import ClaimShape, OverrideShape
from service.schemas.fields import rfc_3339
from service.schemas.source import MergeShape, SourceShape
from service.schemas.tag import TagShape
from service.standings import Standing
from service.store.models import OF_FACETS, Article, Claim, Evidence, Source, Tag, by_facets, by_terms

SOURCE: Final = SourceShape()
MERGE: Final = MergeShape()
ARTICLE: Final = ArticleShape()
CLAIM: Final = ClaimShape()
TAG: Final = TagShape()
SOURCE_ANSWER: Final = SourceAnswer()
ARTICLE_ANSWER: Final = ArticleAnswer()
CLAIM_ANSWER: Final = ClaimAnswer()
TAG_ANSWER: Final = TagAnswer()

OVERRIDE: Final = OverrideShape()
WRITTEN: Final = ("id", "article", "position", "statement", "quote", "language", "channel")
SHOWN_AS_IT_IS: Final = (
    "id", "rev", "worded_rev", "position", "statement", "quote", "in_text", "language", "source_type", "speaker_kind",
    "channel", "hearsay_depth", "story", "created_at", "updated_at",
)  # fmt: skip
"""What a claim's document shows of its columns."""

FOR_RULES: Final = itemgetter("source_type", "identification", "channel")
READINGS_KNOWN: Final = 1_000

TagCounts = Sequence[dict[str, Any]]
"""How many reviewers hold each term for a claim: `{term, reviewers}`, by term."""


@dataclass(frozen=True)
class Beside:
    """What a claim's document shows beside the claim's own row: where it stands, its tags, an editor's own status."""

    standing: Standing
    tags: TagCounts = ()
    override: dict[str, Any] | None = None


def source_as_written(source: Source) -> dict[str, Any]:
    """Give a source as one would post it, referring by id."""
    return written({
        "id": source.id, "kind": source.kind, "name": source.name,
        "aliases": source.aliases or None, "same_as": source.same_as or None,
        "belongs_to": pointer(source.belongs_to_id), "article": pointer(source.article_id), "number": source.number,
        "identified_as": _identified(source, pointer(source.identified_as_id)),
    })  # fmt: skip


def render_source(source: Source) -> None:
    """Make a source's document; of one that was withdrawn or merged, what is kept of it."""
    if source.deleted_at is not None:
        source.document = shelved(source, source_as_written(source), merged_into=source.merged_into_id)
        return
    source.document = SOURCE_ANSWER.render({
        "id": source.id, "rev": source.rev, "kind": source.kind, "name": source.name,
        "aliases": source.aliases, "same_as": source.same_as, "belongs_to": mention(source.belongs_to),
        "article": pointer(source.article_id), "number": source.number,
        "identified_as": _identified(source, mention(source.identified_as)),
        "created_at": source.created_at, "updated_at": source.updated_at,
    })  # fmt: skip


def _identified(source: Source, person: dict[str, Any] | None) -> dict[str, Any] | None:
    """Say who an unnamed source was later found to be, and which article made it public."""
    return person and {"source": person, "citation": {"article": pointer(source.identified_in_id)}}


def article_as_written(article: Article) -> dict[str, Any]:
    """Give an article as one would post it, referring by id."""
    kept = written({
        "id": article.id, "url": article.url, "title": article.title, "publisher": pointer(article.publisher_id),
        "published_at": article.published_at, "language": article.language, "authors": article.authors or None,
        "text": article.text, "text_sha256": article.text_sha256, "retrieved_at": article.retrieved_at,
        "archived_url": article.archived_url, "copy_of": pointer(article.copy_of_id),
        "fictional": article.fictional or None,
    })  # fmt: skip
    return dict(ARTICLE.dump(kept))


def render_article(article: Article) -> None:
    """Make an article's document; of one that was withdrawn, what is kept of it."""
    if article.deleted_at is not None:
        article.document = shelved(article, article_as_written(article))
        return
    article.document = ARTICLE_ANSWER.render({
        "id": article.id, "rev": article.rev, "url": article.url, "title": article.title,
        "publisher": mention(article.publisher), "published_at": article.published_at, "language": article.language,
        "authors": article.authors, "text": article.text, "text_sha256": article.text_sha256,
        "retrieved_at": article.retrieved_at, "archived_url": article.archived_url,
        "copy_of": pointer(article.copy_of_id), "fictional": article.fictional,
        "created_at": article.created_at, "updated_at": article.updated_at,
    })  # fmt: skip


def selector(claim: Claim) -> dict[str, Any] | None:
    """Give the place of a claim's passage."""
    if claim.selector_start is None:
        return None
    return {"start": claim.selector_start, "end": claim.selector_end, "sha256": claim.selector_sha256}


def claim_as_written(claim: Claim, chain: Chain) -> dict[str, Any]:
    """Give a claim as one would post it, referring by id."""
    said = claim.values_of(WRITTEN)
    return written({
        "id": said["id"], "article": pointer(said["article"]), "position": said["position"],
        "statement": said["statement"], "quote": said["quote"], "selector": selector(claim),
        "language": said["language"], "channel": None if chain else said["channel"],
        "attribution": links_as_written(chain),
    })  # fmt: skip


def claim_entry(claim: Claim, chain: Chain, override: dict[str, Any] | None) -> bytes:
    """Give what a claim's history keeps: the claim as one would post it, and an editor's own status."""
    return orjson.dumps(
        {**claim_as_written(claim, chain), **written({"override": override and OVERRIDE.dump(override)})}
    )


def read_chain(claim: Claim, chain: Chain) -> None:
    """Fill in all that follows from a claim's chain and article; one that was withdrawn is of no time."""
    reading = _reading(tuple(link.pick(FOR_RULES) for link, _ in chain), None if chain else claim.channel)
    last = chain[-1][0] if chain else None
    claim.take({
        "source_type": reading.source_type, "speaker_kind": reading.speaker_kind, "channel": reading.channel,
        "hearsay_depth": reading.hearsay_depth, "speaker": last and last.source_id,
        "identification": last and last.identification, "ground_rule": last and last.ground_rule,
        "publisher_id": claim.article.publisher_id,
        "published_at": claim.article.published_at if claim.deleted_at is None else None,
    })  # fmt: skip
    for place, (link, source) in enumerate(chain):
        passed_on = attribution.passes_on(word(SourceKind, source.kind), place, len(chain))
        link.take({"passed_on": passed_on})


@lru_cache(maxsize=READINGS_KNOWN)
def _reading(links: tuple[tuple[str, str, str | None], ...], own_channel: str | None) -> attribution.Reading:
    """Read a chain by the words for each link; there are many chains and few readings."""
    chain = [
        attribution.Link(
            source_type=word(SourceType, source_type),
            identification=word(Identification, identification),
            channel=word(Channel, channel) if channel else None,
        )
        for source_type, identification, channel in links
    ]
    return attribution.read(chain, word(Channel, own_channel) if own_channel else None)


def render_claim(claim: Claim, chain: Chain, shown: Beside) -> dict[str, Any]:
    """Fill in where a claim stands, and make its document; give what that shows."""
    stand(claim, shown.standing)
    claim.take(by_terms(one["term"] for one in shown.tags))
    values = claim.values_of(SHOWN_AS_IT_IS) | {
        "article": article_mention(claim.article, claim.article.publisher), "selector": selector(claim),
        "attribution": links_shown(chain), "tags": shown.tags,
        "corroboration": amounts_to(claim.id, shown.standing.verdict, shown.override),
    }  # fmt: skip
    claim.document = CLAIM_ANSWER.render(values)
    return values


def stand(claim: Claim, standing: Standing) -> None:
    """Fill in where a claim stands."""
    verdict = standing.verdict
    claim.take({
        "story": standing.story, "corroboration": verdict.status, "documented": verdict.documented,
        "origins_min": verdict.origins.min, "origins_max": verdict.origins.max,
    })  # fmt: skip
    count_by(claim)


def count_by(claim: Claim) -> None:
    """Fill in what a claim is counted by, after any of the columns was set that it follows from."""
    claim.take(by_facets(claim.pick(OF_FACETS)))


def stand_elsewhere(claim: Claim, standing: Standing, rev: int, at: datetime) -> bool:
    """Let a claim stand otherwise than it did, where it does, and put that alone into its document; tell whether."""
    document = orjson.loads(bytes(claim.document))
    before = document["corroboration"]
    after = amounts_to(claim.id, standing.verdict, before["override"])
    if before == after and document["story"] == standing.story:
        return False
    stand(claim, standing)
    claim.rev, claim.updated_at = rev, at
    document |= {"rev": rev, "story": standing.story, "corroboration": after, "updated_at": rfc_3339(at)}
    claim.document = orjson.dumps(document)
    return True


def amounts_to(claim_id: str, verdict: Verdict, override: dict[str, Any] | None) -> dict[str, Any]:
    """Give what a verdict says of a claim, and beside it an editor's own status, in the order in which it is shown."""
    return {
        "status": verdict.status,
        "origins": {"min": verdict.origins.min, "max": verdict.origins.max},
        "contradicting": {"min": verdict.contradicting.min, "max": verdict.contradicting.max},
        "documented": verdict.documented,
        "override": override,
        "why": [
            {
                "rule": reason.rule,
                "text": reason.text,
                "sources": list(reason.sources),
                "claims": _claims(reason, claim_id),
            }
            for reason in verdict.why
        ],
    }


def _claims(reason: Reason, claim_id: str) -> list[str]:
    """Name the claims that a reason speaks of; that it speaks of this claim alone goes without saying."""
    named = [one for one in reason.about if one.startswith(PREFIXES["claim"])]
    return [] if named == [claim_id] else named


def tag_as_written(tag: Tag) -> dict[str, Any]:
    """Give a tag as one would post it, without its note: history is public and notes are not."""
    return {
        "id": tag.id, "claim": tag.claim_id, "term": tag.term, "reviewer": tag.reviewer_id, "claim_rev": tag.claim_rev,
    }  # fmt: skip


def render_tag(tag: Tag) -> None:
    """Make a tag's document, without its note."""
    tag.document = TAG_ANSWER.render({
        "id": tag.id, "rev": tag.rev, "claim": tag.claim_id, "term": tag.term, "reviewer": tag.reviewer_id,
        "claim_rev": tag.claim_rev, "stale": tag.stale, "created_at": tag.created_at, "updated_at": tag.updated_at,
        "withdrawn_at": tag.withdrawn_at,
    })  # fmt: skip


def noted(document: bytes, note: str | None) -> bytes:
    """Put the note of a tag or a tie, which no document holds, into its JSON."""
    return document[:-1] + b',"note":' + orjson.dumps(note) + b"}"


def shelve_claim(claim: Claim, chain: Chain) -> None:
    """Make the document of a claim that was withdrawn, of which no tag is shown."""
    claim.take(by_terms(()))
    claim.document = shelved(claim, claim_as_written(claim, chain), worded_rev=claim.worded_rev, in_text=claim.in_text)


def shelved(row: Source | Article | Claim | Evidence, as_written: dict[str, Any], **kept: Any) -> bytes:
    """Give what is kept of a row that nobody is served any more: it refers by id, so nothing renews it."""
    times = {"created_at": row.created_at, "updated_at": row.updated_at, "deleted_at": row.deleted_at}
    return orjson.dumps({
        **as_written, "rev": row.rev, **written(kept), **{name: rfc_3339(at) for name, at in times.items()},
    })  # fmt: skip
