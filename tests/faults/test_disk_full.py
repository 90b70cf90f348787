"""The disk under a SQLite store is full while claims are written, and has room again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small disk in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk to fill cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def url(disk: Path, migrated_sqlite: Path) -> str:
    shutil.copy(migrated_sqlite, disk / "hearsay.db")
    return f"sqlite:///{disk}/hearsay.db"


def test_no_claim_is_lost_or_doubled_when_the_disk_is_full_and_has_room_again(
    api: Api, disk: Path, url: str, tmp_path: Path
) -> None:
    with started(url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            fill(disk / "other")
            desk.wait_for_refusals(10)
            # Who reads needs no room.
            assert served.get("/v1/claims").status == 200
            (disk / "other").unlink()
        desk.wait_for_more()

    assert_kept(api, url, desk)


def fill(file: Path) -> None:
    """Take all the room that is left."""
    with file.open("wb", buffering=0) as opened:
        try:
            while opened.write(b"x" * 4096):
                pass
        except OSError:
            return
