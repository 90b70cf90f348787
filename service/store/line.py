"""The line in which those who write to a SQLite file stand, before they ask for its lock.

SQLite's own way to wait is to look again after 1, 2, 5, 10, ... milliseconds, and a small write takes one. Whoever
writes without standing in line is still waited for by SQLite.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic, sleep
from typing import Final

from service.domain.errors import StoreUnavailable
from service.store.database import BUSY_TIMEOUT_MS, database, is_sqlite

LOOK_AGAIN_S: Final = 0.0002

_of_this_process: Final = Lock()
_of_all_processes: Final[dict[str, int]] = {}

# A file that is inherited would be locked for all who inherited it.
os.register_at_fork(after_in_child=_of_all_processes.clear)


@contextmanager
def in_line() -> Iterator[None]:
    """Wait until nobody who stands in line is before this thread."""
    if not is_sqlite() or database.in_transaction():
        yield
        return
    until = monotonic() + BUSY_TIMEOUT_MS / 1_000
    if not _of_this_process.acquire(timeout=BUSY_TIMEOUT_MS / 1_000):
        raise _busy()
    try:
        with _first_of_all_processes(database.obj.database, until):
            yield
    finally:
        _of_this_process.release()


@contextmanager
def _first_of_all_processes(file: str, until: float) -> Iterator[None]:
    # Where the file beside the store cannot be made or opened, SQLite's way to wait has to do.
    with suppress(OSError):
        if file not in _of_all_processes:
            _of_all_processes[file] = os.open(f"{file}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    line = _of_all_processes.get(file)
    while line is not None and not _is_first(line):
        if monotonic() >= until:
            raise _busy()
        sleep(LOOK_AGAIN_S)
    try:
        yield
    finally:
        if line is not None:
            fcntl.flock(line, fcntl.LOCK_UN)


def _is_first(line: int) -> bool:
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy() -> StoreUnavailable:
    return StoreUnavailable("The store is busy.", hint="Nothing was written. Try the same again.")
