"""A backup is made while claims are written, put back elsewhere, and written on."""

from pathlib import Path

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, read_all, started, writing
from tests.stores import hearsay, serving


def test_a_backup_made_while_claims_are_written_is_a_state_that_was_and_no_revision_is_used_twice(
    api: Api, url: str, second_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    made: dict[Path, int] = {}
    with started(url, log) as served, writing(Desk(api.token, served.port)) as desk:
        for number in range(ROUNDS):
            desk.wait_for_more()
            copy = tmp_path / f"{number}.db"
            made[copy] = max(_revs(desk))
            _run(url, "backup", str(copy))
        desk.wait_for_more()

    assert_kept(api, url, desk)
    for copy, acknowledged_before in made.items():
        assert _rev_of_a_state_that_was(copy, desk) >= acknowledged_before
        _run(second_url, "restore", str(copy), "--replace")
        with started(second_url, log) as served, writing(Desk(api.token, served.port, copy.stem)) as later:
            later.wait_for_more()
        _run(second_url, "check")
        assert later.wrong == []
        assert len(set(_revs(later))) == len(_revs(later))
        assert min(_revs(later)) > max(_revs(desk))


def _revs(desk: Desk) -> list[int]:
    return [rev for _, rev in list(desk.acknowledged.values())]


def _rev_of_a_state_that_was(copy: Path, desk: Desk) -> int:
    """Find in a copy what was written until its revision, and nothing else; give that."""
    url = f"sqlite:///{copy}"
    _run(url, "check")
    with serving(url) as kept:
        there, rev = read_all(kept)
    assert sorted(there) == sorted(claim for claim in desk.acknowledged.items() if claim[1][1] <= rev)
    return rev


def _run(url: str, *arguments: str) -> None:
    done = hearsay(url, *arguments)
    assert done.code == 0, done.said
