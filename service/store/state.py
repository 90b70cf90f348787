"""Whether anything was written since one looked: what was read stays true until then."""

import os
import sqlite3
from collections.abc import Hashable
from contextlib import suppress
from mmap import PROT_READ, mmap
from typing import Final

from service.store.database import database, is_sqlite, is_there
from service.store.revisions import current

HEADER_BYTES: Final = 96
VERSION: Final = (3_007_000).to_bytes(4, "little"), (3_007_000).to_bytes(4, "big")


class WalIndex:
    """The head of the index that all processes which have a SQLite file open share; each commit changes it.

    To ask SQLite for the store's number takes five times as long as all else that a page from memory needs, because a
    thread that asks gives way to the others. Source: https://www.sqlite.org/walformat.html, section 2.1.
    """

    def __init__(self, file: str) -> None:
        # As long as this connection is open, SQLite does not take the index away.
        self._connection = sqlite3.connect(file, check_same_thread=False)
        self._connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchall()
        # Never closed: a process that closes a file gives up all its locks on it, SQLite's among them.
        self._file = os.open(f"{file}-shm", os.O_RDONLY)
        self._header = mmap(self._file, HEADER_BYTES, prot=PROT_READ)

    @property
    def is_known(self) -> bool:
        """Whether the index has the form that is described."""
        return self._header[:4] in VERSION

    def read(self) -> bytes:
        """Read what the next commit changes."""
        return self._header[:HEADER_BYTES]


_indices: Final[list[WalIndex]] = []


def watch() -> None:
    """Look at the index of the store from now on, in a process that serves this one store until it ends."""
    if not is_sqlite() or not is_there():
        return
    # A store that nobody migrated yet has no index, and goes on being asked.
    with suppress(OSError, sqlite3.Error):
        index = WalIndex(database.obj.database)
        if index.is_known:
            _indices.append(index)


def state() -> Hashable:
    """Give what is equal as long as nothing is written; look before you read."""
    return _indices[0].read() if _indices else current()
