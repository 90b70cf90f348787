"""Who has it from whom: how many claims repeat each claim, directly or through others."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter


def followers(repeats: Collection[tuple[str, str]]) -> dict[str, int]:
    """Count for each claim the others that have it from there; of a pair, the first claim repeats the second."""
    repeating: dict[str, list[str]] = {}
    for claim, other in repeats:
        repeating.setdefault(claim, [])
        repeating.setdefault(other, []).append(claim)
    # A set of claims is a number, so that thousands of them are united in one step.
    bit = {claim: 1 << place for place, claim in enumerate(repeating)}
    found = dict.fromkeys(repeating, 0)
    order, before = list(_in_order(repeating)), None
    # The second round changes nothing, unless claims repeat each other in rings.
    while before != found:
        before = dict(found)
        for claim in order:
            for follower in repeating[claim]:
                found[claim] |= found[follower] | bit[follower]
    return {claim: (found[claim] & ~bit[claim]).bit_count() for claim in repeating}


def _in_order(repeating: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Give each claim behind those that repeat it, as far as rings let it; then what is in a ring or behind one."""
    sorter = TopologicalSorter(repeating)
    # It goes on as far as it can.
    with suppress(CycleError):
        sorter.prepare()
    left = dict.fromkeys(repeating)
    while ready := sorter.get_ready():
        for claim in ready:
            del left[claim]
            yield claim
        sorter.done(*ready)
    yield from left
