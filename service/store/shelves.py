"""Shelves: what the store has under some keys, each asked for once, or many of them at once."""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")

Load = Callable[[Collection[Key]], Iterable[tuple[Key, Thing]]]
"""Asks the store for what it has under some keys."""


class Shelf(Generic[Key, Thing]):
    """What the store has under keys. While it `keeps`, it asks for a key once in two turns; else each time."""

    def __init__(self, load: Load[Key, Thing]) -> None:
        """Take what asks the store."""
        self._load = load
        self._known: dict[Key, list[Thing]] = {}
        self._before: dict[Key, list[Thing]] = {}
        self.keeps = False

    def many(self, keys: Iterable[Key]) -> dict[Key, list[Thing]]:
        """Give what there is under some keys, asking for all that are not known in one go."""
        # A difference of sets would go through all that is known.
        new = {key for key in keys if self._recall(key) is None}
        known = self._known if self.keeps else {}
        known |= {key: [] for key in new}
        for key, thing in self._load(new) if new else ():
            known[key].append(thing)
        return known

    def all(self, key: Key) -> list[Thing]:
        """Give all that is under a key."""
        found = self._recall(key)
        return self.many([key])[key] if found is None else found

    def one(self, key: Key) -> Thing | None:
        """Give the first that is under a key, where there is any."""
        found = self.all(key)
        return found[0] if found else None

    def put(self, key: Key, thing: Thing) -> None:
        """Let something new be found under a key that others may have, too, before it is written."""
        if self.keeps:
            self.all(key).append(thing)

    def put_alone(self, key: Key, thing: Thing) -> None:
        """Let something new be found under a key that nothing else has."""
        if self.keeps:
            self._before.pop(key, None)
            self._known[key] = [thing]

    def turn(self) -> None:
        """Forget what nobody asked for or put here since the last turn, which the store has by now."""
        self._before, self._known = self._known, {}

    def clear(self) -> None:
        """Know nothing any more, and keep nothing."""
        self._known.clear()
        self._before.clear()
        self.keeps = False

    def _recall(self, key: Key) -> list[Thing] | None:
        found = self._known.get(key)
        if found is None and key in self._before:
            found = self._known[key] = self._before.pop(key)
        return found
