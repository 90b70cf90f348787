"""Terms that a reviewer may give: those of installed taxonomies, and free words."""

from typing import Final
from urllib.parse import quote

from service.domain import terms
from service.domain.errors import Invalid, invalid
from service.domain.names import nearest_of_many
from service.domain.terms import FREE, FREE_WORD, WORD
from service.store.desk import Desk
from service.store.models import Taxonomy, Term
from service.store.rows import tuples

POINTER: Final = "/term"
UNKNOWN_TERM: Final = "unknown-term"
HINT_OF_FREE: Final = f'Words of your own are given as {FREE_WORD}...".'


def installed(desk: Desk, text: str, *, may_be_retired: bool = False) -> Term:
    """Give the term that a machine tag is; refuse one that no taxonomy has, or has no more."""
    term = _free(text) if text.startswith(FREE_WORD) else desk.terms.one(text)
    if term is None:
        raise _unknown(text)
    if term.retired and not may_be_retired:
        detail = "Its taxonomy has dropped this term: it stays where it stands, and is not given anew."
        raise invalid(POINTER, "retired", detail, f"Choose another of {term.scale}: GET /v1/taxonomies has them.")
    return term


def _free(text: str) -> Term:
    """Make the term that a free word is: there is no list of them."""
    term = terms.parse(text)
    if term is None or term.value is None or not term.value.strip():
        raise invalid(POINTER, "empty", "A free word says something.")
    return Term(
        term=text, namespace=FREE, scale=f"{FREE}:{WORD}", position=0, value=term.value, expanded=None,
        numerical_value=None, within=None, rates=True, retired=False,
    )  # fmt: skip


def _unknown(text: str) -> Invalid:
    """Refuse a term, and name the nearest that is known, or the taxonomy that may have been meant."""
    namespace = text.partition(":")[0]
    known = [term for (term,) in tuples(Term.select(Term.term).where(Term.namespace == namespace, ~Term.retired))]
    if known:
        near = nearest_of_many(text, known)
        meant = f"Did you mean {near} ? " if near else ""
        hint = f"{meant}GET /v1/taxonomies/{quote(namespace, safe='')} has its terms."
        return invalid(POINTER, UNKNOWN_TERM, "The taxonomy has no such term.", f"{hint} {HINT_OF_FREE}")
    namespaces = [name for (name,) in tuples(Taxonomy.select(Taxonomy.namespace).order_by(Taxonomy.namespace))]
    if namespace == FREE:
        return invalid(POINTER, UNKNOWN_TERM, "There are no such free words.", HINT_OF_FREE)
    near = nearest_of_many(namespace, namespaces)
    meant = f"Did you mean {near}:... ? " if near else ""
    hint = f"{meant}GET /v1/taxonomies lists what is installed. {HINT_OF_FREE}"
    return invalid(POINTER, UNKNOWN_TERM, "No taxonomy of this namespace is installed.", hint)
