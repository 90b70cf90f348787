"""Backups: a store kept as one SQLite file, whatever its engine."""

import os
from pathlib import Path

from service.domain.errors import Conflict
from service.store import copying
from service.store.copying import Step


def make(path: Path, step: Step = lambda _: None) -> None:
    """Write the whole store, as it is at one moment, to a new file; it appears when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    for taken in (path, unfinished):
        if taken.exists():
            raise Conflict(
                f"{taken} exists already.", hint="A backup never overwrites: remove it, or name another file."
            )
    # Digests of tokens and reviewers' notes are in it. It is refused to two who back up to one file.
    unfinished.touch(mode=0o600, exist_ok=False)
    try:
        with copying.opened(unfinished) as file:
            copying.save(file, step)
        _settle(unfinished)
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
