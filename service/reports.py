"""Reports: what the claims of an article, of an outlet or of a query rest on, in figures that are of one state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from service.domain.vocabulary import CorroborationStatus, Identification, SourceType, SpeakerKind
from service.references import article_mention, mention
from service.schemas.report import MOST_HANGS_ON
from service.store import lists, repeating, rows, tallies
from service.store.database import snapshot
from service.store.matches import Operator
from service.store.models import Article, Source
from service.store.query import Condition
from service.store.revisions import current

SHARE_DIGITS: Final = 4

Values = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """The values of a report, the revision of which they are true, and more of the article that it is of, if it is."""

    rev: int
    values: Values
    language: str | None = None
    is_fictional: bool = False


def of_article(article_id: str) -> Report:
    """Count what the claims of an article rest on."""
    with snapshot():
        rows.one(lists.ARTICLES, article_id)
        article = Article.get_by_id(article_id)
        shown = article_mention(article, article.publisher)
        report = _report({"article": shown}, [_is("article_id", article_id)])
        return replace(report, language=article.language, is_fictional=article.fictional)


def of_publisher(source_id: str) -> Report:
    """Count what the claims rest on that an outlet published."""
    with snapshot():
        rows.one(lists.SOURCES, source_id)
        shown = mention(Source.get_by_id(source_id))
        return _report({"publisher": shown}, [_is("publisher_id", source_id)])


def of_claims(conditions: Sequence[Condition], asked: str) -> Report:
    """Count what the claims rest on that a query finds, which `asked` shows as the client spelled it."""
    with snapshot():
        return _report({"query": asked}, conditions)


def _is(field: str, row_id: str) -> Condition:
    return Condition(field, Operator.IS, (row_id,))


def _report(counted: Values, conditions: Sequence[Condition]) -> Report:
    rev, found = current(), tallies.tally(conditions)
    on_single_anonymous = found.on_single_anonymous + repeating.on_single_anonymous(found.tied)
    values = {
        "of": {"article": None, "publisher": None, "query": None, **counted},
        "rev": rev,
        "claims": found.claims,
        "by": _by(found),
        "origins": _origins(found),
        "rests_on_single_anonymous": _figure(on_single_anonymous, found.claims),
        "most_hangs_on": _most_hangs_on(found.tied),
    }
    return Report(rev, values)


def _figure(count: int, of: int) -> Values:
    """Give a count with what it is a part of."""
    return {"count": count, "of": of, "share": round(count / of, SHARE_DIGITS) if of else None}


def _by(found: tallies.Tallies) -> Values:
    depths = found.by["hearsay_depth"]
    deepest = max((int(depth or 0) for depth in depths), default=0)

    def listed(name: str, words: Iterable[str | None]) -> list[Values]:
        return [{"word": word, **_figure(found.by[name][word], found.claims)} for word in words]

    return {
        "source_type": listed("source_type", SourceType),
        "speaker_kind": listed("speaker_kind", SpeakerKind),
        "identification": listed("identification", [*Identification, None]),
        "hearsay_depth": [{"depth": depth, **_figure(depths[depth], found.claims)} for depth in range(deepest + 1)],
        "corroboration": listed("corroboration", CorroborationStatus),
    }


def _origins(found: tallies.Tallies) -> Mapping[str, Values]:
    distinct = found.origins.total()
    kinds = {kind: _figure(found.origins[kind], distinct) for kind in ("named", "anonymous", "unresolved")}
    return {"distinct": _figure(distinct, found.claims), **kinds}


def _most_hangs_on(tied: Sequence[repeating.Tied]) -> list[Values]:
    found = repeating.most_repeated(tied, MOST_HANGS_ON)
    said = repeating.statements(found)
    return [
        {"claim": one.claim, "statement": said[one.claim], "repeated_by": _figure(one.repeated_by, one.others)}
        for one in found
    ]
