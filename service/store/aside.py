"""Copies of an embedded store beside it: each takes its name when it is whole, and what was left unfinished goes."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from service.store.database import database, is_sqlite


def clear() -> None:
    """Take away what somebody who was killed left of a copy, unless another one is being made."""
    if not is_sqlite():
        return
    store = _store()
    with _locked(store.parent, fcntl.LOCK_EX | fcntl.LOCK_NB) as is_locked:
        for left in store.parent.glob(f"{escape(store.name)}.before-*.part*") if is_locked else ():
            # What is somebody else's stays, and stops nobody.
            with suppress(PermissionError):
                left.unlink()


def copy(step: str) -> Path | None:
    """Copy an embedded store, consistently, before this step; None for an empty one or another engine."""
    if not is_sqlite() or not database.get_tables():
        return None
    store = _store()
    whole = store.with_name(f"{store.name}.before-{step}.{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    unfinished = whole.with_name(whole.name + ".part")
    with _locked(store.parent, fcntl.LOCK_SH):
        try:
            _write(unfinished)
            return unfinished.rename(whole)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _store() -> Path:
    return Path(database.obj.database)


def _write(path: Path) -> None:
    target = sqlite3.connect(path)
    try:
        database.connection().backup(target)
    finally:
        target.close()


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[bool]:
    """Lock a folder until this ends, or the process, however it does; tell whether that can be done.

    Where it never can, nobody clears anything, so nothing has to be kept from that.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(descriptor, how)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        return False
    return True
