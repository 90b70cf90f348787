"""The leader of a Patroni cluster is killed and frozen while claims are written: writers go on by themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import pytest

from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.replicas import managed
from tests.replicas.late import late
from tests.replicas.managed import Managed
from tests.replicas.nodes import Node
from tests.stores import migrate, serving

Fault = Callable[[Node, Desk, Desk], None]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Managed]:
    with managed.started() as nodes:
        migrate(nodes.url)
        yield nodes


def kill_postgresql(leader: Node, balanced: Desk, following: Desk) -> None:
    leader.kill_postgresql()
    balanced.wait_for_more()
    following.wait_for_more()


def freeze(leader: Node, balanced: Desk, following: Desk) -> None:
    with leader.frozen():
        balanced.wait_for_more()
        following.wait_for_more()


def kill(leader: Node, balanced: Desk, following: Desk) -> None:
    leader.kill()
    balanced.wait_for_more()
    following.wait_for_more()
    leader.start()


def freeze_patroni(leader: Node, balanced: Desk, following: Desk) -> None:
    # Its PostgreSQL still says that it can be written, and acknowledges nothing: only HAProxy knows better.
    with leader.frozen(patroni_alone=True):
        balanced.wait_for_refusals(1)
        balanced.wait_for_more()
    following.wait_for_more()


FAULTS: Final = (kill_postgresql, freeze, kill, freeze_patroni)
"""Two of them happen in each round."""


@contextmanager
def two_desks(nodes: Managed, token: str | None, folder: Path) -> Iterator[tuple[Desk, Desk]]:
    """Write by a server that HAProxy leads to the leader, and by one that is told all nodes."""
    with (
        started(nodes.url, folder / "balanced.log") as balanced,
        started(nodes.url_of_all, folder / "following.log") as following,
        writing(Desk(token, balanced.port, "balanced")) as one,
        writing(Desk(token, following.port, "following")) as other,
    ):
        yield one, other


def test_no_claim_is_lost_or_doubled_when_the_leader_is_killed_or_frozen(nodes: Managed, tmp_path: Path) -> None:
    written = []
    with serving(nodes.url) as api:
        token = api.token
    with two_desks(nodes, token, tmp_path) as desks:
        for number, fault in enumerate(islice(cycle(FAULTS), 2 * ROUNDS)):
            for desk in desks:
                desk.wait_for_more()
            # Of three nodes one may fail at a time: what only one of them has is not acknowledged.
            nodes.wait_for_all()
            leader = nodes.leader()
            with late(leader.url, f"{number}") as writer:
                fault(leader, *desks)
            written.append(writer)
    # The one that was frozen last may still take itself for the leader.
    nodes.wait_for_all()

    assert [writer.lost(nodes.leader().url) for writer in written] == [set()] * len(written)
    with serving(nodes.url) as api:
        assert_kept(api, nodes.url, *desks)
    assert all(desk.refused for desk in desks)
