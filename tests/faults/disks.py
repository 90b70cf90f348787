"""Small disks that are full while claims are written, and have room again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a small disk in memory."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk to fill cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def assert_kept_when_full(api: Api, url: str, disk: Path, log: Path) -> None:
    """Fill the disk of this store under load and make room again, and find every acknowledged claim once."""
    with started(url, log) as served, writing(Desk(api.token, served.port)) as desk:
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
