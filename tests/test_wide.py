"""Wide writes: what would renew more documents than one request may is refused, with their number."""

from collections.abc import Callable

import pytest

from service import articles, erasure, exchange, merging, sources
from service.domain.vocabulary import ResourceType, RowType
from service.erasure import Erasure
from service.loading import Line, Loading
from service.store import revisions
from service.store.database import database
from tests.api import Api, Json, named
from tests.erasing import REASON
from tests.stored import differences, everything

ERASE = {"reason": REASON, "paths": ["/name"]}
WRITES: dict[str, tuple[int, str, str, Json]] = {
    "rename": (9, "PATCH", "/v1/sources/src_daily", {"name": "Daily Planet"}),
    "change of kind": (3, "PATCH", "/v1/sources/src_ada", {"kind": "body"}),
    "first URI": (3, "PATCH", "/v1/sources/src_ada", {"same_as": ["https://data.example/ada"]}),
    "merge": (9, "POST", "/v1/sources/src_daily/merge", {"into": "src_courier"}),
    "merge that brings the first URI": (11, "POST", "/v1/sources/src_linked/merge", {"into": "src_daily"}),
    "new title": (4, "PATCH", "/v1/articles/art_a", {"title": "Bridge closed"}),
    "new text": (3, "PATCH", "/v1/articles/art_a", {"text": "The bridge is open."}),
    "new publisher": (4, "PATCH", "/v1/articles/art_a", {"publisher": {"id": "src_courier"}}),
    "new wording": (2, "PATCH", "/v1/claims/clm_a", {"statement": "The bridge is open."}),
    "erased name": (9, "POST", "/v1/sources/src_daily/erase", ERASE),
    "erased title": (4, "POST", "/v1/articles/art_a/erase", {**ERASE, "paths": ["/title"]}),
}
TIE = {"id": "evd_new", "subject": "clm_a", "tie": "supported_by", "claim": "clm_b"}
VERBS: dict[str, Callable[[], object]] = {
    "rename": lambda: sources.change("src_daily", {"name": "Daily Planet"}, None, None, wide=True),
    "merge": lambda: merging.merge("src_daily", "src_courier", None, wide=True),
    "new title": lambda: articles.change("art_a", {"title": "Bridge closed"}, None, None, wide=True),
    "erased name": lambda: erasure.erase(ResourceType.SOURCE, "src_daily", Erasure(["/name"], REASON), None, wide=True),
    "tie in a file": lambda: exchange.load([Line(1, RowType.EVIDENCE, TIE)], Loading(None)),
}


@pytest.fixture(autouse=True)
def newsroom(api: Api) -> None:
    """Let 2 sources, an article, 4 claims and 2 ties show the Daily; 3 claims and a tie show its article."""
    daily = {"id": "src_daily"}
    for name, keys in (("daily", {}), ("courier", {}), ("linked", {"same_as": ["https://data.example/daily"]})):
        api.post("/v1/sources", {"id": f"src_{name}", "kind": "outlet", "name": name.title(), **keys})
    for name in ("sport", "night"):
        api.post("/v1/sources", {"id": f"src_{name}", "kind": "outlet", "name": name, "belongs_to": daily})
    api.post("/v1/sources", {"id": "src_ada", "kind": "person", "name": "Ada Obi"})
    ada = [{"source": {"id": "src_ada"}, "source_type": "expert"}]
    api.post("/v1/articles", {"id": "art_a", "url": "https://a.example/", "title": "A", "publisher": daily})
    for name in ("a", "b", "c"):
        api.claim(id=f"clm_{name}", article={"id": "art_a"}, attribution=ada if name == "b" else [])
    other = {"id": "art_other", "url": "https://other.example/"}
    quoting = [{"source": daily, "source_type": "media"}, *ada]
    api.claim(id="clm_quoting", article=other, attribution=quoting)
    linked = {"source": {"id": "src_linked"}, "source_type": "media"}
    for number in (1, 2):
        api.claim(id=f"clm_linked-{number}", article=other, attribution=[linked])
    api.claim(id="clm_noise", article=other, attribution=[named("Ben Ito")])
    api.tie("clm_noise", "supported_by", {"article": other, "attribution": quoting}, id="evd_quoting")
    api.tie("clm_noise", "supported_by", {"article": {"id": "art_a"}}, id="evd_own-voice")
    for reviewer in (api, api.by("ben")):
        reviewer.tag("clm_a")


def write(api: Api, what: str) -> Json:
    _, method, path, body = WRITES[what]
    response = api.call(method, path, body, **({"If_Match": "*"} if method == "PATCH" else {}))
    return response.status_code, response.json


@pytest.mark.parametrize("what", WRITES)
def test_a_write_that_reaches_too_far_is_refused_and_writes_nothing(
    admin: Api, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    reached = WRITES[what][0]
    monkeypatch.setattr(revisions, "MOST_RENEWED", reached - 1)
    before = everything()

    status, problem = write(admin, what)

    assert (status, problem["type"], problem["count"]) == (409, "/problems#too-wide", reached)
    assert "hearsay" in problem["hint"]
    assert everything() == before


@pytest.mark.parametrize("what", WRITES)
def test_a_write_that_reaches_as_far_as_it_may_is_done(admin: Api, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(revisions, "MOST_RENEWED", WRITES[what][0])

    assert write(admin, what)[0] == 200

    assert differences() == []


@pytest.mark.parametrize("what", VERBS)
def test_the_operator_may_reach_as_far_as_it_takes(api: Api, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(revisions, "MOST_RENEWED", 1)
    before = api.rev()

    with database.connection_context():
        VERBS[what]()

    assert api.feed(before)[-1]["by"] is None
    assert differences() == []


def test_what_no_other_document_shows_reaches_none(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MOST_RENEWED", 0)

    assert api.patch("/v1/sources/src_daily", {"aliases": ["The Daily"]})["aliases"] == ["The Daily"]
    assert api.patch("/v1/articles/art_a", {"language": "en"})["language"] == "en"


def test_a_request_renews_a_thousand_documents_at_most() -> None:
    assert revisions.MOST_RENEWED == 1_000
