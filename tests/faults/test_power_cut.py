"""The power is cut under a SQLite store while claims are written: what reached its disk is copied and used."""

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from service.store.database import database
from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, end, started, writing

SHUTDOWN: Final = 0x8004587D
"""The kernel's EXT4_IOC_SHUTDOWN."""
NOTHING_IS_FLUSHED: Final = struct.pack("I", 2)
IMAGE_BYTES: Final = 64 * 2**20


@dataclass(frozen=True)
class Disk:
    """A small disk in a file, mounted."""

    image: Path
    place: Path

    def mount(self) -> bool:
        """Mount it; tell whether that may be done here."""
        mount = ["mount", "-t", "ext4", "-o", "loop", str(self.image), str(self.place)]
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def cut_power(self) -> None:
        """Let nothing reach the file any more, at once: neither what waits in memory nor what is written yet."""
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, NOTHING_IS_FLUSHED)
        finally:
            os.close(folder)

    def start_again_from_a_copy(self) -> None:
        """Mount what reached the file, in the same place."""
        subprocess.run(["umount", "--lazy", str(self.place)], check=True)
        copy = self.image.with_suffix(".copy")
        shutil.copy(self.image, copy)
        copy.replace(self.image)
        assert self.mount()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk.img", tmp_path / "disk")
    made.place.mkdir()
    with made.image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    can = not os.geteuid() and shutil.which("mkfs.ext4") and shutil.which("mount")
    if not can or subprocess.run(["mkfs.ext4", "-q", str(made.image)], check=False).returncode or not made.mount():
        pytest.skip("a disk whose power can be cut cannot be mounted here")
    yield made
    subprocess.run(["umount", "--lazy", str(made.place)], check=True)


@pytest.fixture
def url(disk: Disk, migrated_sqlite: Path) -> str:
    shutil.copy(migrated_sqlite, disk.place / "hearsay.db")
    return f"sqlite:///{disk.place}/hearsay.db"


def test_no_claim_is_lost_or_doubled_when_the_power_is_cut(api: Api, disk: Disk, url: str, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    database.close_idle()
    with ExitStack() as running, writing(Desk(api.token)) as desk:
        for _ in range(ROUNDS):
            served = running.enter_context(started(url, log))
            desk.port = served.port
            desk.wait_for_more(30)
            disk.cut_power()
            end(served.process)
            disk.start_again_from_a_copy()
        desk.port = running.enter_context(started(url, log)).port
        desk.wait_for_more()

    assert_kept(api, url, desk)
