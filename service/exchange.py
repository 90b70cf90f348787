"""Many typed rows in one transaction: what fixtures, bulk writes and exchange files are made of."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import groupby
from typing import Any, Final

from peewee import chunked

from service import articles, claims, kept_taxonomies, overrides, reviewers, sources
from service.attaching import store_tag, store_tie
from service.documents import ARTICLE, CLAIM, SOURCE, TAG
from service.domain.errors import Fault, Invalid, Place, Refused, TooWide, invalid
from service.domain.vocabulary import OnConflict, RowType
from service.foresight import foresee
from service.loading import Line, Loading, Outcome, name
from service.recounting import recount_reached
from service.schemas.evidence import EvidenceRow
from service.schemas.reviewer import ReviewerRow
from service.schemas.shape import MAX_FAULTS, Shape
from service.schemas.taxonomy import TaxonomyRow
from service.store.database import room_for_writes
from service.store.desk import Desk
from service.store.models import Article, Claim, Evidence, Source, Tag
from service.store.revisions import Writing, current, writing
from service.store.shelves import Shelf
from service.ties import EVIDENCE

LEFT_AT: Final = ("deleted_at", "withdrawn_at")
NOT_USED: Final = frozenset({*LEFT_AT, "merged_into"})

BESIDE: Final = ("rev", "url", "name", "statement", "in_text", "stale", "state", "corroboration")

ROWS, TIES = "rows", "ties"
HELD: Final = {
    RowType.ARTICLE: ROWS, RowType.SOURCE: ROWS, RowType.CLAIM: ROWS, RowType.TAG: ROWS, RowType.EVIDENCE: TIES,
}  # fmt: skip
"""Which rows are stored together with others of their kind."""

Row = tuple[Line, dict[str, Any] | None]
"""A line, and what was read of it; None where it is left out."""

Kept = Article | Source | Claim | Evidence | Tag
Made = tuple[str, int | None, bool]
"""The id of a row, its revision, and whether it is new."""


def load(lines: Iterable[Line], loading: Loading, *, dry_run: bool = False) -> tuple[list[Outcome], int]:
    """Store all rows or none; also give the store's revision afterwards. A refusal names its line.

    First every row is read, and what is wrong with any of them is said at once; then they are stored in their order.
    """
    read = _read_all(lines, loading)
    try:
        return _load(read, loading, keep=not dry_run, together=True)
    except (Invalid, TooWide) as refusal:
        if "line" in refusal.members:
            raise
        # What many ties come to together was refused; one by one they tell which it was.
        return _load(read, loading, keep=not dry_run, together=False)


def _load(read: list[Row], loading: Loading, *, keep: bool, together: bool) -> tuple[list[Outcome], int]:
    outcomes: list[Outcome] = []
    with room_for_writes(), writing(loading.by, wide=loading.from_file) as transaction:
        transaction.keep = keep
        for how, several in groupby(read, _how):
            for run in _runs(several, how if together else None, loading.at_once):
                outcomes += _store_run(transaction, loading, run, holds=how is not None and together)
                recount_reached(transaction)
    return outcomes, current()


def _how(row: Row) -> str | None:
    """Say with which others a row may be stored; None for one that must be stored alone.

    A tie renews claims when all others beside it are written, so it comes neither before nor behind anything else.
    """
    line, data = row
    if data is None:
        return ROWS
    amounts_to = line.body.get("corroboration")
    is_overridden = isinstance(amounts_to, dict) and amounts_to.get("override")
    return None if is_overridden else HELD.get(line.type)


def _runs(rows: Iterable[Row], how: str | None, at_once: int) -> Iterator[Iterable[list[Row]]]:
    """Part rows into runs of parts: while one part of a run is written, the next one is made.

    Of ties each part is a run of its own, since the stories that they reach are weighed when they are written.
    """
    parts = chunked(rows, at_once)
    return iter([parts]) if how == ROWS else ([part] for part in parts)


def _store_run(transaction: Writing, loading: Loading, run: Iterable[list[Row]], *, holds: bool) -> list[Outcome]:
    outcomes: list[Outcome] = []
    desk = transaction.desk
    with desk.holding() if holds else nullcontext():
        for some in run:
            if holds:
                foresee(desk, [(line.type, data) for line, data in some if data is not None])
                desk.write_behind()
            outcomes += [_outcome(transaction, loading, line, data) for line, data in some]
    return outcomes


def _outcome(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any] | None) -> Outcome:
    if data is None:
        return Outcome(line.number, line.type, None, None, stored=False)
    try:
        row_id, rev, is_new = _store(transaction, loading, line, data)
    except Refused as refusal:
        name(line, refusal)
        raise
    return Outcome(line.number, line.type, row_id, rev, is_new)


def _read_all(lines: Iterable[Line], loading: Loading) -> list[Row]:
    read: list[Row] = []
    faults: list[tuple[Place, Fault]] = []
    for line in lines:
        try:
            data = _read(line, loading)
            read.append((_beside(line), data))
        except Refused as refusal:
            name(line, refusal)
            faults += refusal.faults
            if len(faults) >= MAX_FAULTS:
                break
    if faults:
        raise Invalid("Some rows break the rules named in `errors`.", faults=faults[:MAX_FAULTS])
    return read


def _read(line: Line, loading: Loading) -> dict[str, Any] | None:
    """Read one row; None for one that is left out: what was withdrawn, and history, which has other numbers here."""
    if line.type is RowType.REVISION or (isinstance(line.body, dict) and any(line.body.get(key) for key in LEFT_AT)):
        return None
    body, erased = line.body, _erased(line, loading)
    if isinstance(body, dict):
        body = {key: value for key, value in body.items() if key not in NOT_USED and key not in erased}
    shapes = SHAPES_OF_FILES if loading.from_file else SHAPES
    return shapes[line.type].read(body, may_lack=erased)


def _beside(line: Line) -> Line:
    """Keep of a line what is looked at beside what was read of it, which would take as much memory again."""
    body = {key: line.body[key] for key in BESIDE if key in line.body} if isinstance(line.body, dict) else {}
    return Line(line.number, line.type, body)


def _erased(line: Line, loading: Loading) -> tuple[str, ...]:
    """Name what a row lacks that every row has: in a file that was written from a store, it was erased there."""
    if not loading.from_file or not isinstance(line.body, dict) or "rev" not in line.body:
        return ()
    return tuple(key for key in CAN_BE_ERASED.get(line.type, ()) if line.body.get(key, "") is None)


def _store(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> Made:
    """Store one row, unless it is there and may be skipped."""
    if line.type is RowType.REVIEWER:
        return data["handle"], None, reviewers.create(transaction, data["handle"], data.get("created_at"))
    if line.type is RowType.TAXONOMY:
        return _store_taxonomy(transaction, loading, data)
    return _store_resource(transaction, loading, line, data)


def _store_taxonomy(transaction: Writing, loading: Loading, data: dict[str, Any]) -> Made:
    keeps = loading.on_conflict is OnConflict.SKIP
    rev, is_new = kept_taxonomies.load(transaction, data, keeps_what_is_there=keeps)
    return data["namespace"], rev, is_new


def _store_resource(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> Made:
    if loading.from_file and "id" not in data:
        raise invalid("/id", "required", "A row needs its id, so that loading it again adds nothing.")
    there = _find(transaction.desk, line.type, data) if loading.on_conflict is OnConflict.SKIP else None
    if there is not None:
        if isinstance(there, Article | Source):
            loading.stands_for[data.get("id", there.id)] = there.id
        return there.id, there.rev, False
    if loading.stands_for:
        data = {key: _with_what_stands(loading, value) for key, value in data.items()}
    if line.type is RowType.TAG or line.type is RowType.EVIDENCE:
        attach: Any = store_tag if line.type is RowType.TAG else store_tie
        attached, is_new = attach(transaction, loading, line, data)
        return attached.id, attached.rev, is_new
    made = _create(transaction, loading, line, data)
    return made.id, made.rev, True


def _find(desk: Desk, kind: RowType, data: dict[str, Any]) -> Kept | None:
    """Find the row that stands in the way of this one."""
    row_id: str | None = data.get("id")
    if row_id is None:
        return None
    shelves: dict[RowType, Shelf[str, Any]] = {
        RowType.ARTICLE: desk.articles, RowType.SOURCE: desk.sources, RowType.CLAIM: desk.claims,
        RowType.EVIDENCE: desk.evidence, RowType.TAG: desk.tags,
    }  # fmt: skip
    there: Kept | None = shelves[kind].one(row_id)
    if there is None and kind is RowType.ARTICLE and data.get("url") is not None:
        there = desk.addresses.one(data["url"])
    return there


def _with_what_stands(loading: Loading, value: Any) -> Any:
    """Let a value that refers to a row which was left out mean the stored one, whatever else it says of that."""
    if isinstance(value, list):
        return [_with_what_stands(loading, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    stored = loading.stands_for.get(value.get("id", ""))
    if stored is not None:
        return {"id": stored}
    return {key: _with_what_stands(loading, inner) for key, inner in value.items()}


def _create(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> Any:
    erased = bool(_erased(line, loading))
    if line.type is RowType.ARTICLE:
        return articles.create(transaction, data, "", erased=erased)
    if line.type is RowType.SOURCE:
        return sources.create(transaction, data, erased=erased)
    if "also" in data:
        raise invalid("/also", "one-claim", "A row is one claim; write one row for each chain.")
    if loading.from_file and line.body.get("in_text") is False:
        data["in_text"] = False
    stored = claims.create(transaction, data)
    amounts_to = line.body.get("corroboration") if loading.from_file else None
    override = amounts_to.get("override") if isinstance(amounts_to, dict) else None
    return overrides.give_again(transaction, stored, override) if override else stored


SHAPES: Final[dict[RowType, Shape]] = {
    RowType.ARTICLE: ARTICLE,
    RowType.SOURCE: SOURCE,
    RowType.CLAIM: CLAIM,
    RowType.EVIDENCE: EVIDENCE,
    RowType.TAG: TAG,
    RowType.REVIEWER: ReviewerRow(),
    RowType.TAXONOMY: TaxonomyRow(),
}
SHAPES_OF_FILES: Final[dict[RowType, Shape]] = {**SHAPES, RowType.EVIDENCE: EvidenceRow()}

CAN_BE_ERASED: Final[dict[RowType, tuple[str, ...]]] = {
    RowType.ARTICLE: ("url",),
    RowType.SOURCE: ("name",),
    RowType.CLAIM: ("statement",),
}
"""What every row has, unless it was erased."""
