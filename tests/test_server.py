"""What a started server answers over its socket, also to what never reaches the app."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from service.api import MAX_BODY_BYTES
from service.api.rows import MAX_ROWS_BYTES
from service.gunicorn import limit_request_line
from tests.api import Api
from tests.served import Answer, Served, serve

MARKER = "zqxmarker"
CLAIM = b'{"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": []}'
CHUNK_BYTES = 64 * 1024


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log") as started:
        yield started


def assert_problem(answer: Answer, status: int, slug: str) -> None:
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert list(answer.json) == ["type", "title", "status", "detail", "instance"]
    assert (answer.json["type"], answer.json["status"]) == (f"/problems#{slug}", status)
    assert answer.json["instance"] == answer.headers["X-Request-Id"]
    assert MARKER.encode() not in answer.body


def test_what_never_reaches_the_app_is_answered_with_a_problem_and_logged_without_its_words(served: Served) -> None:
    unreadable = [
        f"{MARKER}\r\n\r\n",
        f"GET /{MARKER} HTTP/9\r\n\r\n",
        f"GET /livez HTTP/1.1\r\nAuthorization Bearer {MARKER}\r\n\r\n",
        f"G{{T /livez?{MARKER} HTTP/1.1\r\n\r\n",
        f"GET /livez HTTP/1.1\r\nX: {MARKER * 2_000}\r\n\r\n",
    ]
    for request in unreadable:
        assert_problem(served.send(request.encode()), 400, "unreadable")

    too_long = served.send(f"GET /v1/claims?{MARKER * 1_000} HTTP/1.1\r\n\r\n".encode())

    assert_problem(too_long, 414, "too-long")
    assert MARKER not in served.log.read_text("utf-8")


def test_a_line_as_long_as_the_server_takes_reaches_the_app(served: Served) -> None:
    line = "GET /livez?{} HTTP/1.1"
    asked = "x" * (limit_request_line - len(line.format("")))

    answer = served.send(f"{line.format(asked)}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert (answer.status, answer.json) == (200, {"status": "alive"})


@pytest.mark.parametrize("chunks", [b"zz\r\n", b"2\r\n{}x\r\n0\r\n\r\n"])
def test_a_body_in_chunks_that_are_none_is_refused(api: Api, served: Served, chunks: bytes) -> None:
    head = f"POST /v1/claims HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer {api.token}\r\n"

    answer = served.send(head.encode(), b"Transfer-Encoding: chunked\r\n\r\n", chunks)

    assert_problem(answer, 400, "unreadable")


def chunked(api: Api, body: bytes) -> list[bytes]:
    """Write a request whose body comes in chunks, so that its length is not known before."""
    head = (
        f"POST /v1/claims HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer {api.token}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    pieces = [body[start : start + CHUNK_BYTES] for start in range(0, len(body), CHUNK_BYTES)]
    return [head.encode(), *(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces), b"0\r\n\r\n"]


@pytest.mark.parametrize("beyond", [b" ", b"}", b"x" * CHUNK_BYTES])
def test_a_body_in_chunks_beyond_the_limit_is_refused_and_nothing_of_it_stored(
    api: Api, served: Served, beyond: bytes
) -> None:
    longest = CLAIM + b" " * (MAX_BODY_BYTES - len(CLAIM))

    assert_problem(served.send(*chunked(api, longest + beyond)), 413, "too-large")
    assert api.ids("/v1/claims") == []
    assert served.send(*chunked(api, longest)).status == 201


@pytest.mark.parametrize(
    ("request_line", "content_type", "most"),
    [
        ("POST /v1/claims", "application/json", MAX_BODY_BYTES),
        ("PATCH /v1/claims/clm_a", "application/merge-patch+json", MAX_BODY_BYTES),
        ("POST /v1/rows", "application/x-ndjson", MAX_ROWS_BYTES),
    ],
)
@pytest.mark.parametrize("key", ["a", None])
def test_every_body_of_unknown_length_has_its_limit(
    api: Api, request_line: str, content_type: str, most: int, key: str | None
) -> None:
    api.claim(id="clm_a")
    method, path = request_line.split()
    given = {"Authorization": f"Bearer {api.token}", "If-Match": "*", "Idempotency-Key": key}
    headers = {name: value for name, value in given.items() if value is not None}

    statuses = [
        api.app.test_client()
        .open(
            path, method=method, input_stream=BytesIO(b"{}" + b" " * (length - 2)), content_type=content_type,
            headers=headers, environ_overrides={"wsgi.input_terminated": True},
        )
        .status_code
        for length in (most + 1, most)
    ]  # fmt: skip

    assert statuses[0] == 413
    assert statuses[1] in {200, 400, 422}
