"""Rendering: what a row's public JSON and its history entry say.

A document is made once, in the transaction that changes what it shows, and served as those bytes;
`service.renewal` finds every other document that shows a changed row.
"""

from typing import Any, Final

import orjson

from service.references import mention, pointer, written
from service.schemas.answers import ArticleAnswer, ClaimAnswer, SourceAnswer, TagAnswer
from service.schemas.article import ArticleShape
from service.schemas.claim import ClaimShape, OverrideShape
from service.schemas.fields import rfc_3339
from service.schemas.source import MergeShape, SourceShape
from service.schemas.tag import TagShape
from service.store.models import Article, Claim, Evidence, Source, Tag

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


def shelved(row: Source | Article | Claim | Evidence, as_written: dict[str, Any], **kept: Any) -> bytes:
    """Give what is kept of a row that nobody is served any more: it refers by id, so nothing renews it."""
    times = {"created_at": row.created_at, "updated_at": row.updated_at, "deleted_at": row.deleted_at}
    return orjson.dumps({
        **as_written, "rev": row.rev, **written(kept), **{name: rfc_3339(at) for name, at in times.items()},
    })  # fmt: skip
