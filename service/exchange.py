"""Many typed rows in one transaction: what fixtures and exchange files are made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from service import articles, claims, matching
from service.documents import ARTICLE, CLAIM, SOURCE
from service.domain.errors import Refused, invalid
from service.domain.vocabulary import ResourceType
from service.schemas.shape import Shape
from service.store.models import Article, Claim, Row, Source
from service.store.revisions import Writing, writing


@dataclass(frozen=True)
class Kind:
    """How rows of one type are read, looked up and stored."""

    shape: Shape
    model: type[Row]
    create: Callable[[Writing, dict[str, Any]], Any]


KINDS: Final = {
    ResourceType.ARTICLE: Kind(ARTICLE, Article, lambda transaction, data: articles.create(transaction, data, "")),
    ResourceType.SOURCE: Kind(SOURCE, Source, matching.create),
    ResourceType.CLAIM: Kind(CLAIM, Claim, claims.create),
}


@dataclass(frozen=True)
class Line:
    """One row as it was read: its number in the file, its type, its body."""

    number: int
    type: ResourceType
    body: Any


@dataclass
class Tally:
    """How many rows were stored, and how many were there already."""

    stored: int = 0
    skipped: int = 0


def load(lines: Iterable[Line], by: str | None) -> Tally:
    """Store all rows or none; a row whose id is there already is skipped. A refusal names its line."""
    tally = Tally()
    with writing(by) as transaction:
        for line in lines:
            try:
                added = _load_one(transaction, line)
            except Refused as refusal:
                refusal.faults = tuple(({"line": str(line.number), **place}, fault) for place, fault in refusal.faults)
                refusal.members["line"] = line.number
                raise
            tally.stored += added
            tally.skipped += not added
    return tally


def _load_one(transaction: Writing, line: Line) -> bool:
    kind = KINDS[line.type]
    data = kind.shape.read(line.body)
    if "id" not in data:
        raise invalid("/id", "required", "A row needs its id, so that loading it again adds nothing.")
    if kind.model.get_or_none(kind.model.id == data["id"]) is not None:  # type: ignore[attr-defined]
        return False
    kind.create(transaction, data)
    return True
