"""What a server answers from memory is what the store holds, whoever wrote last."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.api.pages import KEPT_BYTES, MOST_BYTES, Kept, Pages
from service.store.state import WalIndex
from tests.api import Api, Json
from tests.served import HEARSAY, Served, serve

CHANGES = 40


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log", HEARSAY_WORKERS="3") as started:
        yield started


def change(api: Api, served: Served, path: str, body: Json) -> None:
    sent = json.dumps(body).encode()
    head = [
        f"PATCH {path} HTTP/1.1", "Host: x", "Connection: close", f"Content-Length: {len(sent)}", "If-Match: *",
        "Content-Type: application/json", f"Authorization: Bearer {api.token}", "", "",
    ]  # fmt: skip
    assert served.send("\r\n".join(head).encode(), sent).status == 200


def test_every_worker_shows_a_change_as_soon_as_it_was_answered(api: Api, served: Served) -> None:
    path = f"/v1/claims/{api.claim()['id']}"

    for number in range(CHANGES):
        change(api, served, path, {"statement": f"Version {number}."})
        for _ in range(3):
            assert served.get(path).json["statement"] == f"Version {number}."
            assert served.get("/v1/claims").json["items"][0]["statement"] == f"Version {number}."


def test_a_change_beside_the_server_is_shown_at_once(api: Api, url: str, served: Served) -> None:
    claim_id = api.claim()["id"]
    variables = {**os.environ, "HEARSAY_DATABASE_URL": url}

    for number in range(3):
        before = [served.get(f"/v1/claims/{claim_id}").headers["ETag"] for _ in range(6)]
        patch = json.dumps({"statement": f"Version {number}."})
        subprocess.run(
            [str(HEARSAY), "change", "claim", claim_id, patch], env=variables, check=True, capture_output=True
        )
        after = [served.get(f"/v1/claims/{claim_id}") for _ in range(6)]

        assert len(set(before)) == 1
        assert {answer.json["statement"] for answer in after} == {f"Version {number}."}
        assert before[0] not in {answer.headers["ETag"] for answer in after}


def test_what_was_withdrawn_is_gone_from_memory(api: Api, served: Served) -> None:
    path = f"/v1/claims/{api.claim()['id']}"
    assert [served.get(path).status for _ in range(6)] == [200] * 6

    api.delete(path)

    assert [served.get(path).status for _ in range(6)] == [410] * 6
    assert served.get("/v1/claims").json["items"] == []


def test_an_answer_from_memory_is_the_one_that_was_made(api: Api, served: Served) -> None:
    for number in range(3):
        api.claim(f"Claim {number}")
    for path in ("/v1/claims?limit=2", "/v1/claims?limit=2&language=en", "/v1/articles", "/v1/sources"):
        answers = [served.get(path) for _ in range(8)]

        assert len({answer.body for answer in answers}) == 1
        assert len({answer.headers.get("Link") for answer in answers}) == 1


def test_the_index_of_a_file_changes_with_each_commit_and_with_nothing_else(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    file = tmp_path / "hearsay.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    other = sqlite3.connect(file, isolation_level=None)
    index = WalIndex(str(file))
    assert index.is_known
    seen = [index.read()]

    for number in range(5):
        other.execute("SELECT rev FROM counter").fetchall()
        assert index.read() == seen[-1]
        other.execute("BEGIN")
        other.execute("UPDATE counter SET rev = ?", [number + 1])
        assert index.read() == seen[-1]
        other.execute("COMMIT")
        seen.append(index.read())

    assert len(set(seen)) == 6
    other.close()


def test_a_long_answer_is_not_kept_and_of_many_the_last_are() -> None:
    pages, room = Pages(), KEPT_BYTES // MOST_BYTES
    assert pages.get(("/", ""), 1) is None

    pages.keep(("/long", ""), 1, Kept(b"x" * (MOST_BYTES + 1), []))
    for number in range(2 * room):
        pages.keep((f"/{number}", ""), 1, Kept(b"x" * MOST_BYTES, []))

    assert pages.get(("/long", ""), 1) is None
    assert [number for number in range(2 * room) if pages.get((f"/{number}", ""), 1)] == list(range(room, 2 * room))


def test_a_write_makes_everything_forgotten_and_what_was_made_before_it_is_not_kept() -> None:
    pages, old = Pages(), Kept(b"old", [])
    pages.get(("/", ""), 1)
    pages.keep(("/", ""), 1, old)
    assert pages.get(("/", ""), 1) is old

    assert pages.get(("/", ""), 2) is None
    pages.keep(("/", ""), 1, old)

    assert pages.get(("/", ""), 2) is None
    assert pages.get(("/", ""), 1) is None
