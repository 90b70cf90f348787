"""What is not read is refused, and what means the same is the same."""

import pytest

from tests.api import Api, Json, places

CLAIM = {"article": {"url": "https://news.example/1"}, "statement": "Closed.", "attribution": []}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/v1/claims?dry_run=true", CLAIM), ("GET", "/v1/vocabulary?limit=5", None)],
)
def test_a_parameter_where_none_is_read_is_refused(api: Api, method: str, path: str, body: Json) -> None:
    problem = api.refused(422, method, path, body)

    assert list(places(problem).values()) == ["unknown-parameter"]
    assert api.ids("/v1/claims") == []


def test_a_parameter_of_one_row_is_refused(api: Api) -> None:
    claim = api.claim()

    assert places(api.refused(422, "GET", f"/v1/claims/{claim['id']}?limit=5")) == {"limit": "unknown-parameter"}


def test_an_address_with_doubled_slashes_is_no_address(api: Api) -> None:
    api.refused(404, "GET", "/v1//claims")


def test_languages_that_differ_only_by_case_are_one(api: Api) -> None:
    stored = api.claim(language="ZH-hant-tw")

    assert stored["language"] == "zh-Hant-TW"
    assert api.ids("/v1/claims", language="zh-hant-TW") == [stored["id"]]


def test_a_cursor_does_not_depend_on_the_order_of_the_parameters(api: Api) -> None:
    for _ in range(2):
        api.claim()
    following = api.get("/v1/claims?speaker_kind=none&documented=false&limit=1")["next"]
    cursor = following.rpartition("cursor=")[2]

    swapped = api.get(f"/v1/claims?documented=false&speaker_kind=none&limit=1&cursor={cursor}")

    assert swapped == api.get(following)
