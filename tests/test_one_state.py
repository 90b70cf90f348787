"""What one answer is made of is of one state of the store, whatever others write while it is made."""

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from service.store import kinds, searching, tallies
from tests.api import Api, named

Between = Callable[[ModuleType, str, Callable[[], object]], None]


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """Let another thread write once, right behind the first call of a function."""

    def arrange(module: ModuleType, name: str, write: Callable[[], object]) -> None:
        called, writes = getattr(module, name), [write]

        def call(*given: Any) -> Any:
            found = called(*given)
            if writes:
                other = threading.Thread(target=writes.pop())
                other.start()
                other.join()
            return found

        monkeypatch.setattr(module, name, call)

    return arrange


def test_a_page_its_count_and_its_facets_tell_the_same(api: Api, between: Between) -> None:
    api.claim(id="clm_a")
    between(kinds, "find", lambda: api.claim(id="clm_b"))

    page = api.get("/v1/claims?facets=source_type&count=true")

    assert [item["id"] for item in page["items"]] == ["clm_a"]
    assert page["count"]["value"] == 1
    assert page["facets"]["source_type"]["values"] == [{"value": "outlet", "count": 1}]
    assert len(api.ids("/v1/claims")) == 2


def test_a_claim_of_another_kind_than_there_was_is_not_counted_yet(api: Api, between: Between) -> None:
    api.claim(id="clm_a")
    other = {"url": "https://other.example"}
    between(kinds, "find", lambda: api.claim(id="clm_b", article=other, attribution=[named("Ada Obi")]))

    found = api.get("/v1/claims?position=1&facets=publisher_id,source_type")["facets"]

    assert found["source_type"]["values"] == [{"value": "outlet", "count": 1}]
    assert len(api.ids("/v1/claims?position=1")) == 2


def test_a_walk_goes_on_when_what_was_found_is_withdrawn(
    api: Api, between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 1)
    for number in range(6):
        api.claim("The bridge is closed.", id=f"clm_{number}")
    between(searching, "finds", lambda: api.delete("/v1/claims/clm_1"))

    walked = [item["id"] for page in api.walk("/v1/claims?q=bridge&limit=2") for item in page["items"]]

    assert walked == [f"clm_{number}" for number in range(6)]
    assert "clm_1" not in api.ids("/v1/claims")


def test_what_was_ranked_is_shown_as_it_was(api: Api, between: Between) -> None:
    for number in range(3):
        api.claim("The bridge is closed.", id=f"clm_{number}")
    between(searching, "relevance", lambda: api.delete("/v1/claims/clm_1"))

    items = api.get("/v1/claims?q=bridge&sort=relevance")["items"]

    assert [(item["id"], "deleted_at" in item) for item in items] == [(f"clm_{number}", False) for number in range(3)]


def test_a_report_is_made_of_what_it_began_with(api: Api, between: Between) -> None:
    for name in "abc":
        api.claim(id=f"clm_{name}", article={"url": f"https://{name}.example"})
    api.tie("clm_b", "repeats", "clm_a")

    def withdraw() -> None:
        for name in "ab":
            api.delete(f"/v1/claims/clm_{name}")

    between(tallies, "run", withdraw)

    assert api.get("/v1/report?position=1")["claims"] == 3
    assert len(api.ids("/v1/claims")) == 1
