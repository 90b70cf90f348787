"""What claims and cited articles say, as rows hold it, read into what the rules of corroboration take."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from service.domain.testimony import Origin, Testimony
from service.domain.vocabulary import Channel, SourceKind
from service.store.fields import UNKNOWN_AT, from_microseconds
from service.store.query import run_for

OF_CLAIMS: Final = "SELECT id, article_id, channel FROM claim WHERE id IN (??)"
OF_LINKS: Final = "SELECT claim_id, source_id, channel, count FROM link WHERE claim_id IN (??) ORDER BY claim_id, place"
OF_CITATIONS: Final = (
    "SELECT evidence_id, source_id, channel, count FROM evidence_link WHERE evidence_id IN (??) "
    "ORDER BY evidence_id, place"
)
OF_ARTICLES: Final = "SELECT id, publisher_id, published_at, copy_of_id FROM article WHERE id IN (??)"
OF_SOURCES: Final = (
    "SELECT id, kind, article_id, identified_as_id, belongs_to_id, same_as <> '[]' FROM source WHERE id IN (??)"
)

Ids = Iterable[str]


@dataclass(frozen=True)
class _Said:
    """Where something is said, with which channel of its own, and through whom: `(source, channel, count)` each."""

    article: str
    channel: str | None
    chain: list[tuple[str, str | None, int | None]]


@dataclass(frozen=True)
class _Article:
    publisher: str | None
    published_at: datetime | None
    copy_of: str | None


@dataclass(frozen=True)
class _Source:
    kind: SourceKind
    is_unnamed: bool
    identified_as: str | None
    belongs_to: str | None
    has_same_as: bool


NOBODY: Final = _Source(SourceKind.PERSON, is_unnamed=False, identified_as=None, belongs_to=None, has_same_as=False)
NOWHERE: Final = _Article(publisher=None, published_at=None, copy_of=None)
"""What a reference to a row that is not there means, which only a damaged store has: `hearsay check` names it."""


def load(claims: Ids, citations: Mapping[str, str]) -> dict[str, Testimony]:
    """Load what these claims say, and what cited articles say: `citations` gives the article by the evidence's id."""
    said = {claim_id: _Said(article, channel, []) for claim_id, article, channel in run_for(OF_CLAIMS, claims)}
    said |= {evidence_id: _Said(article, None, []) for evidence_id, article in citations.items()}
    for statement, ids in ((OF_LINKS, claims), (OF_CITATIONS, citations)):
        for one, source, channel, count in run_for(statement, ids):
            said[one].chain.append((source, channel, count))
    articles = dict(_closure({one.article for one in said.values()}, _articles, lambda article: [article.copy_of]))
    speakers = {source for one in said.values() for source, _, _ in one.chain}
    publishers = {article.publisher for article in articles.values() if article.publisher}
    sources = dict(_closure(speakers | publishers, _sources, lambda one: [one.identified_as, one.belongs_to]))
    known = _Known(defaultdict(lambda: NOWHERE, articles), defaultdict(lambda: NOBODY, sources))
    return {one: known.testimony(one, what) for one, what in said.items()}


@dataclass(frozen=True)
class _Known:
    """The articles and sources that testimonies speak of, with all that they lead to."""

    articles: Mapping[str, _Article]
    sources: Mapping[str, _Source]

    def testimony(self, one: str, said: _Said) -> Testimony:
        article = self.articles[said.article]
        publisher = article.publisher or said.article
        return Testimony(
            id=one,
            origin=self._speaker(*said.chain[-1]) if said.chain else self._own_voice(said, article.publisher),
            article=said.article,
            original=self._original(said.article),
            publisher=publisher,
            own_voice=not said.chain,
            published_at=article.published_at,
            through=frozenset(self._who(source) for source, _, _ in said.chain)
            if said.chain
            else frozenset([publisher]),
        )

    def _speaker(self, source_id: str, channel: str | None, count: int | None) -> Origin:
        who = self._who(source_id)
        identity = self.sources[who]
        return Origin(
            who=who,
            source=source_id,
            kind=identity.kind,
            named=not identity.is_unnamed,
            saw=identity.kind is SourceKind.OUTLET and channel == Channel.DIRECT_OBSERVATION,
            line=tuple(self._line(who)),
            people=count or 1,
            has_same_as=identity.has_same_as,
        )

    def _own_voice(self, said: _Said, publisher: str | None) -> Origin:
        return Origin(
            who=publisher or said.article,
            source=publisher,
            kind=SourceKind.OUTLET,
            named=True,
            saw=said.channel == Channel.DIRECT_OBSERVATION,
            line=tuple(self._line(publisher)),
        )

    def _who(self, source_id: str) -> str:
        return self.sources[source_id].identified_as or source_id

    def _line(self, who: str | None) -> Iterator[str]:
        above = who and self.sources[who].belongs_to
        while above:
            yield above
            above = self.sources[above].belongs_to

    def _original(self, article_id: str) -> str:
        above = self.articles[article_id].copy_of
        while above:
            article_id, above = above, self.articles[above].copy_of
        return article_id


def _closure(
    first: set[str],
    load_some: Callable[[Ids], Iterator[tuple[str, Any]]],
    leads_to: Callable[[Any], Iterable[str | None]],
) -> Iterator[tuple[str, Any]]:
    """Load rows, and those that they lead to, each once."""
    seen, waiting = set(first), set(first)
    while waiting:
        found = list(load_some(waiting))
        yield from found
        waiting = {other for _, row in found for other in leads_to(row) if other is not None} - seen
        seen |= waiting


def _articles(ids: Ids) -> Iterator[tuple[str, _Article]]:
    for article_id, publisher, at, copy_of in run_for(OF_ARTICLES, ids):
        yield article_id, _Article(publisher, None if at == UNKNOWN_AT else from_microseconds(at), copy_of)


def _sources(ids: Ids) -> Iterator[tuple[str, _Source]]:
    for source_id, kind, article, identified_as, belongs_to, has_same_as in run_for(OF_SOURCES, ids):
        yield source_id, _Source(SourceKind(kind), article is not None, identified_as, belongs_to, bool(has_same_as))
