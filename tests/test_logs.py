"""What is logged: one line of JSON for each request, and no value that a client sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tests.api import Api
from tests.served import Served, serve

MARKER = "zqxmarker"


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log") as started:
        yield started


def test_a_request_is_one_line_of_json(api: Api, served: Served) -> None:
    claim_id = api.claim()["id"]

    answer = served.get(f"/v1/claims/{claim_id}", f"Authorization: Bearer {api.token}", "X-Request-Id: seen-elsewhere")

    [line] = served.lines(1)
    assert list(line) == [
        "time", "level", "message", "request_id", "method", "route", "status", "duration_ms", "database_ms",
        "reviewer", "bytes",
    ]  # fmt: skip
    assert datetime.now(UTC) - datetime.fromisoformat(line["time"]) < timedelta(minutes=1)
    assert 0 < line["database_ms"] < line["duration_ms"] < 10_000
    assert {key: line[key] for key in line if not key.endswith("_ms") and key != "time"} == {
        "level": "info",
        "message": "request",
        "request_id": "seen-elsewhere",
        "method": "GET",
        "route": "/v1/claims/<claim_id>",
        "status": 200,
        "reviewer": "mina",
        "bytes": len(answer.body),
    }
    assert answer.headers["X-Request-Id"] == "seen-elsewhere"


def test_a_request_is_named_by_the_server_unless_its_id_is_a_short_word(served: Served) -> None:
    for given in ("", " ", "a b", "x" * 65, "a;b", '"'):
        served.get("/livez", f"X-Request-Id: {given}")

    ids = [line["request_id"] for line in served.lines(6)]

    assert all(len(name) == 16 and int(name, 16) >= 0 for name in ids)
    assert len(set(ids)) == len(ids)


def test_no_line_repeats_what_a_client_sent(api: Api, served: Served) -> None:
    author = [f"Authorization: Bearer {api.token}", "Content-Type: application/json"]
    unnamed = {"source": {"kind": "anonymous", "name": MARKER}, "source_type": "expert"}
    body = {"article": {"url": f"https://{MARKER}.example"}, "statement": MARKER, "attribution": [unnamed]}
    sent = orjson.dumps(body)
    head = ["POST /v1/claims HTTP/1.1", "Host: x", "Connection: close", f"Content-Length: {len(sent)}", *author]

    refused = served.send("\r\n".join([*head, "", ""]).encode(), sent)
    served.lines(1)
    served.get(f"/v1/{MARKER}?{MARKER}={MARKER}", f"User-Agent: {MARKER}", f"Authorization: Bearer {MARKER}")
    served.lines(2)
    served.get(f"/v1/claims?nothing={MARKER}")

    assert refused.status == 422
    lines = served.lines(3)
    assert MARKER not in served.log.read_text("utf-8")
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/v1/claims", 422), (None, 404), ("/v1/claims", 422),
    ]  # fmt: skip


def test_an_answer_without_a_body_and_one_that_is_streamed_tell_their_length(api: Api, served: Served) -> None:
    bare = served.send(b"HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    served.lines(1)
    streamed = served.get("/docs/swagger-ui.css")
    served.lines(2)
    known = served.get(f"/v1/claims/{api.claim()['id']}", "If-None-Match: *")

    assert [answer.status for answer in (bare, streamed, known)] == [200, 200, 304]
    assert [line["bytes"] for line in served.lines(3)] == [0, len(streamed.body), 0]
    assert len(streamed.body) > 10_000


@pytest.mark.parametrize(("level", "logged"), [("info", [200, 400]), ("warning", [400]), ("error", [])])
def test_less_is_logged_on_demand(url: str, tmp_path: Path, level: str, logged: list[int]) -> None:
    with serve(url, tmp_path / "server.log", HEARSAY_LOG=level) as served:
        served.get("/livez")
        served.lines(logged.count(200))
        served.send(b"GET /livez HTTP/9\r\n\r\n")

        assert [line["status"] for line in served.lines(len(logged))] == logged


def test_a_bug_is_logged_with_where_it_was_and_not_with_what_it_says(
    api: Api, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> str:
        raise LookupError(MARKER)

    api.app.testing = False
    api.app.add_url_rule("/fail", view_func=fail)

    answer = api.call("GET", "/fail", X_Request_Id="the-one")

    lines = [orjson.loads(line) for line in capfd.readouterr().err.splitlines()]
    [bug] = [line for line in lines if line["message"] == "a bug"]
    assert answer.status_code == 500
    assert (bug["level"], bug["request_id"]) == ("error", "the-one")
    assert "in fail" in bug["traceback"]
    assert bug["traceback"].endswith("LookupError")
    assert MARKER not in str(lines)


def test_what_was_logged_last_is_written_when_the_server_ends(url: str, tmp_path: Path) -> None:
    with serve(url, tmp_path / "server.log") as served:
        for _ in range(20):
            served.get("/livez")

    assert len(served.lines(20)) == 20
