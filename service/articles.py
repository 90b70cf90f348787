"""Articles: list, read, write, withdraw, and find or make the one that a claim names inline."""

from typing import Any, Final

import orjson

from service.citations import citing
from service.documents import ARTICLE, article_as_written, render_article
from service.domain.errors import Conflict, Fault, invalid, refuse_differences
from service.domain.identifiers import PREFIXES, digest
from service.domain.vocabulary import Change, ResourceType, SourceKind
from service.filing import withdraw
from service.matching import means, place
from service.recounting import recount
from service.renewal import renew_claims_of
from service.schemas.inline import MAX_TWINS
from service.store import browsing, lists, query, reach, rows
from service.store.desk import Desk
from service.store.models import Article, Claim, Evidence, Source
from service.store.revisions import Writing, writing
from service.store.rows import Stored, new_id

LIVE: Final = Article.deleted_at.is_null()
CITES: Final = Evidence.deleted_at.is_null()
ERASED: Final = ("url",)
ID_ALONE: Final = {"id"}
SHOWN_IN_CITATIONS: Final = frozenset({"url", "title", "publisher", "published_at"})
SHOWN_IN_CLAIMS: Final = SHOWN_IN_CITATIONS | {"text"}
COUNTED: Final = frozenset({"publisher", "published_at", "copy_of"})
COUNTED_OR_SHOWN: Final = COUNTED | SHOWN_IN_CLAIMS


def page(wanted: query.Query) -> query.Page:
    """Read one page of articles."""
    return browsing.page(lists.ARTICLES, wanted)


def get(article_id: str) -> Stored:
    """Read one article."""
    return rows.one(lists.ARTICLES, article_id)


def add(data: dict[str, Any], by: str | None) -> Stored:
    """Store an article; refuse one whose URL is there already."""
    with writing(by) as transaction:
        return _with_twins(create(transaction, data, ""))


def create(transaction: Writing, data: dict[str, Any], pointer: str, *, erased: bool = False) -> Article:
    """Store an article within a transaction; only one whose address was `erased` has none."""
    if data.get("url") is None and not erased:
        raise invalid(f"{pointer}/url", "required", "A new article needs its url.")
    desk, article_id, url = transaction.desk, data.get("id") or new_id(PREFIXES["article"]), data.get("url")
    _refuse_a_second(desk.articles.one(article_id), f"{pointer}/id", "There is, or was, an article with this id.")
    at_address = None if url is None else desk.addresses.one(url)
    _refuse_a_second(at_address, f"{pointer}/url", "There is an article with this URL.")
    article = Article.of({"id": article_id, "created_at": transaction.at})
    _fill(transaction, article, data, pointer)
    _record(transaction, article, Change.CREATED)
    desk.add(article)
    desk.articles.put_alone(article_id, article)
    if url is not None:
        desk.addresses.put_alone(url, article)
    return article


def settle(transaction: Writing, data: dict[str, Any], pointer: str) -> Article:
    """Find the article that a claim names inline, or make it; refuse data that differs from what is stored."""
    found = find(transaction.desk, data, pointer)
    if found is None:
        return create(transaction, data, pointer)
    _must_agree(transaction.desk, found, data, pointer)
    return found


def change(
    article_id: str, patch: dict[str, Any], expected: int | None, by: str | None, *, wide: bool = False
) -> Stored:
    """Apply a merge patch to an article, find its claims' passages again, and render anew all that shows it."""
    with writing(by, wide=wide) as transaction:
        article = rows.live(Article, article_id, expected)
        before, text = article_as_written(article), article.text
        data = ARTICLE.read(_patched(before, patch), may_lack=ERASED if article.url is None else ())
        if data.get("id", article_id) != article_id:
            raise invalid("/id", "fixed", "An id never changes.")
        if data.get("url") is not None:
            other = transaction.desk.addresses.one(data["url"])
            is_itself = other is not None and other.id == article_id
            _refuse_a_second(None if is_itself else other, "/url", "There is another article with this URL.")
        _fill(transaction, article, data, "")
        after = article_as_written(article)
        if after == before:
            return _with_twins(article)
        _record(transaction, article, Change.UPDATED)
        article.put()
        _renew(transaction, article, text, {key for key in COUNTED_OR_SHOWN if before.get(key) != after.get(key)})
        return _with_twins(article)


def _renew(transaction: Writing, article: Article, old_text: str | None, changed: set[str]) -> None:
    """Render anew what shows the keys of an article that changed, and recount the stories that depend on them."""
    if changed & SHOWN_IN_CLAIMS:
        renew_claims_of(transaction, article, old_text, citing(article.id) if changed & SHOWN_IN_CITATIONS else [])
    if changed & COUNTED:
        recount(transaction, article.rev, reach.by_article(article.id))


def delete(article_id: str, expected: int | None, by: str | None) -> None:
    """Withdraw an article that no claim, tie or copy refers to; its unnamed sources end with it."""
    with writing(by) as transaction:
        article = rows.live(Article, article_id, expected)
        rows.refuse_if_used(
            [
                ("claim", Claim.select(Claim.id).where(Claim.article == article_id, Claim.deleted_at.is_null())),
                ("evidence", Evidence.select(Evidence.id).where(Evidence.article == article_id, CITES)),
                ("article", Article.select(Article.id).where(Article.copy_of == article_id, LIVE)),
                (
                    "source",
                    Source.select(Source.id).where(
                        Source.identified_in_id == article_id,
                        Source.article_id != article_id,
                        Source.deleted_at.is_null(),
                    ),
                ),
            ]
        )
        for source in Source.select().where(Source.article_id == article_id, Source.deleted_at.is_null()):
            withdraw(transaction, source)
        article.rev = transaction.record(Change.DELETED, ResourceType.ARTICLE, article_id)
        article.deleted_at = article.updated_at = transaction.at
        render_article(article)
        article.put()


def _with_twins(article: Article) -> Stored:
    """Answer a writer with the article and, where others have the same text, with those: one may copy the other."""
    known = [article.id, article.copy_of_id or article.id]
    same = Article.select(Article.id).where(Article.text_sha256 == (article.text_sha256 or ""), LIVE)
    new = same.where(Article.id.not_in(known), Article.copy_of.is_null() | Article.copy_of.not_in(known))
    twins = [twin for (twin,) in rows.tuples(new.order_by(Article.published_at, Article.id).limit(MAX_TWINS))]
    document = bytes(article.document)
    if twins:
        document = document[:-1] + b',"same_text_as":' + orjson.dumps(twins) + b"}"
    return Stored(article.id, article.rev, document)


def find(desk: Desk, data: dict[str, Any], pointer: str) -> Article | None:
    """Find the article that is named inline; None where there is none yet."""
    by_id = desk.articles.one(data["id"]) if "id" in data else None
    if by_id is not None and by_id.deleted_at is not None:
        raise invalid(f"{pointer}/id", "withdrawn", "This article was withdrawn.")
    if "id" not in data and data.get("url") is None:
        raise invalid(pointer, "required", "Name the article by its id or its url.")
    if by_id is None and data.get("url") is None:
        raise invalid(f"{pointer}/id", "unknown-id", "There is no article with this id; a new one needs its `url`.")
    if by_id is None and "id" not in data:
        return desk.addresses.one(data["url"])
    return by_id


def _must_agree(desk: Desk, article: Article, data: dict[str, Any], pointer: str) -> None:
    """Refuse inline data that says something else than what is stored; null and lists may say less."""
    if data.keys() == ID_ALONE:
        return
    publisher = data.get("publisher")
    plain = ("url", "title", "published_at", "language", "text", "text_sha256", "retrieved_at", "archived_url")
    differs = {key: data.get(key) not in {None, getattr(article, key)} for key in plain}
    differs["publisher"] = publisher is not None and not means(
        desk, _outlet(desk, publisher), article.publisher_id, f"{pointer}/publisher"
    )
    differs["authors"] = not set(data.get("authors", [])) <= set(article.authors)
    differs["copy_of"] = (data.get("copy_of") or {}).get("id") not in {None, article.copy_of_id}
    differs["fictional"] = data.get("fictional", article.fictional) != article.fictional
    refuse_differences(pointer, differs, "article", article.id)


def _outlet(desk: Desk, data: dict[str, Any]) -> dict[str, Any]:
    """Take a new publisher for an outlet; a stored one is what it is."""
    is_stored = "id" in data and desk.sources.one(data["id"]) is not None
    return data if is_stored else {"kind": SourceKind.OUTLET, **data}


def _fill(transaction: Writing, article: Article, data: dict[str, Any], pointer: str) -> None:
    publisher = data.get("publisher")
    outlet = None if publisher is None else _publisher(transaction, publisher, f"{pointer}/publisher")
    article.take({
        "url": data.get("url"), "title": data.get("title"), "publisher": outlet and outlet.id,
        "published_at": data.get("published_at"), "language": data.get("language"),
        "authors": data.get("authors", []), "fictional": data.get("fictional", False),
        "retrieved_at": data.get("retrieved_at"), "archived_url": data.get("archived_url"), "text": data.get("text"),
        "text_sha256": _text_sha256(data, pointer),
    })  # fmt: skip
    article.knows(publisher=outlet)
    article.copy_of = _original(transaction.desk, article, data.get("copy_of"), f"{pointer}/copy_of")


def _publisher(transaction: Writing, data: dict[str, Any], pointer: str) -> Source:
    source = place(transaction, _outlet(transaction.desk, data), pointer)
    if source.kind != SourceKind.OUTLET or source.unnamed:
        raise invalid(pointer, "kind", "A publisher is a named source of kind outlet.")
    return source


def _text_sha256(data: dict[str, Any], pointer: str) -> str | None:
    given: str | None = data.get("text_sha256")
    if data.get("text") is None:
        return given
    actual = digest(data["text"])
    if given not in {None, actual}:
        raise invalid(f"{pointer}/text_sha256", "differs", "This is not the digest of the text; it may be left out.")
    return actual


def _original(desk: Desk, article: Article, data: dict[str, str] | None, pointer: str) -> Article | None:
    if data is None:
        return None
    original = desk.articles.one(data["id"])
    if original is None or original.deleted_at is not None:
        raise invalid(f"{pointer}/id", "unknown-id", "There is no article with this id.")
    above: Article | None = original
    while above is not None:
        if above.id == article.id:
            raise invalid(pointer, "ring", "An article cannot copy itself, directly or through others.")
        above = None if above.copy_of_id is None else desk.articles.one(above.copy_of_id)
    return original


def _refuse_a_second(other: Article | None, pointer: str, detail: str) -> None:
    if other is not None:
        fault = ({"pointer": pointer}, Fault("exists", "Use the stored article, or PATCH it."))
        raise Conflict(detail, faults=[fault], id=other.id)


def _patched(before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Apply the patch; a new text has a new digest unless the patch says so itself."""
    merged, keys = ARTICLE.patch(before, patch)
    if "text" in merged and "text" in keys and "text_sha256" not in keys:
        merged.pop("text_sha256", None)
    return merged


def _record(transaction: Writing, article: Article, change: Change) -> None:
    entry = orjson.dumps(article_as_written(article))
    article.rev = transaction.record(change, ResourceType.ARTICLE, article.id, entry)
    article.updated_at = transaction.at
    render_article(article)
