"""What a body of many rows may look like, and what it is refused for before a row is looked at."""

import pytest

from service.api.rows import MAX_ROWS_BYTES
from service.schemas.rows import MAX_ROWS
from tests.api import Api, places
from tests.bulk import article, claim, lines, load, ndjson, refused, send, source
from tests.stored import everything

ADA = b'{"source": {"id": "src_ada", "kind": "person", "name": "Ada"}}'
BEN = b'{"source": {"id": "src_ben", "kind": "person", "name": "Ben"}}'


def deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "media_type",
    ["application/x-ndjson", "application/ndjson", "application/jsonl", "Application/X-NDJSON; charset=utf-8"],
)
def test_rows_come_as_ndjson_by_any_of_its_names(api: Api, media_type: str) -> None:
    assert send(api, ADA, media_type).status_code == 200


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_refused(api: Api, media_type: str) -> None:
    response = send(api, ADA, media_type)

    assert response.status_code == 415
    assert "application/x-ndjson" in response.get_json()["detail"]
    assert api.ids("/v1/sources") == []


@pytest.mark.parametrize(
    "content",
    [
        ADA + b"\n" + BEN,
        ADA + b"\n" + BEN + b"\n",
        b"\n\n" + ADA + b"\n \t\n" + BEN + b"\n\n\n",
        ADA + b"\r\n" + BEN + b"\r\n",
        ADA + b"\n" + BEN + b'\n{"_end": {"count": 2, "rev": 70}}\n',
    ],
)
def test_lines_may_be_blank_and_end_in_any_way(api: Api, content: bytes) -> None:
    assert send(api, content).get_json()["stored"] == 2
    assert api.ids("/v1/sources") == ["src_ada", "src_ben"]


def test_blank_lines_are_counted_so_that_an_editor_shows_the_same_number(api: Api) -> None:
    assert [row["line"] for row in send(api, b"\n" + ADA + b"\n\n" + BEN).get_json()["rows"]] == [2, 4]
    assert lines(refused(api, 400, b"\n" + ADA + b"\n\n{"))[0][0] == 4


def test_no_rows_are_no_fault(api: Api) -> None:
    before = everything()

    answered = send(api, b"").get_json()

    assert answered == {"rows": [], "stored": 0, "skipped": 0, "dry_run": False, "rev": 0}
    assert everything() == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "json"),
        (b'{"source": {"id": "src_x"}', "json"),
        (ADA + BEN, "json"),
        (b'{"source": {"number": NaN}}', "json"),
        (b'{"source": {"number": Infinity}}', "json"),
        (b'{"source": {"name": "\\ud800"}}', "json"),
        (b'{"source": {"name": "\xff"}}', "json"),
        (b'{"source": {"name": "\x00"}}', "json"),
        (b"\xef\xbb\xbf" + BEN, "json"),
        (deep(20_000), "json"),
        (deep(900), "depth"),
        (b'{"source": {"name": ' + deep(31) + b"}}", "depth"),
        (b'{"source": ' + b'{"belongs_to": ' * 200 + b"1" + b"}" * 201, "depth"),
        (b"[]", "row"),
        (b"null", "row"),
        (b"7", "row"),
        (b"{}", "row"),
        (b'{"sources": {}}', "row"),
        (b'{"source": {}, "article": {}}', "row"),
        (b'{"\\u0000": {}}', "row"),
        (b'{"reviewer": {"handle": "ben"}}', "row"),
        (b'{"revision": {"rev": 1}}', "row"),
        (b'{"_end": {"count": 2, "rev": 1}}', "not-whole"),
        (b'{"_end": {"count": 1}}', "not-whole"),
        (b'{"_end": 1}', "not-whole"),
        (b'{"_end": {"count": 1, "rev": 1}}\n' + BEN, "not-whole"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_stored(api: Api, line: bytes, code: str) -> None:
    before = everything()

    problem = refused(api, 400, ADA + b"\n" + line + b"\n")

    (place,) = lines(problem)
    assert place == (3 if line.endswith(BEN) and code == "not-whole" else 2, None, code)
    assert problem["type"] == "/problems#unreadable"
    assert everything() == before


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"null", "", "type"),
        (b"[]", "", "type"),
        (b'"text"', "", "type"),
        (b'{"id": "src_x", "kind": "person", "name": "\\u0000"}', "/name", "character"),
        (b'{"id": "src_x", "kind": "person", "name": ' + deep(20) + b"}", "/name", "type"),
        (b'{"id": "src_x", "kind": "person", "name": "X", "aliases": ' + deep(20) + b"}", "/aliases/0", "type"),
        (b'{"id": "src_x", "kind": "person", "name": "X", "number": 1e40}', "/number", "type"),
        (b'{"id": "src_x", "kind": "person", "name": "X", "number": 18446744073709551616}', "/number", "type"),
        (b'{"id": "src_x", "kind": "person", "name": "X", "nmae": 1}', "/nmae", "unknown-field"),
        (b'{"id": "src_x\\n", "kind": "person", "name": "X"}', "/id", "id"),
    ],
)
def test_a_body_that_is_no_row_is_named_by_its_place(api: Api, body: bytes, pointer: str, code: str) -> None:
    before = everything()

    problem = refused(api, 422, ADA + b'\n{"source": ' + body + b"}\n")

    assert lines(problem) == [(2, pointer, code)]
    assert everything() == before


def test_a_row_is_one_claim(api: Api) -> None:
    before = everything()

    problem = refused(api, 422, ndjson(article("a"), claim("a", also=[[]])))

    assert lines(problem) == [(2, "/also", "one-claim")]
    assert everything() == before


def test_ten_thousand_rows_are_taken_and_one_more_is_not(api: Api) -> None:
    before = everything()

    problem = refused(api, 422, b"\n" + (ADA + b"\n\n") * (MAX_ROWS + 1))

    assert lines(problem) == [(2 + 2 * MAX_ROWS, None, "too-many")]
    assert str(MAX_ROWS) in problem["errors"][0]["detail"]
    assert everything() == before
    withdrawn = source("ada", deleted_at="2020-01-01T00:00:00Z")
    assert load(api, *[withdrawn] * MAX_ROWS)["skipped"] == MAX_ROWS


def test_a_body_may_be_larger_than_elsewhere_but_not_without_end(api: Api) -> None:
    blank = b"\n" * (5 * 1024 * 1024)

    assert send(api, blank + ADA).status_code == 200
    assert send(api, b" " * (MAX_ROWS_BYTES + 1)).status_code == 413


@pytest.mark.parametrize(
    ("query", "place", "code"),
    [
        ({"dry_run": "1"}, "dry_run", "type"),
        ({"on_conflict": "replace"}, "on_conflict", "unknown-word"),
        ({"dryrun": "true"}, "dryrun", "unknown-parameter"),
    ],
)
def test_a_parameter_that_is_not_known_is_refused(api: Api, query: dict[str, str], place: str, code: str) -> None:
    problem = refused(api, 422, ADA, **query)

    assert places(problem) == {place: code}
    assert api.ids("/v1/sources") == []
