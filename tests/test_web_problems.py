"""Failures as pages, in the words of the problem document."""

import pytest

from tests.api import Api, named
from tests.pages import read


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims/clm_nobody", 404), ("/articles/art_nothing", 404), ("/sources/src_nobody", 404), ("/nothing", 404),
        ("/stories/sty_nothing", 404), ("/claims?typo=1", 422), ("/claims?cursor=x", 400), ("/articles/art_a?x=1", 422),
        ("/sources?kind=x", 422), ("/claims/clm_a?x=1", 422),
    ],
)  # fmt: skip
def test_a_failure_is_a_page_with_the_words_of_the_problem(api: Api, path: str, status: int) -> None:
    page = read(api, path, status)
    problem = api.call("GET", f"/v1{path}" if path != "/articles/art_a?x=1" else "/v1/articles/art_a?x=1").json

    assert problem
    assert problem["title"] in page.text
    assert problem["detail"] in page.text
    assert str(problem["status"]) in page.text
    assert page.response.headers["X-Request-Id"] in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_with_a_query_is_told_parameter_by_parameter(api: Api) -> None:
    text = read(api, "/claims?source_type=exprt", 422).text

    assert "source_type: Did you mean" in text


def test_a_withdrawn_claim_is_gone(api: Api) -> None:
    claim = api.claim()
    api.delete(f"/v1/claims/{claim['id']}")

    page = read(api, f"/claims/{claim['id']}", 410)

    assert "Withdrawn" in page.text
    assert "its history stays" in page.text


def test_a_merged_source_leads_to_the_one_that_stands_for_it(api: Api) -> None:
    kept, merged = (api.post("/v1/sources", {"kind": "person", "name": name})["id"] for name in ("Ada", "Ada Obi"))
    api.merge(merged, kept)

    assert read(api, f"/sources/{merged}", 410).links["another source"] == f"/sources/{kept}"


def test_a_program_that_asks_for_no_page_gets_the_problem(api: Api) -> None:
    assert api.refused(404, "GET", "/nothing")["title"] == "Not found"
    assert api.refused(404, "GET", "/v1/nothing", Accept="text/html")["title"] == "Not found"


def test_a_bug_shows_nothing_of_itself(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.claim(id="clm_a", attribution=[named("Ada Obi")])
    monkeypatch.setattr("service.web.notes.path", lambda _: 1 / 0)

    page = read(api, "/claims/clm_a", 500)

    assert "A bug of ours" in page.text
    assert "division" not in page.text
