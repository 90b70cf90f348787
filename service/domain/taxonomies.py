"""Taxonomies in MISP's format: the terms that a `machinetag.json` file makes, read strictly where they come from.

What MISP's own files have is taken as it is: keys that are not known, an entry twice (the first counts), the values of
a predicate in several places, and in every text blanks at its ends, colons, quotes and whatever else.
Source: the MISP taxonomy format, https://www.misp-standard.org/rfc/misp-standard-taxonomy-format.html.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from service.domain import terms
from service.domain.errors import Invalid
from service.domain.nesting import MAX_DEPTH, is_too_deep
from service.domain.reading import Json, Reading, says_something
from service.domain.terms import FREE, MAX_TERM_CHARS

MAX_FAULTS: Final = 50
MAX_VERSION: Final = 2**63 - 1

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula where a cell begins with it, as one of a table of terms would."""
DOTS: Final = frozenset({".", ".."})
"""What an address cannot end in: a client takes it for a step upwards."""
CANNOT_BE_JUDGED: Final = "cannot be judged"


@dataclass(frozen=True)
class Entry:
    """One term: what it says of its scale, and `within` what a reviewer holds one of such at a time."""

    term: str
    value: str
    expanded: str | None
    numerical_value: float | None
    within: str | None

    @property
    def scale(self) -> str:
        """Give what it is a value of."""
        return terms.scale_of(self.term)

    @property
    def rates(self) -> bool:
        """Whether it is a judgement, and does not say that none is possible."""
        return CANNOT_BE_JUDGED not in (self.expanded or self.value).casefold()


@dataclass(frozen=True)
class Vocabulary:
    """What a file says: `machinetag` is its JSON as it is, `entries` the terms in their order."""

    machinetag: Json
    namespace: str
    version: int
    exclusive: bool
    expanded: str | None
    description: str | None
    predicates: int
    entries: tuple[Entry, ...]


def read(data: Any, *, built_in: bool = False) -> Vocabulary:
    """Read the JSON of a `machinetag.json` file; refuse it with every fault that it has, up to a limit.

    Only what is `built_in` has the namespace of free words, and there is no list of these.
    """
    found = Reading()
    if found.expects(data, "", dict) and is_too_deep(data):
        found.add("", "depth", f"This nests deeper than {MAX_DEPTH} levels.")
    vocabulary = None if found.faults else _vocabulary(found, data, built_in=built_in)
    if vocabulary is None or found.faults:
        detail = "This is no taxonomy in MISP's format; `errors` say where it is not."
        raise Invalid(detail, faults=found.faults[:MAX_FAULTS])
    return vocabulary


def _vocabulary(found: Reading, data: Json, *, built_in: bool) -> Vocabulary | None:
    namespace = _namespace(found, data, built_in=built_in)
    description = found.text(data, "description", "", may_be_empty=True) or ""
    expanded, exclusive = found.label(data, "expanded", ""), found.flag(data, "")
    version = _version(found, data)
    predicates = _predicates(found, data)
    values = _values(found, data, set(predicates))
    if namespace is None or version is None:
        return None
    told = description if says_something(description) else None
    entries = _entries(found, namespace, predicates, values, exclusive=exclusive)
    return Vocabulary(
        data, namespace, version, exclusive, expanded, told, len(predicates),
        () if namespace == FREE else tuple(entries),
    )  # fmt: skip


def _namespace(found: Reading, data: Json, *, built_in: bool) -> str | None:
    namespace = found.text(data, "namespace", "")
    if namespace is None:
        return None
    if ":" in namespace:
        found.add("/namespace", "colon", "A machine tag is cut at its first colon: a namespace has none.")
    if namespace.startswith(FORMULA):
        found.add("/namespace", "formula", "A spreadsheet would take a cell that begins so for a formula.")
    if namespace in DOTS:
        found.add("/namespace", "dots", "An address cannot name this: clients take it for a step upwards.")
    if namespace.strip().casefold() == FREE and not built_in:
        found.add("/namespace", "reserved", f"`{FREE}` is for reviewers' own words.")
    return namespace


def _version(found: Reading, data: Json) -> int | None:
    if "version" not in data:
        found.add("/version", "required", "This is needed.")
        return None
    version = data["version"]
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version <= MAX_VERSION:
        found.add("/version", "type", "An integer from 0 is needed.")
        return None
    return version


@dataclass(frozen=True)
class _Labelled:
    """A predicate or an entry: its place in the file, and what it says."""

    pointer: str
    value: str
    expanded: str | None
    numerical_value: float | None
    exclusive: bool


def _predicates(found: Reading, data: Json) -> dict[str, _Labelled]:
    predicates: dict[str, _Labelled] = {}
    for place, item in found.objects(data, "predicates", ""):
        labelled = _labelled(found, place, item, may_be_empty=False)
        if labelled is not None:
            predicates.setdefault(labelled.value, labelled)
    if not data.get("predicates"):
        detail = "At least one predicate is needed."
        found.add("/predicates", "empty" if "predicates" in data else "required", detail)
    return predicates


def _labelled(found: Reading, place: str, item: Json, *, may_be_empty: bool) -> _Labelled | None:
    value = found.text(item, "value", place, may_be_empty=may_be_empty)
    expanded, number = found.label(item, "expanded", place), found.number(item, place)
    found.label(item, "description", place)
    exclusive = found.flag(item, place)
    if value is None or not (may_be_empty or says_something(value)):
        return None
    return _Labelled(place, value, expanded, number, exclusive)


def _values(found: Reading, data: Json, predicates: set[str]) -> dict[str, dict[str, _Labelled]]:
    values: dict[str, dict[str, _Labelled]] = {}
    for place, item in found.objects(data, "values", ""):
        predicate = found.text(item, "predicate", place)
        if predicate is not None and predicate not in predicates:
            found.add(f"{place}/predicate", "unknown-predicate", "No predicate has this value.")
        if "entry" not in item:
            found.add(f"{place}/entry", "required", "This is needed.")
        for inner, entry in found.objects(item, "entry", place):
            labelled = _labelled(found, inner, entry, may_be_empty=True)
            if labelled is not None and predicate is not None:
                values.setdefault(predicate, {}).setdefault(labelled.value, labelled)
    return values


def _entries(
    found: Reading,
    namespace: str,
    predicates: dict[str, _Labelled],
    values: dict[str, dict[str, _Labelled]],
    *,
    exclusive: bool,
) -> Iterator[Entry]:
    """Make the terms: each predicate with its values or, where it has none, alone."""
    seen: set[str] = set()
    for name, predicate in predicates.items():
        within = namespace if exclusive else f"{namespace}:{name}" if predicate.exclusive and name in values else None
        alone = terms.Term(namespace, name)
        for labelled in values.get(name, {}).values() or [predicate]:
            term = alone if labelled is predicate else terms.Term(namespace, name, labelled.value)
            text = str(term)
            # What a tag says is read from the tag: a value with ="..." in it is cut at the last of them there, too.
            cut = terms.parse(text)
            _refuse_unfit(found, labelled.pointer, text, cut, seen)
            seen.add(text)
            if cut is not None:
                yield Entry(text, cut.rating, labelled.expanded, labelled.numerical_value, within)


def _refuse_unfit(found: Reading, place: str, term: str, cut: terms.Term | None, seen: set[str]) -> None:
    if len(term) > MAX_TERM_CHARS:
        found.add(f"{place}/value", "too-long", f"Its machine tag has over {MAX_TERM_CHARS} characters.")
    elif cut is None:
        found.add(f"{place}/value", "machine-tag", "Its machine tag could not be taken apart again.")
    elif term in seen:
        found.add(f"{place}/value", "twice", "Its machine tag is also that of another predicate's value.")
