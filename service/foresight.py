"""Foresight: what rows that are about to be stored will look up, asked of the store in one go for each kind of thing.

What is overlooked here is looked up when it is needed, so that this decides nothing.
"""

from collections.abc import Iterable
from typing import Any

from service.domain.names import fold
from service.domain.vocabulary import RowType
from service.store.desk import Desk

Rows = Iterable[tuple[RowType, dict[str, Any]]]


class Foresight:
    """What some rows will look up."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.articles: set[str] = set()
        self.addresses: set[str] = set()
        self.sources: set[str] = set()
        self.names: set[str] = set()
        self.uris: set[str] = set()
        self.of_articles: set[str] = set()
        self.claims: set[str] = set()
        self.tagged: set[str] = set()
        self.tags: set[str] = set()
        self.evidence: set[str] = set()
        self.tied: set[str] = set()
        self.terms: set[str] = set()
        self.reviewers: set[str] = set()

    def of_row(self, kind: RowType, data: dict[str, Any]) -> None:
        """Take what one row will look up."""
        if kind is RowType.CLAIM:
            self._of_claim(data)
        elif kind is RowType.ARTICLE:
            self._of_article(data)
        elif kind is RowType.SOURCE:
            self._of_source(data)
        elif kind is RowType.TAG:
            self._of_tag(data)
        elif kind is RowType.EVIDENCE:
            self._of_tie(data)

    def tell(self, desk: Desk) -> None:
        """Let the desk look all of it up."""
        found = desk.articles.many(self.articles)
        at_addresses = desk.addresses.many(self.addresses)
        stored = [article for several in (found, at_addresses) for articles in several.values() for article in articles]
        publishers = {article.publisher_id for article in stored if article.publisher_id is not None}
        desk.sources.many(self.sources | publishers)
        desk.names.many(self.names)
        desk.uris.many(self.uris)
        desk.claims.many(self.claims | self.tagged | self.tied)
        desk.evidence.many(self.evidence)
        desk.ties.many(self.tied)
        desk.tags.many(self.tags)
        desk.held.many(self.tagged)
        desk.reviewers.many(self.reviewers)
        held = (one.term for claim_id in self.tagged for one in desk.held.all(claim_id))
        desk.terms.many(self.terms.union(held))
        desk.taxonomies.many({term.partition(":")[0] for term in self.terms})
        of_articles = self.of_articles | {article.id for article in stored}
        desk.unnamed.many(of_articles)
        desk.positions.many(of_articles)

    def _of_claim(self, data: dict[str, Any]) -> None:
        if "id" in data:
            self.claims.add(data["id"])
        self._of_article(data["article"])
        for link in data["attribution"]:
            self._of_source(link["source"])

    def _of_article(self, data: dict[str, Any]) -> None:
        if "id" in data:
            self.articles.add(data["id"])
            self.of_articles.add(data["id"])
        if data.get("url") is not None:
            self.addresses.add(data["url"])
        if data.get("publisher") is not None:
            self._of_source(data["publisher"])
        if data.get("copy_of") is not None:
            self.articles.add(data["copy_of"]["id"])

    def _of_source(self, data: dict[str, Any]) -> None:
        if "id" in data:
            self.sources.add(data["id"])
        if data.get("name") is not None:
            self.names.add(fold(data["name"]))
        self.names.update(map(fold, data.get("aliases", ())))
        self.uris.update(data.get("same_as", ()))
        if data.get("belongs_to") is not None:
            self._of_source(data["belongs_to"])

    def _of_tie(self, data: dict[str, Any]) -> None:
        pairs = (
            (self.evidence, "id"), (self.tied, "subject"), (self.tied, "claim"), (self.reviewers, "reviewer"),
            (self.reviewers, "accepted_by"),
        )  # fmt: skip
        for found, key in pairs:
            if data.get(key) is not None:
                found.add(data[key])
        citation = data.get("citation")
        if citation is not None:
            self._of_article(citation["article"])
            for link in citation.get("attribution", ()):
                self._of_source(link["source"])

    def _of_tag(self, data: dict[str, Any]) -> None:
        self.terms.add(data["term"])
        for found, key in ((self.tagged, "claim"), (self.tags, "id"), (self.reviewers, "reviewer")):
            if key in data:
                found.add(data[key])


def foresee(desk: Desk, rows: Rows) -> None:
    """Let a desk look up what some rows will need."""
    foresight = Foresight()
    for kind, data in rows:
        foresight.of_row(kind, data)
    foresight.tell(desk)
