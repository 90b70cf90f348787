"""The disk under a PostgreSQL's tables is full while claims are written, and has room again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.faults.test_disk_full import fill
from tests.stores import migrate

SIZE: Final = "32m"
"""What a database without any row takes is a third of this."""


@pytest.fixture
def disk(cluster: Cluster) -> Iterator[Path]:
    """Mount a small disk in memory, for PostgreSQL's tables alone: a full log of its writes would end it."""
    place = Path(cluster.server.pgdata).parent / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk to fill cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def url(cluster: Cluster, disk: Path) -> Iterator[str]:
    tables = disk / "tables"
    tables.mkdir()
    if cluster.server.system_user is not None:
        shutil.chown(tables, cluster.server.system_user)
    with psycopg.connect(cluster.url, autocommit=True) as server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{tables}'")
        server.execute("CREATE DATABASE small TABLESPACE small")
        url = cluster.url.replace("/postgres?", "/small?")
        migrate(url)
        yield url
        server.execute("DROP DATABASE small WITH (FORCE)")
        server.execute("DROP TABLESPACE small")


def test_no_claim_is_lost_or_doubled_when_the_disk_of_postgresql_is_full_and_has_room_again(
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
