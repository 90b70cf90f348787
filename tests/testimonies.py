"""Put stories together from who says what where; ids of sources and testimonies are plain words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from service.domain.corroboration import Verdict, weigh
from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import SourceKind

FIRST_DAY = datetime(2020, 10, 1, tzinfo=UTC)


def day(number: int | None) -> datetime | None:
    return None if number is None else FIRST_DAY + timedelta(days=number)


def named(who: str, *line: str, kind: SourceKind = SourceKind.PERSON, **more: Any) -> Origin:
    """Give somebody with a name, and for whom they speak."""
    return Origin(who, who, kind, named=True, line=line, **more)


def body(who: str, *line: str) -> Origin:
    return named(who, *line, kind=SourceKind.BODY)


def document(who: str, *line: str, has_same_as: bool = False) -> Origin:
    return named(who, *line, kind=SourceKind.DOCUMENT, has_same_as=has_same_as)


def unnamed(who: str, count: int = 1, kind: SourceKind = SourceKind.PERSON) -> Origin:
    return Origin(who, who, kind, named=False, people=count)


def outlet(who: str, *owners: str, saw: bool = False) -> Origin:
    return named(who, *owners, kind=SourceKind.OUTLET, saw=saw)


def says(one: str, origin: Origin, *, at: int | None = None, **more: Any) -> Testimony:
    """Let somebody be quoted in an article of its own by a paper of its own, unless told otherwise."""
    article = more.pop("article", f"article of {one}")
    places = {"article": article, "original": article, "publisher": f"publisher of {one}"}
    return Testimony(**{"id": one, "origin": origin, "published_at": day(at), **places, **more})


def asserts(one: str, outlet: Origin, **more: Any) -> Testimony:
    """Let an outlet say something in its own voice."""
    return says(one, outlet, publisher=outlet.who, own_voice=True, **more)


def copies(one: str, original: Testimony, publisher: str, **more: Any) -> Testimony:
    """Let an article that copies another one say the same."""
    return says(one, original.origin, original=original.original, publisher=publisher, **more)


def side(
    *testimonies: Testimony,
    repeats: Mapping[str, Sequence[str]] | None = None,
    retracted: Mapping[str, Sequence[Testimony]] | None = None,
) -> Side:
    return Side(testimonies, repeats or {}, retracted or {})


def story(*testimonies: Testimony, against: Side | Sequence[Testimony] = (), **ties: Any) -> Verdict:
    """Weigh a story told by these testimonies."""
    return weigh(Case(side(*testimonies, **ties), against if isinstance(against, Side) else Side(against)))


def amounts_to(verdict: Verdict) -> tuple[str, int, int]:
    return verdict.status.value, verdict.origins.min, verdict.origins.max


def discarded(verdict: Verdict) -> dict[str, int]:
    """Give the testimonies that do not count, each with the rule."""
    return {step.testimony.id: step.reason.rule for step in verdict.steps if not step.counts}
