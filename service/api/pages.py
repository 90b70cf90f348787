"""What was answered, kept until anything is written: what nobody changed need not be put together again."""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from cachetools import LRUCache

from service.api.headers import Headers

KEPT_BYTES: Final = 32 * 1024 * 1024
"""Of each process; what was not asked for longest goes first."""

MOST_BYTES: Final = 1024 * 1024
"""A longer answer is not kept."""

Address = tuple[str, ...]
"""A path, a query, and the form of the answer where there are several."""


@dataclass(frozen=True)
class Kept:
    """An answer with its headers, and its ETag if it has one."""

    body: bytes
    headers: Headers
    etag: str | None = None


class Pages:
    """Answers by their addresses, all of one state of the store: nothing that was erased or changed stays in memory."""

    def __init__(self) -> None:
        self._kept: LRUCache[Address, Kept] = LRUCache(KEPT_BYTES, getsizeof=lambda kept: len(kept.body))
        self._state: Hashable = None
        self._lock = Lock()

    def get(self, address: Address, state: Hashable) -> Kept | None:
        """Give what was answered at an address if the store is in this state; else forget everything."""
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            return self._kept.get(address)

    def keep(self, address: Address, state: Hashable, kept: Kept) -> None:
        """Keep an answer that was made in this state, unless it is too long or the state has passed."""
        if len(kept.body) <= MOST_BYTES:
            with self._lock:
                if state == self._state:
                    self._kept[address] = kept
