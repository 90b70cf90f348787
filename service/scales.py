"""Scales: what the terms of a taxonomy are values of, in their order; which there are, and which are blind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from service.domain.errors import Fault, Invalid
from service.domain.names import nearest_of_many
from service.domain.terms import parse
from service.store.query import run

VALUES: Final = (
    "SELECT term, numerical_value, rates, taxonomy.blind FROM term JOIN taxonomy USING (namespace) WHERE scale = ? "
    "ORDER BY position"
)
MOST_NEAR: Final = 5


@dataclass(frozen=True)
class Value:
    """One value of a scale: its term, its name and its number; one that does not rate says nothing of a claim."""

    term: str
    name: str
    number: float | None
    rates: bool


@dataclass(frozen=True)
class Scale:
    """A scale with its values in the order of the taxonomy."""

    name: str
    is_blind: bool
    values: list[Value] = field(default_factory=list)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether each value that rates has a number."""
        return all(value.number is not None for value in self.values if value.rates)

    def with_strays(self, terms: Iterable[str]) -> "Scale":
        """Add the values that tags hold and that no taxonomy knows, behind all others."""
        known = {value.term for value in self.values}
        strays = [_value(term, None, rates=True) for term in sorted({*terms} - known)]
        return Scale(self.name, self.is_blind, [*self.values, *strays]) if strays else self


def get(name: str) -> Scale:
    """Read a scale; refuse one that no taxonomy has, and name what is near."""
    # An engine need not be asked for what it cannot hold.
    found = [] if "\0" in name else run(VALUES, [name])
    if not found:
        raise Invalid("There is no such scale.", faults=[({"parameter": "predicate"}, _unknown(name))])
    values = [_value(term, number, rates=bool(rates)) for term, number, rates, _ in found]
    return Scale(name, bool(found[0][3]), values)


def _value(term: str, number: float | None, *, rates: bool) -> Value:
    parsed = parse(term)
    return Value(term, term if parsed is None else parsed.rating, number, rates)


def _unknown(name: str) -> Fault:
    known = [scale for (scale,) in run("SELECT DISTINCT scale FROM term ORDER BY scale", [])]
    namespace = name.partition(":")[0]
    own = [scale for scale in known if scale.partition(":")[0] == namespace]
    near = own[:MOST_NEAR] or [scale for scale in [nearest_of_many(name, known)] if scale]
    meant = f"Did you mean {' or '.join(near)} ? " if near else "GET /v1/taxonomies lists what is installed. "
    return Fault("unknown-scale", f"{meant}A scale is a predicate, or a namespace where its predicates have no values.")
