"""The desk of a write transaction: where it looks up rows, and where new ones lie until they are written.

A desk that holds asks for many rows at once and writes all that are of one table with one statement: so a load of many
rows goes, and a single row is one of many. Any other desk asks and writes at once. While it holds, what is new is found
through the desk alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from service.store import judging, lookups, words
from service.store.database import Batch, execute_many, write_behind
from service.store.lookups import Held
from service.store.models import (
    Article,
    Claim,
    Evidence,
    EvidenceLink,
    Link,
    Revision,
    Row,
    Source,
    SourceName,
    SourceSameAs,
    Tag,
    Touched,
)
from service.store.query import run_for
from service.store.shelves import Shelf

IN_ORDER: Final[tuple[type[Row], ...]] = (
    Revision,
    Source,
    SourceName,
    SourceSameAs,
    Article,
    Claim,
    Link,
    Evidence,
    EvidenceLink,
    Tag,
    Touched,
)
"""The tables in which rows are held, each behind those that it refers to."""


class Desk:
    """What a write transaction looks up, and what it is about to write."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self.articles = Shelf(lookups.articles)
        self.addresses = Shelf(lookups.addresses)
        self.sources = Shelf(lookups.sources)
        self.names: Shelf[str, Source] = Shelf(self._of_names)
        self.uris: Shelf[str, Source] = Shelf(self._of_uris)
        self.unnamed = Shelf(lookups.unnamed)
        self.claims = Shelf(lookups.claims)
        self.positions = Shelf(lookups.positions)
        self.reviewers = Shelf(lookups.reviewers)
        self.taxonomies = Shelf(lookups.taxonomies)
        self.terms = Shelf(lookups.terms)
        self.tags = Shelf(lookups.tags)
        self.held = Shelf(lookups.held)
        self.evidence = Shelf(lookups.evidence)
        self.ties = Shelf(lookups.ties)
        self.chains: dict[str, Any] = {}
        """The chains of new ties that cite an article, by the ids of the ties."""
        self.reached: list[tuple[int, list[str]]] = []
        """The claims whose stories are to be weighed anew when all is written, each with the number that reached it."""
        self.holds = False
        self._new: dict[type[Row], list[dict[str, Any]]] = defaultdict(list)
        self._added: list[Row] = []
        self._changed: dict[int, Row] = {}
        self._words: dict[int, str] = {}
        self._last_number: int | None = None
        self._judged: set[str] = set()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold what is new, and write it all at the end."""
        self.holds = True
        for shelf in self._shelves:
            shelf.keeps = True
        try:
            yield
            self._write()
        finally:
            self.holds = False
            self._forget()
            self.chains = {}
            for shelf in self._shelves:
                shelf.clear()

    def write_behind(self) -> None:
        """Write what is held while more is made, of which all that it looks up was looked up.

        What was made before this is found here until the next time, and by SQL from then on.
        """
        if batch := self._take():
            write_behind(batch)
        for shelf in self._shelves:
            shelf.turn()

    def add(self, row: Row) -> None:
        """Insert a row, now or when all are written."""
        if self.holds:
            self._new[type(row)].append(row.__data__)
            self._added.append(row)
        else:
            row.add()

    def add_values(self, table: type[Row], **values: Any) -> None:
        """Insert a row that nobody looks at before it is written, from the values of its columns."""
        if self.holds:
            self._new[table].append(values)
        else:
            table.of(values).add()

    def put(self, row: Row) -> None:
        """Update a row, now or when all are written."""
        if not self.holds:
            row.put()
        elif row.is_stored:
            self._changed[id(row)] = row

    def add_tag(self, tag: Tag) -> None:
        """Insert a tag of a claim."""
        self.add(tag)
        self.tags.put_alone(tag.id, tag)
        self.held.put(tag.claim_id, Held(tag.id, tag.reviewer_id, tag.term, tag.blind))

    def add_tie(self, tie: Evidence, chain: Sequence[EvidenceLink]) -> None:
        """Insert a tie, with the chain through which what it cites says so."""
        self.add(tie)
        for link in chain:
            self.add(link)
        self.evidence.put_alone(tie.id, tie)
        self.ties.put(tie.claim_id, tie)

    def end_tag(self, tag: Tag) -> None:
        """Update a tag that was withdrawn."""
        self.put(tag)
        if self.holds:
            others = [one for one in self.held.all(tag.claim_id) if one.id != tag.id]
            self.held.all(tag.claim_id)[:] = others

    def judge(self, claim_id: str) -> None:
        """Keep how a claim is judged, whose tags are others now."""
        self._judged.add(claim_id)
        if not self.holds:
            self._write()

    def add_words(self, claim: Claim, text: str) -> None:
        """Keep the words of a new claim."""
        self._words[claim.number] = text
        if not self.holds:
            self._write()

    def last_position(self, article_id: str) -> int:
        """Give the last position that a claim has in an article; 0 where there is none."""
        return max(self.positions.all(article_id), default=0)

    def add_claim(self, claim: Claim) -> None:
        """Insert a claim, and give it its number; it has its position in its article."""
        if self._last_number is None:
            self._last_number = lookups.last_number()
        self._last_number += 1
        claim.take({"number": self._last_number})
        self.add(claim)
        self.claims.put_alone(claim.id, claim)
        if self.holds:
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
            self.positions, self.reviewers, self.taxonomies, self.terms, self.tags, self.held,
            self.evidence, self.ties,
        )  # fmt: skip

    def _write(self) -> None:
        execute_many(self._take())
        judged, self._judged = sorted(self._judged), set()
        judging.renew(judged)

    def _take(self) -> Batch:
        """Give what writes all that is held, and hold it no longer."""
        changed = [row.alteration() for row in self._changed.values()]
        added = [model.addition(self._new[model]) for model in IN_ORDER if model in self._new]
        for row in self._added:
            row.kept()
        batch = [statement for several in (*changed, *added, words.addition(self._words)) for statement in several]
        self._let_go()
        return batch

    def _let_go(self) -> None:
        self._new, self._added, self._changed, self._words = defaultdict(list), [], {}, {}

    def _forget(self) -> None:
        self._let_go()
        self._judged = set()

    def _of_names(self, names: lookups.Keys) -> Iterable[tuple[str, Source]]:
        return self._live(run_for(lookups.NAMES, names))

    def _of_uris(self, uris: lookups.Keys) -> Iterable[tuple[str, Source]]:
        return self._live(run_for(lookups.URIS, uris))

    def _live(self, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Source]]:
        """Give the sources that are there, those of a name by their ids."""
        pairs = sorted((name, source_id) for name, source_id in found)
        sources = self.sources.many({source_id for _, source_id in pairs})
        for name, source_id in pairs:
            yield from ((name, source) for source in sources[source_id] if source.deleted_at is None)
