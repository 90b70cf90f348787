"""No route shows anything of what is judged blind to anybody who has not judged the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from service import blinding
from service.domain.vocabulary import Scope
from service.schemas import grammars
from service.store.database import database
from tests.api import Api, Json
from tests.contracts import IDS, Sent, open_newsroom, operations, working
from tests.vocabularies import install, vocabulary

TERM, OTHER = 'secret:care="zebra"', 'secret:care="okapi"'
SECRETS = (b"zebra", b"okapi", b"quagga", b"tag_blind", b"a note on it")
ASKED = (
    *(f"/v1/claims?{field}={quote(value)}" for value in (TERM, OTHER) for field in ("tag", "tag__not", "tag__all")),
    "/v1/claims?reviewer=quagga", "/v1/claims?reviewer__not=quagga",
    f"/v1/report?tag={quote(TERM)}", "/v1/report?reviewer__not=quagga",
    f"/v1/tags?term={quote(TERM)}", "/v1/tags?reviewer=quagga", "/v1/tags?claim_id=clm_one&state=withdrawn",
    "/v1/tags?predicate=secret:care", "/v1/tags?state=withdrawn", "/v1/tags?state=current&state=withdrawn",
    "/v1/tags?format=ndjson", "/v1/tags?format=csv", "/v1/claims?format=ndjson", "/v1/claims?format=csv",
    "/v1/claims?facets=tag", "/v1/claims?count=true&reviewer=quagga", "/v1/claims?q=zebra+OR+quagga",
    "/v1/tags/tag_blind", "/v1/changes?after=0&limit=200", "/v1/changes?claim_id=clm_one",
)  # fmt: skip
LISTS = {
    "articles": grammars.ARTICLES, "sources": grammars.SOURCES, "claims": grammars.CLAIMS,
    "evidence": grammars.EVIDENCE, "tags": grammars.TAGS,
}  # fmt: skip
PAGES = ("web.", "assets.")
CHANGES_BY_ITSELF = ("/metrics", "/readyz")


@pytest.fixture
def newsroom(api: Api) -> Api:
    """Store rows for every route, and a taxonomy that is judged blind; be a reviewer."""
    open_newsroom(api)
    api.claim(id="clm_free")
    install(vocabulary("secret", {"care": ["zebra", "okapi", "lynx"]}, exclusive=True))
    with database.connection_context():
        blinding.blind("secret", None)
    api.by("quagga")
    return api.by("cy")


def judge(api: Api) -> Api:
    """Be somebody who judges blind: gives a tag, another one in its place, and takes one back."""
    quagga = api.by("quagga")
    quagga.tag("clm_one", TERM, id="tag_blind", note="a note on it")
    quagga.tag("clm_one", OTHER)
    quagga.tag("clm_other", TERM, id="tag_blindly")
    quagga.delete("/v1/tags/tag_blindly")
    return quagga


def paths(api: Api) -> list[str]:
    """Give an address for each route that can be read, and for what might find a blind tag."""
    contract = api.get("/v1/openapi.json")
    ids = {**IDS, "namespace": "check", "handle": "quagga", "asset": "start.js", "version": "1", "name": "style.css"}
    read = [path.format(**ids) for method, path, _ in operations(contract) if method == "GET"]
    pages = [_page(rule.rule, ids) for rule in api.app.url_map.iter_rules() if rule.endpoint.startswith(PAGES)]
    scales = [f"{path}?predicate=secret:care" for path in (*read, *pages) if path.endswith(("/agreement", "/queue"))]
    asked = [*read, *pages, *scales, *ASKED, *_lists(), f"/v1/claims/clm_one?as_of={api.rev()}"]
    return [path for path in asked if not path.startswith(CHANGES_BY_ITSELF)]


def _page(rule: str, ids: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], rule)


def _lists() -> Iterator[str]:
    """Give every list in each form and order, and with each facet and count that it has."""
    for name, grammar in LISTS.items():
        yield from (f"/v1/{name}?format={form}" for form in ("ndjson", "csv"))
        yield from (f"/v1/{name}?facets={facet}&count=true" for facet in grammar.facets)
        orders = [key for key in grammar.sorts if key not in grammar.sort_needs]
        yield from (f"/v1/{name}?sort={sign}{key}" for key in orders for sign in ("", "-"))


def read_all(api: Api, asked: list[str]) -> dict[str, Json]:
    """Read every address; what says only that somebody wrote is left out."""
    return {path: _but_the_counter(api, path) for path in asked}


def _but_the_counter(api: Api, path: str) -> Json:
    with api.call("GET", path) as answer:
        body = answer.json
        if body is None:
            documents, _, _ = answer.get_data().partition(b'{"_end"')
            # The page of a refusal has the id of its request.
            return answer.status_code, documents.replace(answer.headers["X-Request-Id"].encode(), b"")
        counted = "created_at" not in body
        shown = {key: value for key, value in body.items() if not counted or key not in {"rev", "instance"}}
        return answer.status_code, shown, None if counted else answer.headers.get("ETag")


@pytest.mark.parametrize("who", ["nobody", "a reviewer", "an editor"])
def test_all_that_can_be_read_stays_what_it_was(api: Api, newsroom: Api, who: str) -> None:
    reader = {"nobody": Api(api.app, None), "a reviewer": newsroom, "an editor": api}[who]
    asked = paths(api)
    before = read_all(reader, asked)

    judge(api)

    after = read_all(reader, asked)
    assert {path: shown for path, shown in after.items() if shown != before[path]} == {}


def test_and_is_another_once_it_is_open(api: Api, newsroom: Api) -> None:
    asked = paths(api)
    judge(api)
    before = read_all(newsroom, asked)

    with database.connection_context():
        blinding.unblind("secret", None)

    after = read_all(newsroom, asked)
    moved = {path.partition("?")[0] for path, shown in after.items() if shown != before[path]}
    assert {"/v1/claims", "/v1/claims/clm_one", "/v1/changes", "/v1/tags", "/v1/tags/tag_blind"} <= moved


def answers(api: Api, contract: Json) -> Iterator[tuple[str, Sent]]:
    """Send the example of every operation."""
    for request in working(contract, api.token):
        yield f"{request.method} {request.path}", request.send(api)


@pytest.mark.parametrize("scope", [Scope.READ, Scope.REVIEW, Scope.EDIT])
def test_no_answer_to_any_request_holds_anything_of_it(api: Api, newsroom: Api, scope: Scope) -> None:
    judge(api)
    reader = replace(newsroom, token=api.by("dee", scope).token)

    for asked, answer in answers(reader, api.get("/v1/openapi.json")):
        found = [secret for secret in SECRETS if secret in answer.body]
        # Which handles there are is public; that somebody judged is not.
        assert found in ([], [b"quagga"]) if asked.startswith("GET /v1/reviewers") else found == [], asked


def test_nor_do_the_metrics(api: Api, newsroom: Api) -> None:
    judge(api)

    shown = newsroom.call("GET", "/metrics").get_data()

    assert b"hearsay" in shown
    assert [secret for secret in SECRETS if secret in shown] == []
