"""Taxonomies: list, read, install, remove. What follows from a taxonomy's own JSON is derived here as well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import orjson
from peewee import chunked

from service.domain.errors import Conflict, Fault, NotFound
from service.domain.taxonomies import Entry, Vocabulary, read
from service.domain.terms import FREE
from service.domain.vocabulary import Change, ResourceType
from service.schemas.taxonomy import TaxonomyShape
from service.store.models import Tag, Taxonomy, Term
from service.store.query import run_for
from service.store.revisions import Writing, current, writing
from service.store.rows import Entries, Stored, refuse_if_used, tuples

TAXONOMY: Final = TaxonomyShape()
TERMS_AT_ONCE: Final = 1_000
Values = dict[str, Any]

IN_USE: Final = """SELECT term FROM term WHERE term IN (??)
    AND EXISTS (SELECT 1 FROM tag WHERE tag.term = term.term AND tag.withdrawn_at IS NULL)"""


class Became(StrEnum):
    """What came of a file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "left out, a newer version is there"


@dataclass(frozen=True)
class Outcome:
    """What came of one taxonomy, and its revision and how many terms it has since."""

    namespace: str
    version: int
    became: Became
    rev: int
    terms: int
    retired: int

    @property
    def is_new(self) -> bool:
        """Whether anything was stored."""
        return self.became in {Became.ADDED, Became.UPDATED}


def page(after: str, limit: int) -> Entries[str]:
    """Read what there is to say of taxonomies, by namespace."""
    rev = current()
    wanted = Taxonomy.select(Taxonomy.namespace, Taxonomy.document).where(Taxonomy.namespace > after)
    found = tuples(wanted.order_by(Taxonomy.namespace).limit(limit + 1))
    end = found[limit - 1][0] if len(found) > limit else None
    return Entries([bytes(document) for _, document in found[:limit]], end, rev)


def get(namespace: str) -> Stored:
    """Read one taxonomy: its own JSON, as it was installed."""
    row = there(namespace)
    return Stored(namespace, row.rev, bytes(row.machinetag))


def install(given: Iterable[tuple[str, Vocabulary]]) -> list[Outcome]:
    """Install taxonomies, all of them or none; each comes with the name of the file that a refusal names."""
    outcomes: list[Outcome] = []
    with writing(None) as transaction:
        for name, vocabulary in given:
            try:
                outcomes.append(put(transaction, vocabulary))
            except Conflict as refusal:
                refusal.members["file"] = name
                raise
    return outcomes


def remove(namespace: str) -> None:
    """Remove a taxonomy that no tag uses any more; what was withdrawn stays readable."""
    with writing(None) as transaction:
        row = there(namespace)
        if namespace == FREE:
            raise Conflict(f"`{FREE}` is for reviewers' own words, and stays.")
        mine = Term.select(Term.term).where(Term.namespace == namespace)
        held = Tag.select(Tag.id).where(Tag.term.in_(mine), Tag.withdrawn_at.is_null()).order_by(Tag.id)
        refuse_if_used([(ResourceType.TAG, held)])
        transaction.record(Change.DELETED, ResourceType.TAXONOMY, namespace, entry(row))
        Term.delete().where(Term.namespace == namespace).execute()
        Taxonomy.delete().where(Taxonomy.namespace == namespace).execute()


def put(transaction: Writing, vocabulary: Vocabulary, *, blind: bool = False) -> Outcome:
    """Install a taxonomy within a transaction, unless the same or a newer version is there.

    One that is there stays open or blind, as it is; terms in use that it drops are retired.
    """
    row = Taxonomy.find(namespace=vocabulary.namespace)
    if row is not None:
        if vocabulary.version < row.version:
            return _outcome(row, vocabulary, Became.OLDER)
        if vocabulary.version == row.version:
            _refuse_other_content(row, vocabulary)
            return _outcome(row, vocabulary, Became.UNCHANGED)
    is_new = row is None
    row = row or Taxonomy(namespace=vocabulary.namespace, blind=blind, created_at=transaction.at)
    row.updated_at = transaction.at
    change = Change.CREATED if is_new else Change.UPDATED
    row.version = vocabulary.version
    row.rev = transaction.record(change, ResourceType.TAXONOMY, row.namespace, entry(row))
    store(row, vocabulary, is_new=is_new)
    return _outcome(row, vocabulary, Became.ADDED if is_new else Became.UPDATED)


def begin_with(transaction: Writing, vocabulary: Vocabulary) -> None:
    """Let a store have a taxonomy from its beginning: under no number, and with nothing in its history."""
    at = transaction.at
    row = Taxonomy(namespace=vocabulary.namespace, rev=0, blind=False, created_at=at, updated_at=at)
    store(row, vocabulary, is_new=True)


def store(row: Taxonomy, vocabulary: Vocabulary, *, is_new: bool) -> None:
    """Write a taxonomy's row and its terms; terms in use that it does not have are retired, others go.

    While it is blind, all that it does not have are retired: nobody is to see which are in use.
    """
    retired = [] if is_new else _retire(vocabulary, keeps_all=row.blind)
    fill(row, vocabulary, retired)
    if is_new:
        row.add()
    else:
        row.put()
    Term.add_many(term_rows(vocabulary))


def fill(row: Taxonomy, vocabulary: Vocabulary, retired: Sequence[str]) -> None:
    """Fill in all columns that follow from what a taxonomy says, and make its document."""
    row.version, row.exclusive = vocabulary.version, vocabulary.exclusive
    row.machinetag = orjson.dumps(vocabulary.machinetag)
    render(row, vocabulary, retired)


def change(transaction: Writing, row: Taxonomy) -> None:
    """Store what changed in a taxonomy's row beside its terms."""
    row.rev, row.updated_at = (
        transaction.record(Change.UPDATED, ResourceType.TAXONOMY, row.namespace, entry(row)),
        transaction.at,
    )
    render(row, vocabulary_of(row), retired_of(row.namespace))
    row.put()


def render(row: Taxonomy, vocabulary: Vocabulary, retired: Sequence[str]) -> None:
    """Make what the list says of a taxonomy."""
    row.document = TAXONOMY.render({
        "namespace": row.namespace, "rev": row.rev, "version": vocabulary.version, "expanded": vocabulary.expanded,
        "description": vocabulary.description, "exclusive": vocabulary.exclusive, "blind": row.blind,
        "predicates": vocabulary.predicates, "terms": len(vocabulary.entries), "retired": list(retired),
        "created_at": row.created_at, "updated_at": row.updated_at,
    })  # fmt: skip


def vocabulary_of(row: Taxonomy) -> Vocabulary:
    """Read the JSON that a stored taxonomy has."""
    return read(orjson.loads(bytes(row.machinetag)), built_in=True)


def retired_of(namespace: str) -> list[str]:
    """Name the terms in use that a taxonomy has dropped."""
    mine = Term.select(Term.term).where(Term.namespace == namespace, Term.retired)
    return [term for (term,) in tuples(mine.order_by(Term.position, Term.term))]


def term_rows(vocabulary: Vocabulary) -> list[Values]:
    """Give the columns of all terms that a taxonomy has."""
    return [term_row(vocabulary.namespace, entry, number) for number, entry in enumerate(vocabulary.entries)]


def term_row(namespace: str, entry: Entry, position: int, *, retired: bool = False) -> Values:
    """Give the columns of a term."""
    return {
        "term": entry.term, "namespace": namespace, "scale": entry.scale, "position": position, "value": entry.value,
        "expanded": entry.expanded, "numerical_value": entry.numerical_value, "within": entry.within,
        "rates": entry.rates, "retired": retired,
    }  # fmt: skip


def entry(row: Taxonomy) -> bytes:
    """Give what the history keeps: the terms are in the taxonomy's own JSON."""
    return orjson.dumps({"namespace": row.namespace, "version": row.version, "blind": row.blind})


def there(namespace: str) -> Taxonomy:
    """Load a taxonomy; refuse one that is not installed."""
    # An engine need not be asked for what it cannot hold.
    row = None if "\0" in namespace else Taxonomy.find(namespace=namespace)
    if row is None:
        raise NotFound("There is no taxonomy with this namespace.", hint="GET /v1/taxonomies lists them.")
    return row


def _retire(vocabulary: Vocabulary, *, keeps_all: bool) -> list[str]:
    """Clear the terms of the version before, but for those in use that are no more: these are retired."""
    mine = Term.namespace == vocabulary.namespace
    kept = {entry.term for entry in vocabulary.entries}
    dropped = [term for (term,) in tuples(Term.select(Term.term).where(mine)) if term not in kept]
    in_use = set(dropped) if keeps_all else {term for (term,) in run_for(IN_USE, dropped)}
    for some in chunked(sorted(in_use), TERMS_AT_ONCE):
        Term.update(retired=True).where(Term.term.in_(list(some))).execute()
    retired = retired_of(vocabulary.namespace)
    for some in chunked((term for term in retired if term not in in_use), TERMS_AT_ONCE):
        Term.update(retired=False).where(Term.term.in_(list(some))).execute()
    Term.delete().where(mine, ~Term.retired).execute()
    return [term for term in retired if term in in_use]


def _refuse_other_content(row: Taxonomy, vocabulary: Vocabulary) -> None:
    if _sorted(orjson.loads(bytes(row.machinetag))) != _sorted(vocabulary.machinetag):
        detail = "Another taxonomy of this namespace and version is there; raise the version to replace it."
        raise Conflict(detail, faults=[({"pointer": "/version"}, Fault("same-version", detail))])


def _sorted(machinetag: Values) -> bytes:
    return orjson.dumps(machinetag, option=orjson.OPT_SORT_KEYS)


def _outcome(row: Taxonomy, vocabulary: Vocabulary, became: Became) -> Outcome:
    retired = 0 if became is Became.ADDED else len(retired_of(row.namespace))
    return Outcome(row.namespace, vocabulary.version, became, row.rev, len(vocabulary.entries), retired)
