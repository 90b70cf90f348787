"""What a store lacks that answers, but could not take the next write."""

import os
import shutil
from pathlib import Path
from typing import Final

from service.store.database import database, execute, is_sqlite

LEAST_FREE_BYTES: Final = 64 * 1024 * 1024
"""As much as the largest body of rows, which SQLite's log must take beside the store."""

READ_ONLY: Final = "The store can be read, but not written."


def lack() -> tuple[str, str] | None:
    """Say what is missing, and what mends it; None where nothing is."""
    return _lack_of_a_file(Path(database.obj.database)) if is_sqlite() else _lack_of_a_server()


def _lack_of_a_file(file: Path) -> tuple[str, str] | None:
    # Also of a file system that is mounted read-only, whoever asks.
    if not all(os.access(place, os.W_OK) for place in (file, file.absolute().parent)):
        return READ_ONLY, "Let the server's user write the file and its folder, which has the log beside it."
    if shutil.disk_usage(file.absolute().parent).free < LEAST_FREE_BYTES:
        return "The disk of the store is nearly full.", "Free some; a write needs up to 64 MiB beside the store."
    return None


def _lack_of_a_server() -> tuple[str, str] | None:
    ((is_standby,),) = execute("SELECT pg_is_in_recovery()").fetchall()
    if is_standby:
        return READ_ONLY, "It is a standby: let HEARSAY_DATABASE_URL name the primary."
    ((read_only,),) = execute("SHOW transaction_read_only").fetchall()
    if read_only == "on":
        return READ_ONLY, "Let HEARSAY_DATABASE_URL name a primary whose default_transaction_read_only is off."
    return None
