"""The order of a list: `sort=-published_at,position`, up to four keys, of which the first weighs most."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from service.domain.errors import Fault
from service.store.query import Key, Order

MAX_KEYS: Final = 4

RELEVANCE: Final = "relevance"
"""An order that no key comes before or behind."""


def read_order(
    text: str | None, sorts: Sequence[str], needs: Mapping[str, str], given: Collection[str]
) -> tuple[Order, list[Fault]]:
    """Read an order, with what is wrong with it.

    `needs` names for some keys the parameter that must be `given` beside an order that begins with it. The id decides
    in the end, in the direction of the last key unless it has one of its own.
    """
    if text is None:
        return Order(), []
    keys = [Key(word.removeprefix("-"), word.startswith("-")) for word in text.split(",")]
    faults = list(_faults([key.name for key in keys], sorts, needs, given))
    last = keys[-1]
    return Order(tuple(keys[:-1] if last.name == "id" else keys), last.descending), faults


def _faults(
    names: Sequence[str], sorts: Sequence[str], needs: Mapping[str, str], given: Collection[str]
) -> Iterator[Fault]:
    if not set(names) <= set(sorts):
        yield Fault("unknown-sort", f"Sort by {', '.join(sorts)}, or -KEY; several with commas between.")
    if len(names) > MAX_KEYS:
        yield Fault("too-many", f"At most {MAX_KEYS} keys.")
    if len(set(names)) < len(names):
        yield Fault("twice", "Each key once.")
    if "id" in names[:-1]:
        yield Fault("after-id", "No two rows have the same id: no key comes behind it.")
    if RELEVANCE in names and len(names) > 1:
        yield Fault("alone", f"{RELEVANCE} is an order of its own.")
    need = needs.get(names[0])
    if need is not None and need not in given:
        yield Fault("sort-needs", f"An order that begins so needs {need}=... beside it.")
