"""The desk of a write transaction: where it looks up rows, and where new ones lie until they are written.

A desk that holds asks for many rows at once and writes all that are of one table with one statement: so a load of many
rows goes, and a single row is one of many. Any other desk asks and writes at once. While it holds, what is new is found
through the desk alone.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from service.store import words
from service.store.models import (
    Article,
    Claim,
    Link,
    Revision,
    Row,
    Source,
    SourceName,
    SourceSameAs,
    Touched,
)
from service.store.query import BOUND_AT_ONCE, run_for
from service.store.shelves import Shelf

IN_ORDER: Final[tuple[type[Row], ...]] = (Revision, Source, SourceName, SourceSameAs, Article, Claim, Link, Touched)
"""The tables in which rows are held, each behind those that it refers to."""

NAMES: Final = "SELECT name, source_id FROM source_name WHERE name IN (??)"
URIS: Final = "SELECT uri, source_id FROM source_same_as WHERE uri IN (??)"
POSITIONS: Final = "SELECT article_id, MAX(position) FROM claim WHERE article_id IN (??) GROUP BY article_id"

Keys = Collection[str]


class Desk:
    """What a write transaction looks up, and what it is about to write."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self.articles: Shelf[str, Article] = Shelf(_articles)
        self.addresses: Shelf[str, Article] = Shelf(self._at_addresses)
        self.sources: Shelf[str, Source] = Shelf(_sources)
        self.names: Shelf[str, Source] = Shelf(self._of_names)
        self.uris: Shelf[str, Source] = Shelf(self._of_uris)
        self.unnamed: Shelf[str, Source] = Shelf(_unnamed)
        self.claims: Shelf[str, Claim] = Shelf(_claims)
        self.positions: Shelf[str, int] = Shelf(_positions)
        self._holds = False
        self._new: dict[type[Row], list[dict[str, Any]]] = {}
        self._words: dict[str, str] = {}

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold what is new, and write it all at the end."""
        self._holds = True
        for shelf in self._shelves:
            shelf.keeps = True
        try:
            yield
            self._write()
        finally:
            self._holds = False
            self._new, self._words = {}, {}
            for shelf in self._shelves:
                shelf.clear()

    def add(self, row: Row) -> None:
        """Insert a row, now or when all are written."""
        if self._holds:
            self._new.setdefault(type(row), []).append(row.__data__)
        else:
            row.add()

    def add_words(self, claim_id: str, text: str) -> None:
        """Keep the words of a new claim."""
        self._words[claim_id] = text
        if not self._holds:
            self._write()

    def last_position(self, article_id: str) -> int:
        """Give the last position that a claim has in an article; 0 where there is none."""
        return max(self.positions.all(article_id), default=0)

    def add_claim(self, claim: Claim) -> None:
        """Insert a claim; it has its position in its article."""
        self.add(claim)
        self.claims.put(claim.id, claim)
        if self._holds:
            taken = self.positions.all(claim.article_id)
            taken[:] = [max([claim.position, *taken])]

    def publisher(self, article: Article) -> Source | None:
        """Give the outlet of an article, and keep it beside it."""
        found = None if article.publisher_id is None else self.sources.one(article.publisher_id)
        article.knows(publisher=found)
        return found

    @property
    def _shelves(self) -> tuple[Shelf[str, Any], ...]:
        return (
            self.articles, self.addresses, self.sources, self.names, self.uris, self.unnamed, self.claims,
            self.positions,
        )  # fmt: skip

    def _write(self) -> None:
        for model in IN_ORDER:
            if rows := self._new.get(model):
                model.add_all(rows)
        words.add(self._words)
        self._new, self._words = {}, {}

    def _at_addresses(self, urls: Keys) -> Iterable[tuple[str, Article]]:
        return [(str(article.url), article) for article in _where(Article, "url IN (??) AND deleted_at IS NULL", urls)]

    def _of_names(self, names: Keys) -> Iterable[tuple[str, Source]]:
        return self._live(run_for(NAMES, names))

    def _of_uris(self, uris: Keys) -> Iterable[tuple[str, Source]]:
        return self._live(run_for(URIS, uris))

    def _live(self, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Source]]:
        """Give the sources that are there, those of a name by their ids."""
        pairs = sorted((name, source_id) for name, source_id in found)
        sources = self.sources.many({source_id for _, source_id in pairs})
        for name, source_id in pairs:
            yield from ((name, source) for source in sources[source_id] if source.deleted_at is None)


def _articles(ids: Keys) -> Iterable[tuple[str, Article]]:
    return [(article.id, article) for article in _where(Article, "id IN (??)", ids)]


def _sources(ids: Keys) -> Iterable[tuple[str, Source]]:
    return [(source.id, source) for source in _where(Source, "id IN (??)", ids)]


def _unnamed(article_ids: Keys) -> Iterable[tuple[str, Source]]:
    return [(source.article_id, source) for source in _where(Source, "article_id IN (??)", article_ids)]


def _claims(ids: Keys) -> Iterable[tuple[str, Claim]]:
    return [(claim.id, claim) for claim in _where(Claim, "id IN (??)", ids)]


def _positions(article_ids: Keys) -> Iterable[tuple[str, int]]:
    return run_for(POSITIONS, article_ids)


def _where(model: type[Any], condition: str, values: Keys) -> Iterator[Any]:
    all_of_them = list(values)
    for start in range(0, len(all_of_them), BOUND_AT_ONCE):
        some = all_of_them[start : start + BOUND_AT_ONCE]
        yield from model.where(condition.replace("(??)", f"({', '.join('?' for _ in some)})"), some)
