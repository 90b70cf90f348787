"""A primary with its replica, for the tests of one module."""

from collections.abc import Iterator

import pytest

from service import shipped
from tests import vocabularies
from tests.replicas import clusters
from tests.replicas.clusters import Pair
from tests.stores import at


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Give a migrated store, and the replica that has what it has."""
    with clusters.started() as pair:
        with at(pair.primary_url):
            shipped.migrate()
            vocabularies.begin()
        pair.catch_up()
        yield pair
