"""Many typed rows in one transaction: what fixtures, bulk writes and exchange files are made of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import Any, Final

from peewee import chunked

from service import articles, claims, kept_taxonomies, overrides, reviewers, sources, tags, tying
from service.documents import ARTICLE, CLAIM, SOURCE, TAG
from service.domain.errors import Fault, Invalid, Place, Refused, invalid
from service.domain.vocabulary import EvidenceState, OnConflict, RowType
from service.foresight import foresee
from service.loading import Line, Loading, Outcome, name
from service.schemas.evidence import EvidenceRow
from service.schemas.reviewer import ReviewerRow
from service.schemas.shape import MAX_FAULTS, Shape
from service.schemas.taxonomy import TaxonomyRow
from service.store.desk import Desk
from service.store.models import Article, Claim, Evidence, Reviewer, Source, Tag
from service.store.revisions import Writing, current, writing
from service.store.shelves import Shelf
from service.terms import UNKNOWN_TERM
from service.ties import EVIDENCE
from service.tying import Backing

LEFT_AT: Final = ("deleted_at", "withdrawn_at")
NOT_USED: Final = frozenset({*LEFT_AT, "merged_into"})

HELD: Final = frozenset({RowType.ARTICLE, RowType.SOURCE, RowType.CLAIM, RowType.TAG})
HELD_AT_ONCE: Final = 1_000
"""So many rows take a few megabytes, and more are not stored any faster."""

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
    outcomes: list[Outcome] = []
    with writing(loading.by) as transaction:
        transaction.keep = not dry_run
        for is_held, several in groupby(read, _can_be_held):
            for some in chunked(several, HELD_AT_ONCE):
                with _holding(transaction, some) if is_held else nullcontext():
                    outcomes += [_outcome(transaction, loading, line, data) for line, data in some]
    return outcomes, current()


def _can_be_held(row: Row) -> bool:
    """Tell whether a row is stored by what is on the desk alone, and so together with others."""
    line, data = row
    if data is None:
        return True
    amounts_to = line.body.get("corroboration")
    return line.type in HELD and not (isinstance(amounts_to, dict) and amounts_to.get("override"))


@contextmanager
def _holding(transaction: Writing, some: Iterable[Row]) -> Iterator[None]:
    with transaction.desk.holding():
        foresee(transaction.desk, [(line.type, data) for line, data in some if data is not None])
        yield


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
            read.append((line, _read(line, loading)))
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
    if line.type is RowType.TAG:
        return _store_tag(transaction, loading, line, data)
    if line.type is RowType.EVIDENCE:
        return _store_evidence(transaction, loading, line, data)
    made = _create(transaction, loading, line, data)
    return made.id, made.rev, True


def _find(desk: Desk, kind: RowType, data: dict[str, Any]) -> Kept | None:
    """Find the row that stands in the way of this one."""
    row_id: str | None = data.get("id")
    if row_id is None:
        return None
    if kind is RowType.EVIDENCE:
        return Evidence.find(id=row_id)
    shelves: dict[RowType, Shelf[str, Any]] = {
        RowType.ARTICLE: desk.articles, RowType.SOURCE: desk.sources, RowType.CLAIM: desk.claims,
        RowType.TAG: desk.tags,
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


def _store_tag(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> Made:
    desk = transaction.desk
    claim = desk.claims.one(data["claim"]) if "claim" in data else None
    if claim is None or claim.deleted_at is not None:
        raise invalid("/claim", "unknown-id", "A tag needs the id of the claim that it judges.")
    reviewer = loading.by or data.get("reviewer")
    if reviewer is None or desk.reviewers.one(reviewer) is None:
        raise invalid("/reviewer", "unknown-reviewer", "A tag in a file needs its reviewer, who must be there.")
    if loading.from_file:
        # Revisions are the other store's: what was stale there is stale here, and the rest judges what is here now.
        data["claim_rev"] = claim.worded_rev - 1 if line.body.get("stale") is True else claim.rev
    # A row that is there by its id was refused or left out; one that says the same again is no conflict.
    data["id"] = tags.free_id(desk, data)
    with _naming_what_is_missing(loading, data["term"]):
        tag, is_new = tags.create(transaction, claim, data, reviewer, may_be_retired=loading.from_file)
    return tag.id, tag.rev, is_new


@contextmanager
def _naming_what_is_missing(loading: Loading, term: str) -> Iterator[None]:
    """Name to the operator the taxonomy that a file's tag needs."""
    try:
        yield
    except Invalid as refusal:
        if loading.from_file and any(fault.code == UNKNOWN_TERM for _, fault in refusal.faults):
            refusal.hint = f"It is of the taxonomy '{term.partition(':')[0]}'. Install that: hearsay taxonomy import."
        raise


def _store_evidence(transaction: Writing, loading: Loading, line: Line, data: dict[str, Any]) -> Made:
    subject = Claim.find(id=data.get("subject"), deleted_at=None)
    if subject is None:
        raise invalid("/subject", "unknown-id", "A tie needs the id of the claim that it speaks of.")
    backing = _backing(loading, line, data)
    # As with a tag: the id is looked at first, and a tie that stands under another one is no conflict.
    tie, is_new = tying.create(transaction, subject, {**data, "id": tying.free_id(data)}, backing)
    return tie.id, tie.rev, is_new


def _backing(loading: Loading, line: Line, data: dict[str, Any]) -> Backing:
    """Say whose a tie is and whether it counts, as a file says itself; what a token loads is its own.

    Where what is there already is to stay as it is, a tie that was only proposed stays so.
    """
    reviewer, accepted_by = data.get("reviewer"), data.get("accepted_by")
    if not loading.from_file:
        if reviewer not in {None, loading.by}:
            raise invalid("/reviewer", "differs", "A tie is its reviewer's own: the one whose token it is.")
        return Backing.of(loading.by, edits=line.body.get("state") != EvidenceState.PROPOSED)
    for key, handle in (("reviewer", reviewer), ("accepted_by", accepted_by)):
        if handle is not None and Reviewer.find(handle=handle) is None:
            raise invalid(f"/{key}", "unknown-reviewer", "A reviewer must be there; null is the operator.")
    state = data.get("state", EvidenceState.ACCEPTED)
    if accepted_by is not None and state is EvidenceState.PROPOSED:
        raise invalid("/accepted_by", "proposed", "Nobody has accepted what is proposed; leave it out.")
    return Backing(reviewer, state, accepted_by, accepts=loading.on_conflict is OnConflict.ERROR)


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
