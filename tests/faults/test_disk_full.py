"""The disk under a SQLite store is full while claims are written, and has room again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api import Api
from tests.faults.disks import assert_kept_when_full, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "24m") as place:
        yield place


@pytest.fixture
def url(disk: Path, migrated_sqlite: Path) -> str:
    shutil.copy(migrated_sqlite, disk / "hearsay.db")
    return f"sqlite:///{disk}/hearsay.db"


def test_no_claim_is_lost_or_doubled_when_the_disk_is_full_and_has_room_again(
    api: Api, disk: Path, url: str, tmp_path: Path
) -> None:
    assert_kept_when_full(api, url, disk, tmp_path / "server.log")
