"""The disk under a PostgreSQL's tables is full while claims are written, and has room again."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg
import pytest

from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.disks import assert_kept_when_full, small_disk
from tests.stores import migrate

SIZE: Final = "32m"
"""What a database without any row takes is a third of this."""


@pytest.fixture
def disk(cluster: Cluster) -> Iterator[Path]:
    """Mount a small disk in memory, for PostgreSQL's tables alone: a full log of its writes would end it."""
    with small_disk(Path(cluster.server.pgdata).parent / "disk", SIZE) as place:
        yield place


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
    assert_kept_when_full(api, url, disk, tmp_path / "server.log")
