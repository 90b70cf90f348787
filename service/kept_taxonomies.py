"""Taxonomies as rows of exchange files: each with its own JSON, its numbers, and the terms that it has retired."""

from collections.abc import Iterable
from typing import Any, Final

import orjson

from service import taxonomies
from service.domain.errors import Invalid, invalid
from service.domain.taxonomies import Entry, Vocabulary, read
from service.domain.terms import FREE, parse
from service.domain.vocabulary import Change, ResourceType
from service.schemas.fields import rfc_3339
from service.store.models import Taxonomy, Term
from service.store.revisions import Writing
from service.store.rows import tuples

MACHINETAG: Final = "/machinetag"
OF_RETIRED: Final = (Term.term, Term.position, Term.expanded, Term.numerical_value, Term.within)
Values = dict[str, Any]


def namespaces() -> list[str]:
    """Name all taxonomies."""
    return [name for (name,) in tuples(Taxonomy.select(Taxonomy.namespace).order_by(Taxonomy.namespace))]


def row_of(namespace: str) -> bytes | None:
    """Write the row of a taxonomy, if it is there."""
    row = Taxonomy.find(namespace=namespace)
    if row is None:
        return None
    mine = Term.select(*OF_RETIRED).where(Term.namespace == namespace, Term.retired)
    return orjson.dumps({
        "namespace": row.namespace, "rev": row.rev, "blind": row.blind, "created_at": rfc_3339(row.created_at),
        "updated_at": rfc_3339(row.updated_at), "retired": list(mine.order_by(Term.position, Term.term).dicts()),
        "machinetag": orjson.Fragment(bytes(row.machinetag)),
    })  # fmt: skip


def load(transaction: Writing, data: Values, *, keeps_what_is_there: bool) -> tuple[int, bool]:
    """Store a row's taxonomy under a number of this store; give that, and whether anything was stored.

    One that is there is treated as any file would be. Terms that the other store retired are retired here, too.
    """
    namespace, blind = data["namespace"], data.get("blind", False)
    there = Taxonomy.find(namespace=namespace)
    if there is not None and (keeps_what_is_there or namespace == FREE):
        return there.rev, False
    if there is not None and blind and not there.blind:
        raise invalid("/blind", "open", "This taxonomy is blind in the file and open here: its tags would be shown.")
    vocabulary = _read(data)
    outcome = taxonomies.put(transaction, vocabulary, blind=blind)
    row = Taxonomy.get_by_id(namespace)
    if not _add_retired(row, data.get("retired", [])):
        return outcome.rev, outcome.is_new
    if not outcome.is_new:
        entry = taxonomies.entry(row)
        row.rev = transaction.record(Change.UPDATED, ResourceType.TAXONOMY, namespace, entry)
        row.updated_at = transaction.at
    taxonomies.render(row, taxonomies.vocabulary_of(row), taxonomies.retired_of(namespace))
    row.put()
    return row.rev, True


def take(many: Iterable[Values]) -> None:
    """Store rows as they are, with their numbers and times; what is there already stays."""
    plain = ("namespace", "rev", "blind", "created_at", "updated_at")
    for data in many:
        if Taxonomy.find(namespace=data["namespace"]) is None:
            vocabulary = _read(data)
            row = Taxonomy(**{key: data[key] for key in plain})
            taxonomies.store(row, vocabulary, is_new=True)
            if _add_retired(row, data["retired"]):
                taxonomies.render(row, vocabulary, taxonomies.retired_of(row.namespace))
                row.put()


def forget_the_first() -> None:
    """Drop the taxonomies that a store began with: it takes those of another one."""
    first = Taxonomy.select(Taxonomy.namespace).where(Taxonomy.rev == 0)
    Term.delete().where(Term.namespace.in_(first)).execute()
    Taxonomy.delete().where(Taxonomy.rev == 0).execute()


def _read(data: Values) -> Vocabulary:
    try:
        vocabulary = read(data["machinetag"], built_in=data["namespace"] == FREE)
    except Invalid as refusal:
        refusal.faults = tuple(
            ({"pointer": f"{MACHINETAG}{place['pointer']}"}, fault) for place, fault in refusal.faults
        )
        raise
    if vocabulary.namespace != data["namespace"]:
        raise invalid("/namespace", "differs", "The taxonomy's own JSON has another namespace.")
    return vocabulary


def _add_retired(row: Taxonomy, retired: Iterable[Values]) -> bool:
    """Add those retired terms that are not there; tell whether there were any."""
    added = False
    for number, data in enumerate(retired):
        if Term.find(term=data["term"]) is None:
            Term.insert(_retired(row.namespace, data, f"/retired/{number}")).execute()
            added = True
    return added


def _retired(namespace: str, data: Values, pointer: str) -> Values:
    cut, number = parse(data["term"]), data.get("numerical_value")
    if cut is None or cut.namespace != namespace:
        raise invalid(f"{pointer}/term", "namespace", "A retired term is of the taxonomy that has dropped it.")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise invalid(f"{pointer}/numerical_value", "type", "A finite number is needed.")
    entry = Entry(data["term"], cut.rating, data.get("expanded"), number, data.get("within"))
    return taxonomies.term_row(namespace, entry, data["position"], retired=True)
