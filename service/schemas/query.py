"""The grammar of list queries: `field=value`, suffixes, and what chooses a page; anything unknown is refused."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from marshmallow import ValidationError, fields

from service.domain.errors import Fault, Invalid, Place
from service.domain.names import nearest
from service.schemas.fields import Flag, Whole
from service.schemas.shape import at
from service.schemas.sorting import read_order
from service.schemas.strict import REQUIRED, faults_of
from service.store import cursors
from service.store.matches import Operator
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT, Condition, Key, Order, Query

OPERATORS: Final = {operator.value: operator for operator in Operator}
PAGING: Final = ("cursor", "sort", "limit")
WALKING: Final = ("cursor", "limit")
SUMMING: Final = ("facets", "count")
FORMS: Final = ("format", "fields")
"""What `service.schemas.forms` reads beside a query."""
MAX_VALUES: Final = 100
# More digits than any bound has, and fewer than Python refuses to read.
INTEGER: Final = re.compile(r"-?[0-9]{1,100}")
LIMIT: Final = Whole(1, MAX_LIMIT)
ANYWHERE: Final = frozenset({Operator.IS})
IS: Final = ANYWHERE | {Operator.NOT}
ORDERED: Final = IS | {Operator.GTE, Operator.LT}
OPTIONAL: Final = frozenset({Operator.EXISTS})
LISTED: Final = IS | {Operator.ALL}
ONCE: Final = frozenset({Operator.GTE, Operator.LT, Operator.EXISTS})

Pairs = Iterable[tuple[str, str]]
Problem = tuple[Place, Fault]


@dataclass(frozen=True)
class Filter:
    """One thing that a list can be filtered by: its type, and which suffixes make sense for it."""

    field: fields.Field[Any]
    operators: frozenset[Operator]
    meaning: str


@dataclass(frozen=True, eq=False)
class Grammar:
    """What may be asked of one list."""

    of: str
    filters: Mapping[str, Filter]
    sorts: tuple[str, ...]
    sort_needs: Mapping[str, str] = field(default_factory=dict)
    """What an order needs that begins with one of these keys: a filter by one value."""
    unless_asked: Mapping[str, Any] = field(default_factory=dict)
    """What a filter that is not asked for has as its value."""
    options: Mapping[str, fields.Field[Any]] = field(default_factory=dict)
    """What may be asked once and is no filter."""
    is_walked: bool = False
    """Whether it comes in pages though the client chooses none of the orders above."""
    facets: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    """The filters that leave few rows, those that leave fewest first."""

    @property
    def paging(self) -> tuple[str, ...]:
        """Name what chooses a page and what is shown beside it; what has no order has no pages."""
        if not self.sorts:
            return WALKING if self.is_walked else ()
        return (*PAGING, *(SUMMING if self.facets else SUMMING[1:]))

    def read(self, pairs: Pairs, of: str | None = None) -> Query:
        """Read the parameters of a URL, each name with its values; refuse them with every fault there is.

        `of` names the list where the same may be asked of several.
        """
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            given.setdefault(name, []).append(value)
        faults: list[Problem] = []
        options = tuple((name, self._option(name, given, faults)) for name in self.options)
        cursor, sort, limit, facets, count = (
            _single(given, name, faults) if name in self.paging else None for name in (*PAGING, *SUMMING)
        )
        conditions = [self._condition(name, values, faults) for name, values in given.items()]
        asked = {_split(name)[0] for name in given}
        silent = [(name, value) for name, value in self.unless_asked.items() if name not in asked]
        conditions += [Condition(name, Operator.IS, (value,)) for name, value in silent]
        query = Query(
            of=of or self.of,
            conditions=tuple(sorted(filter(None, conditions), key=lambda condition: condition.field)),
            order=self._order(sort, given, faults),
            limit=_once("limit", LIMIT, limit, faults) or DEFAULT_LIMIT,
            facets=self._facets(facets, faults),
            count=bool(_once("count", FLAG, count, faults)),
            options=options,
        )
        _refuse(faults)
        return replace(query, after=cursors.decode(query, cursor)) if cursor is not None else query

    def _option(self, name: str, given: dict[str, list[str]], faults: list[Problem]) -> Any:
        field, text = self.options[name], _single(given, name, faults)
        if text is None:
            faults += [(at(name), REQUIRED)] if field.required else []
            return None
        try:
            return _value(field, text)
        except ValidationError as error:
            faults += [(at(name), fault) for fault in faults_of(error)]
            return None

    def _condition(self, name: str, values: list[str], faults: list[Problem]) -> Condition | None:
        field, operator = _split(name)
        wanted = self.filters.get(field)
        if wanted is None or operator is None or operator not in wanted.operators:
            faults.append((at(name), self._unknown(name, wanted)))
            return None
        if len(values) > (1 if operator in ONCE else MAX_VALUES):
            faults.append((at(name), Fault("too-many", f"At most {1 if operator in ONCE else MAX_VALUES} values.")))
            return None
        read_as = FLAG if operator is Operator.EXISTS else wanted.field
        try:
            return Condition(field, operator, tuple(_value(read_as, value) for value in values))
        except ValidationError as error:
            faults += [(at(name), fault) for fault in faults_of(error)]
            return None

    def _unknown(self, name: str, wanted: Filter | None) -> Fault:
        if wanted is None:
            also = FORMS if self.paging else ()
            return _unknown_parameter(name, [*self.filters, *self.options, *self.paging, *also])
        field, _ = _split(name)
        allowed = ", ".join(sorted(field + operator for operator in wanted.operators))
        return Fault("unknown-operator", f"Allowed here: {allowed}.")

    def _order(self, text: str | None, given: Mapping[str, Any], faults: list[Problem]) -> Order:
        if self.is_walked:
            return Order((Key("count"),))
        order, wrong = read_order(text, self.sorts, self.sort_needs, given)
        faults += [(at("sort"), fault) for fault in wrong]
        return order

    def _facets(self, text: str | None, faults: list[Problem]) -> tuple[str, ...]:
        asked = () if text is None else tuple(text.split(","))
        if not set(asked) <= set(self.facets) or len(set(asked)) < len(asked):
            known = ", ".join(self.facets)
            faults.append((at("facets"), Fault("unknown-facet", f"Any of {known}, once each; commas between.")))
        return tuple(name for name in self.facets if name in asked)


def read_single_values(
    parameters: Mapping[str, fields.Field[Any]], pairs: Pairs, also: Iterable[str] = ()
) -> dict[str, Any]:
    """Read parameters that have one value each; refuse all others, naming also those that are read elsewhere."""
    values: dict[str, Any] = {}
    faults: list[Problem] = []
    for name, text in pairs:
        if name not in parameters:
            faults.append((at(name), _unknown_parameter(name, [*parameters, *also])))
        elif name in values:
            faults.append((at(name), Fault("too-many", "At most 1 value.")))
        else:
            try:
                values[name] = _value(parameters[name], text)
            except ValidationError as error:
                faults += [(at(name), fault) for fault in faults_of(error)]
    _refuse(faults)
    return values


FLAG: Final = Flag()
FLAGS: Final = {"true": True, "false": False}


def _refuse(faults: list[Problem]) -> None:
    if faults:
        raise Invalid("The query breaks the rules named in `errors`.", faults=faults)


def _unknown_parameter(name: str, known: list[str]) -> Fault:
    near = nearest(name, known)
    meant = f"Did you mean '{near}'? " if near else ""
    listed = f"Known parameters: {', '.join(known)}." if known else "Only lists take parameters."
    return Fault("unknown-parameter", f"{meant}{listed}")


def _split(name: str) -> tuple[str, Operator | None]:
    field, mark, suffix = name.partition("__")
    return field, OPERATORS.get(mark + suffix)


def _value(field: fields.Field[Any], text: str) -> Any:
    if isinstance(field, Whole) and INTEGER.fullmatch(text):
        return field.deserialize(int(text))
    if isinstance(field, Flag):
        return field.deserialize(FLAGS.get(text, text))
    return field.deserialize(text)


def _single(given: dict[str, list[str]], name: str, faults: list[Problem]) -> str | None:
    values = given.pop(name, [])
    if len(values) > 1:
        faults.append((at(name), Fault("too-many", "At most 1 value.")))
    return values[0] if values else None


def _once(name: str, field: fields.Field[Any], text: str | None, faults: list[Problem]) -> Any:
    """Read a parameter's one value, None where there is none."""
    try:
        return None if text is None else _value(field, text)
    except ValidationError as error:
        faults += [(at(name), fault) for fault in faults_of(error)]
        return None
