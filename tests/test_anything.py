"""Whatever is sent, no answer is a bug, and what is refused leaves nothing behind."""

import json
import os
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service import consistency
from service.app import create_app
from service.documents import ARTICLE, CLAIM, MERGE, OVERRIDE, SOURCE, TAG
from service.domain.pointers import ERASABLE
from service.domain.vocabulary import ResourceType, Scope
from service.schemas import grammars
from service.schemas.shape import Shape
from service.settings import Settings
from service.store.database import database
from service.ties import EVIDENCE
from tests.anything import JUNK, bodies, of_field
from tests.api import Api, Json, named, unnamed
from tests.stored import everything

SHAPES: Final[dict[str, Shape]] = {
    "article": ARTICLE,
    "source": SOURCE,
    "claim": CLAIM,
    "evidence": EVIDENCE,
    "tag": TAG,
}
GRAMMARS: Final = {
    "articles": grammars.ARTICLES, "sources": grammars.SOURCES, "claims": grammars.CLAIMS,
    "evidence": grammars.EVIDENCE, "tags": grammars.TAGS, "agreement": grammars.AGREEMENT,
    "reviewers/<handle>/queue": grammars.QUEUE,
}  # fmt: skip
ARTICLES: Final = [{"id": "art_a"}, {"id": "art_b"}, {"url": "https://a.example/1"}, {"url": "https://new.example/"}]
IDS: Final = {
    "art_": ["art_a", "art_b"], "src_": ["src_daily", "src_ada", "src_twin", "src_stranger"],
    "clm_": ["clm_a", "clm_b", "clm_gone"], "tag_": ["tag_a"],
    "evd_": ["evd_a", "evd_b"], "sty_": ["sty_a", "sty_b", "sty_gone"],
}  # fmt: skip
PREFIXES: Final = {
    "article_id": "art_", "source_id": "src_", "claim_id": "clm_", "tag_id": "tag_",
    "evidence_id": "evd_", "story_id": "sty_",
}  # fmt: skip
ODD_HEADERS: Final = [
    ("If-Match", '"1"'), ("If-Match", "x"), ("If-Match", ""), ("If-None-Match", "*"), ("If-None-Match", '"1"'),
    ("Idempotency-Key", "a"), ("Idempotency-Key", "\x7f"), ("Idempotency-Key", "k" * 300), ("Accept", "text/html"),
    ("Accept", ";;;"), ("X-Request-Id", "a b"), ("Content-Type", "text/plain"), ("Content-Type", ""),
    ("Content-Type", "application/x-ndjson"), ("Content-Type", "application/merge-patch+json"),
    ("Authorization", "Bearer x"),
]  # fmt: skip
PARAMETERS: Final = ["sort", "limit", "cursor", "after", "claim_id", "dry_run", "on_conflict", "typo", "a\0b"]
VALUES: Final = ["id", "-rev", "published_at", "1", "0", "201", "true", "skip", "clm_a", "x", "AAAA"]


def routes() -> list[tuple[str, str]]:
    """List every method of every address."""
    app = create_app(Settings(database_url="sqlite:///nowhere.db"))
    found = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or set()}
    return sorted((method, path) for method, path in found if method not in {"HEAD", "OPTIONS"})


@pytest.fixture
def root(api: Api) -> Api:
    """Be somebody who may do everything, in a store that has something of everything."""
    daily = {"id": "src_daily", "kind": "outlet", "name": "Daily"}
    article = {"id": "art_a", "url": "https://a.example/1", "text": "It is closed.", "publisher": daily}
    ada = named("Ada Obi", as_printed="Ms Obi")
    ada["source"]["id"] = "src_ada"
    api.claim(id="clm_a", article=article, attribution=[ada, unnamed("withheld", 1)], quote="It is closed.")
    api.post("/v1/sources", {"id": "src_stranger", "kind": "person", "article": {"id": "art_a"}})
    api.claim(id="clm_b", article={"id": "art_b", "url": "https://b.example/2"})
    api.post("/v1/sources", {"id": "src_twin", "kind": "person", "name": "Ada M. Obi"})
    api.claim(id="clm_gone", article={"id": "art_b"})
    api.delete("/v1/claims/clm_gone")
    api.tag("clm_a", id="tag_a", note="A note.")
    api.by("ben").tie("clm_a", "supported_by", "clm_b", id="evd_a", note="A note.")
    api.tie("clm_a", "contradicted_by", {"article": {"id": "art_b"}, "attribution": [ada]}, id="evd_b")
    return api.by("root", Scope.ADMIN)


def typed(kind: str, body: Json) -> Json:
    return {kind: body}


def of_article(body: Json, article: Json) -> Json:
    return {**body, "article": article} if isinstance(body, dict) else body


def of_claim(body: Json, claim_id: str | None) -> Json:
    """Tie to a claim instead of a citation, where there is one."""
    return {**body, "claim": claim_id, "citation": None} if claim_id and isinstance(body, dict) else body


def resource(kind: str) -> st.SearchStrategy[Json]:
    """Give rows of one kind; a claim mostly belongs to an article that is there."""
    if kind not in SHAPES:
        return JUNK
    made: st.SearchStrategy[Json] = bodies(SHAPES[kind], IDS)
    if kind == "evidence":
        return st.builds(of_claim, made, st.sampled_from([None, *IDS["clm_"]]))
    return st.builds(of_article, made, st.sampled_from(ARTICLES)) if kind == "claim" else made


def body_of(rule: str) -> st.SearchStrategy[Json]:
    """Give bodies for an address: every second as it should be, but for what must agree with the store."""
    parts = rule.split("/")
    if parts[-1] == "rows":
        rows = [resource(kind).map(partial(typed, kind)) for kind in SHAPES]
        return st.lists(st.one_of(*rows), max_size=3) | st.lists(JUNK, max_size=2)
    if parts[-1] == "erase":
        pointers = [path.replace("*", "0") for path in ERASABLE[ResourceType(parts[2].removesuffix("s"))]]
        paths = st.lists(st.sampled_from([*pointers, *pointers, "/id"]), max_size=3)
        return st.fixed_dictionaries({"paths": paths, "reason": st.just("On request.") | st.text(max_size=9)}) | JUNK
    if parts[-1] == "merge":
        made: st.SearchStrategy[Json] = bodies(MERGE, IDS)
        return made
    if parts[-1] == "override":
        given: st.SearchStrategy[Json] = bodies(OVERRIDE, IDS)
        return given
    return resource((parts[2] if parts[-1].startswith("<") else parts[-1]).removesuffix("s"))


def encoded(rule: str, body: Json) -> bytes:
    """Write JSON as careless clients do: with NaN, and with halves of surrogate pairs."""
    lines = body if rule.endswith("/rows") and isinstance(body, list) else [body]
    return b"\n".join(json.dumps(line).encode() for line in lines)


def query_of(rule: str) -> st.SearchStrategy[list[tuple[str, Any]]]:
    """Give parameters for an address: those of its list with values of their types, and now and then anything."""
    grammar = GRAMMARS.get(rule.removeprefix("/v1/"))
    known = [
        st.tuples(st.just(name + operator.value), of_field(wanted.field, IDS))
        for name, wanted in (grammar.filters if grammar else {}).items()
        for operator in wanted.operators
    ]
    others = st.tuples(st.sampled_from(PARAMETERS), st.sampled_from(VALUES) | st.text(max_size=8))
    options = [
        st.tuples(st.just(name), of_field(field, IDS)) for name, field in (grammar.options if grammar else {}).items()
    ]
    needed = [("predicate", "check:level")] if options else []
    asked: st.SearchStrategy[list[Any]] = st.just([]) | st.lists(st.one_of(others, *known, *options), max_size=2)
    return asked.map(lambda some: [*needed, *some])


def address_of(rule: str, data: st.DataObject) -> str:
    for name, prefix in PREFIXES.items():
        if f"<{name}>" in rule:
            there, odd = IDS[prefix], [f"{prefix}x", "%00", "é"]
            rule = rule.replace(f"<{name}>", data.draw(st.sampled_from(there) | st.sampled_from([*there, *odd])))
    return rule.replace("<handle>", data.draw(st.sampled_from(["mina", "ben", "nobody", "%00", "é"])))


def send(root: Api, method: str, rule: str, data: st.DataObject) -> TestResponse:
    """Send one request that hypothesis thinks of."""
    query = data.draw(query_of(rule)) if method == "GET" or rule.endswith("/rows") else []
    usual = "application/x-ndjson" if rule.endswith("/rows") else "application/json"
    headers = {"Authorization": f"Bearer {root.token}", "If-Match": "*", "Content-Type": usual}
    odd = data.draw(st.just([]) | st.lists(st.sampled_from(ODD_HEADERS), max_size=1))
    asked = urlencode([(name, str(value).encode("utf-8", "replace")) for name, value in query])
    return root.app.test_client().open(
        f"{address_of(rule, data)}?{asked}",
        method=method,
        data=encoded(rule, data.draw(body_of(rule))) if method in {"POST", "PATCH"} else None,
        headers=headers | dict(odd),
    )


PROBLEM = ("application/problem+json",)
PROBLEM_OR_PAGE = (*PROBLEM, "text/html; charset=utf-8")


@pytest.mark.parametrize(("method", "rule"), routes())
@settings(max_examples=int(os.environ.get("HEARSAY_EXAMPLES", "10")))
@given(data=st.data())
def test_no_request_is_answered_with_a_bug_and_a_refused_one_leaves_nothing(
    root: Api, method: str, rule: str, data: st.DataObject
) -> None:
    before = everything()

    response = send(root, method, rule, data)

    assert response.status_code < 500, response.get_data(as_text=True)
    if response.status_code >= 400:
        assert response.content_type in (PROBLEM if rule.startswith("/v1") else PROBLEM_OR_PAGE)
        assert everything() == before
    with database.connection_context():
        assert list(consistency.check()) == []
