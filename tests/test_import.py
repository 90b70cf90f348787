"""Files of rows are stored a part at a time; what came in is counted, and the rest may follow later."""

import os
import subprocess
from pathlib import Path

import orjson
import pytest

from service.cli import progress
from service.formats import files
from tests.api import Api, Json
from tests.bulk import article, claim, load, ndjson, source, tag
from tests.served import HEARSAY
from tests.stored import everything
from tests.stores import Done, at, export, hearsay, serving

REVIEWER = {"reviewer": {"handle": "ben", "created_at": "2020-01-01T00:00:00Z"}}


def take(url: str, *rows: Json, options: tuple[str, ...] = ()) -> Done:
    return hearsay(url, "import", "-", *options, stdin=ndjson(*rows))


def test_a_file_is_stored_and_counted(api: Api, url: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.ndjson"
    path.write_bytes(ndjson(REVIEWER, source("ada"), article("a"), claim("a"), tag("a", reviewer="ben")))

    done = hearsay(url, "import", str(path))

    assert (done.code, done.out, done.said) == (0, b"5 rows stored, 0 left out\n", "")
    assert api.get("/v1/claims/clm_a")["tags"] == [{"term": "check:a", "reviewers": 1}]
    assert {entry["by"] for entry in api.get("/v1/changes")["items"]} == {None}


def test_an_export_is_piped_into_another_store_in_silence(api: Api, url: str, other_url: str) -> None:
    load(api, article("a"), claim("a"))
    command = f"HEARSAY_DATABASE_URL='{url}' {HEARSAY} export | HEARSAY_DATABASE_URL='{other_url}' {HEARSAY} import -"

    piped = subprocess.run(["sh", "-c", command], env=os.environ, capture_output=True, timeout=60, check=False)

    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout == b"3 rows stored, 6 left out\n"


def test_who_watches_sees_how_many_rows_and_how_many_a_second(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)

    done = hearsay(url, "import", "-", stdin=ndjson(article("a"), claim("a")), watched=True)

    assert "\r2 rows, " in done.said
    assert " a second" in done.said
    assert done.out == b"2 rows stored, 0 left out\n"


def test_after_a_refusal_it_says_how_many_rows_are_stored_and_goes_on_from_there(
    api: Api, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROWS_A_TRANSACTION", 2)
    rows = [article("a"), claim("a"), claim("b"), claim("c", position=0), claim("d")]

    refused = take(url, *rows)

    assert (refused.code, refused.out) == (1, b"")
    assert "line 4, /position: It lies between" in refused.said
    assert "2 rows are stored; to go on, mend what is wrong and import it with --on-conflict skip" in refused.said
    assert refused.said.count("\n") == 1
    assert api.ids("/v1/claims") == ["clm_a"]
    rows[3] = claim("c")
    again = take(url, *rows, options=("--on-conflict", "skip"))
    assert again.out == b"3 rows stored, 2 left out\n"
    assert api.ids("/v1/claims") == ["clm_a", "clm_b", "clm_c", "clm_d"]


def test_rows_that_are_there_are_refused_unless_they_may_be_left_out(api: Api, url: str) -> None:
    load(api, article("a"))
    before = everything()

    refused = take(url, article("b"), article("a"))

    assert refused.code == 1
    assert "line 2, /id: " in refused.said
    assert everything() == before


def test_a_row_needs_its_id_so_that_the_file_can_be_taken_again(url: str) -> None:
    with at(url):
        before = everything()

    refused = take(url, {"source": {"kind": "person", "name": "Ada"}})

    assert refused.code == 1
    assert "line 1, /id: A row needs its id" in refused.said
    with at(url):
        assert everything() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (tag("a"), "line 3, /reviewer: A tag in a file needs its reviewer"),
        (tag("a", reviewer="eve"), "line 3, /reviewer: A tag in a file needs its reviewer"),
        (tag("a", "clm_unknown", reviewer="mina"), "line 3, /claim: A tag needs the id of the claim"),
        ({"tag": {"id": "tag_a", "term": "check:a", "reviewer": "mina"}}, "line 3, /claim: A tag needs the id of"),
        ({"reviewer": {"handle": "Not A Handle"}}, "line 3, /handle: A handle is"),
    ],
)
@pytest.mark.usefixtures("api")
def test_a_tag_needs_its_claim_and_a_reviewer_who_is_there(url: str, row: Json, said: str) -> None:
    refused = take(url, article("a"), claim("a"), row)

    assert refused.code == 1
    assert said in refused.said


def test_a_tag_stays_as_stale_as_it_was(api: Api, url: str, other_url: str) -> None:
    load(api, article("a"), claim("a"), claim("b"))
    load(api, tag("a"), tag("b", "clm_b"))
    api.patch("/v1/claims/clm_a", {"statement": "Otherwise."})
    api.patch("/v1/claims/clm_b", {"position": 7})

    taken = hearsay(other_url, "import", "-", stdin=export(url))

    assert taken.code == 0
    with serving(other_url) as other:
        found = {one["id"]: (one["reviewer"], one["stale"]) for one in other.get("/v1/tags")["items"]}
        assert found == {"tag_a": ("mina", True), "tag_b": ("mina", False)}
        assert other.tag("clm_a", "check:a")["id"] != "tag_a"


def test_a_whole_stores_rows_take_new_numbers_without_what_was_withdrawn_and_without_history(
    full: bytes, other_url: str
) -> None:
    left_out = sum(
        kind == "revision" or bool(body.get("deleted_at") or body.get("withdrawn_at")) or body.get("rev") == 0
        for line in full.splitlines()
        for kind, body in orjson.loads(line).items()
    )
    count = orjson.loads(full.splitlines()[-1])["_end"]["count"]

    taken = hearsay(other_url, "import", "-", stdin=full)

    assert taken.out.decode() == f"{count - left_out} rows stored, {left_out} left out\n"
    assert hearsay(other_url, "check").out == b""
    with serving(other_url) as other:
        assert other.get("/v1/changes")["rev"] == count - left_out - 3
        assert other.refused(404, "GET", "/v1/sources/src_gone")
        assert other.get("/v1/claims/clm_secret")["statement"] is None
        assert other.get("/v1/sources/src_secret")["name"] is None
        assert other.get("/v1/articles/art_secret")["url"] is None
        assert other.get("/v1/claims/clm_quote")["in_text"] is False


def test_a_whole_stores_rows_are_taken_again_without_effect(full: bytes, other_url: str) -> None:
    hearsay(other_url, "import", "-", stdin=full)
    with at(other_url):
        before = everything()

    again = hearsay(other_url, "import", "-", "--on-conflict", "skip", stdin=full)

    assert again.out.startswith(b"0 rows stored, ")
    with at(other_url):
        assert everything() == before


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (b'{"_end": {"count": 3, "rev": 9}}\n', "line 3: The file is not whole: it has 2 rows"),
        (b'{"claim": {"id": "clm_b", "stat', "line 3: This is not JSON"),
        (b'{"_end": {"count": 2, "re', "line 3: This is not JSON"),
        (b'{"_end": {"count": 2, "rev": 9}}\n{"claim": {}}\n', "line 4: Line 4 stands below the line that ends"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(url: str, end: bytes, said: str) -> None:
    with at(url):
        before = everything()

    refused = hearsay(url, "import", "-", stdin=ndjson(article("a"), claim("a")) + end)

    assert (refused.code, refused.out) == (1, b"")
    assert said in refused.said
    assert refused.said.count("\n") == 1
    with at(url):
        assert everything() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.ndjson",), "none.ndjson"),
        ((), "PATH|-"),
        (("-", "--on-conflict", "replace"), "'error', 'skip'"),
    ],
)
def test_a_command_that_is_used_wrongly_is_refused_in_one_line(url: str, arguments: tuple[str, ...], said: str) -> None:
    refused = hearsay(url, "import", *arguments)

    assert refused.code == 2
    assert said in refused.said
    assert refused.said.count("\n") == 1
