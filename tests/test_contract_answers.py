"""The contract tells every status and every header that is sent, and no status that is not."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

import orjson
import pytest

from service.api.openapi import document
from service.app import create_app
from service.domain.vocabulary import Scope
from service.settings import Settings
from service.store import revisions
from service.store.database import database
from tests.api import Api, Json
from tests.contracts import IDS, PROBLEM, Request, Sent, open_newsroom, operations, resolved, working
from tests.ratings import make_blind
from tests.served import read_answer, serve
from tests.stores import serving
from tests.vocabularies import install, vocabulary

Asked = Iterator[tuple[Request, Sent]]

SELDOM: Final = {
    "Content-Encoding", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "RateLimit", "RateLimit-Policy",
}  # fmt: skip
"""Sent with a long body, where anybody may read, or where a client may not ask as often as it likes."""

OF_HTTP: Final = {"Content-Type", "Content-Length", "Connection", "Date", "Server"}
GONE: Final = {
    "article_id": "art_gone", "source_id": "src_gone", "claim_id": "clm_gone", "tag_id": "tag_none",
    "evidence_id": "evd_gone", "story_id": "sty_gone", "namespace": "none", "handle": "nobody",
}  # fmt: skip
NONE: Final = {
    "article_id": "art_none", "source_id": "src_none", "claim_id": "clm_none", "tag_id": "tag_none",
    "evidence_id": "evd_none", "story_id": "sty_none", "namespace": "a%2Fb", "handle": "nobody",
}  # fmt: skip
FREE: Final = {
    "article_id": "art_free", "source_id": "src_free", "claim_id": "clm_free", "tag_id": "tag_free",
    "evidence_id": "evd_free", "story_id": "sty_free", "namespace": "free", "handle": "nobody",
}  # fmt: skip
BEN: Final = {"source": {"id": "src_one"}, "source_type": "expert"}
CONFLICTS: Final[dict[str, Json]] = {
    "create_article": {"url": "https://one.example/1"},
    "change_article": {"url": "https://free.example"},
    "create_source": {"kind": "person", "name": "Ada Obi"},
    "change_source": {"same_as": ["https://id.example/ada"]},
    "create_claim": {"id": "clm_one", "article": {"id": "art_one"}, "statement": "It is.", "attribution": []},
    "change_claim": {"attribution": [{**BEN, "source": {"id": "src_one", "name": "Another"}}]},
    "create_tag": {"id": "tag_one", "term": "check:again"},
    "create_evidence": {"id": "evd_one", "tie": "supported_by", "claim": "clm_other"},
    # These would renew more than one request may.
    "merge_source": {"into": "src_other"},
    "erase_source": {"paths": ["/name"], "reason": "Asked for."},
    "erase_article": {"paths": ["/url"], "reason": "Asked for."},
    "erase_claim": {"paths": ["/statement"], "reason": "Asked for."},
    "delete_claim": None,
    "accept_evidence": None,
    "delete_evidence": None,
    "blind_taxonomy": None,
    "open_taxonomy": None,
}
WHERE: Final = {
    "erase_claim": FREE, "delete_claim": FREE, "delete_evidence": FREE, "merge_source": IDS,
    "blind_taxonomy": {"namespace": "check"}, "open_taxonomy": {"namespace": "secret"},
}  # fmt: skip
"""At which rows there is a conflict, where it is not at those of the examples."""

IMPATIENT: Final = "from service import arrivals\narrivals.PATIENCE_S = 1.0"


@pytest.fixture
def newsroom(api: Api) -> Api:
    """Store rows that are used, that are free and that are gone."""
    root = open_newsroom(api)
    api.patch("/v1/sources/src_other", {"same_as": ["https://id.example/ada"]})
    api.post("/v1/sources", {"id": "src_twin", "kind": "person", "name": "Ada Obie"})
    api.claim(id="clm_used", article={"id": "art_one"}, attribution=[BEN])
    for word in ("free", "gone"):
        api.post("/v1/articles", {"id": f"art_{word}", "url": f"https://{word}.example", "title": "id"})
        api.post("/v1/sources", {"id": f"src_{word}", "kind": "person", "name": f"Somebody {word}"})
        api.claim(id=f"clm_{word}", attribution=[])
    root.tag("clm_free", id="tag_free")
    root.tie("clm_free", "repeats", "clm_used")
    for word in ("free", "gone"):
        root.tie("clm_used", "supported_by", {"article": {"url": f"https://{word}.example/cited"}}, id=f"evd_{word}")
    install(vocabulary("secret", {"level": "ab"}))
    make_blind("secret")
    root.tag("clm_free", 'secret:level="a"')
    for path in ("articles/art_gone", "sources/src_gone", "claims/clm_gone", "evidence/evd_gone"):
        api.delete(f"/v1/{path}")
    return root


def asked_otherwise(works: Request, reader: Api) -> Iterator[Request]:
    """Give requests of one operation that are refused, unless anybody may ask for it in any way."""
    yield works.but(Authorization="Bearer hs_unknown")
    yield works.but(Authorization=None)
    yield works.but(Authorization=f"Bearer {reader.token}")
    for media in ("text/html", "application/x-ndjson", "text/csv"):
        yield works.but(Accept=media)
    for query in ("x=1", "cursor=x", "limit=1", f"id={'x' * 7_000}"):
        yield works.asking(query)
    if "predicate=" in works.path:
        blind = replace(works, path=works.path.partition("?")[0] + "?predicate=secret:level")
        yield blind.but(Authorization=f"Bearer {reader.token}")
    if "{" in works.template:
        yield works.at(GONE)
        yield works.at(NONE)
    if "If-Match" in works.headers:
        for revision in (None, "x", "0"):
            yield works.but(If_Match=revision)
    if works.body is not None:
        yield works.but(Content_Type="text/plain")
        yield works.but(Idempotency_Key="not one key")
        yield works.holding(b"{")
        yield works.holding(b"{}")
        yield replace(works, claimed_bytes=2**30)


def asked(contract: Json, api: Api) -> Asked:
    """Ask each operation in each way, and then as it should be."""
    reader = api.by("reader", Scope.READ)
    requests = list(working(contract, api.token))
    for request in (other for works in requests for other in asked_otherwise(works, reader)):
        yield request, request.send(api)
    for works in requests:
        free = [works.at(FREE)] if works.method == "DELETE" else []
        for request in [keyed(works), keyed(works), *free, works.but(Accept_Encoding="gzip", If_None_Match="*"), works]:
            yield request, request.send(api)


def keyed(request: Request) -> Request:
    return request.but(Idempotency_Key=request.operation["operationId"])


def asked_in_conflict(contract: Json, api: Api, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Ask for what would be there twice, differs from what is there, or reaches too far."""
    with monkeypatch.context() as patch:
        patch.setattr(revisions, "MOST_RENEWED", 0)
        for works in working(contract, api.token):
            name = works.operation["operationId"]
            if name in CONFLICTS:
                rows = WHERE.get(name)
                request = (works if rows is None else works.at(rows)).holding(CONFLICTS[name])
                yield request, request.send(api)


def asked_after_an_erasure(contract: Json, api: Api) -> Asked:
    """Ask again for kept answers, each of which held a word that was erased since."""
    erased = api.call("POST", "/v1/articles/art_free/erase", {"paths": ["/title"], "reason": "Asked for."})
    assert erased.status_code == 200
    for works in working(contract, api.token):
        if any(parameter["name"] == "Idempotency-Key" for parameter in works.operation["parameters"]):
            yield keyed(works), keyed(works).send(api)


def asked_of_a_bug(contract: Json, api: Api, monkeypatch: pytest.MonkeyPatch) -> Asked:
    with monkeypatch.context() as patch:
        for name in api.app.view_functions:
            patch.setitem(api.app.view_functions, name, lambda **_: 1 / 0)
        for works in working(contract, api.token):
            yield works, works.send(api)


def asked_without_a_token(contract: Json, url: str) -> Asked:
    """Ask where reading needs a token."""
    with serving(url, public_read=False) as closed:
        for works in working(contract, None):
            request = works.but(Authorization=None)
            yield request, request.send(closed)


def asked_too_often(contract: Json, url: str) -> Asked:
    """Ask where once a minute is all that one address may."""
    with serving(url, rate_limit=1) as strict:
        for works in working(contract, None):
            for _ in range(2):
                request = works.but(Authorization=None)
                yield request, request.send(strict)


def asked_of_a_store_that_is_away(contract: Json, engine: str, folder: Path) -> Asked:
    urls = {"sqlite": f"sqlite:///{folder}/none/hearsay.db", "postgresql": f"postgresql:///x?host={folder}"}
    before = database.obj
    try:
        for public_read in (True, False):
            app = create_app(Settings(database_url=urls[engine], public_read=public_read))
            for works in working(contract, "hs_any"):
                yield works, works.send(Api(app, None))
    finally:
        database.initialize(before)


def asked_badly(contract: Json, url: str, log: Path) -> Asked:
    """Ask the server for each operation in what is no HTTP, or too long."""
    with serve(url, log) as served:
        for works in working(contract, None):
            for target, header in ((works.path, "no header"), (f"{works.path}?{'x' * 8_200}", "Host: x")):
                sent = served.send(f"{works.method} {target} HTTP/1.1\r\n{header}\r\n\r\n".encode())
                yield works, Sent.of(sent)


def asked_slowly(contract: Json, url: str, log: Path) -> Asked:
    """Begin to ask the server for each operation, all at once, and say nothing more."""
    with serve(url, log, first=IMPATIENT) as served, ExitStack() as opened:
        begun = [(works, opened.enter_context(served.connect())) for works in working(contract, None)]
        for works, connection in begun:
            connection.sendall(f"{works.method} {works.path} HTTP/1.1\r\n".encode())
        for works, connection in begun:
            yield works, Sent.of(read_answer(opened.enter_context(connection.makefile("rb"))))


def assert_told(contract: Json, operation: Json, sent: Sent) -> None:
    """Require that a status is told, with each header that was sent, and that each which is always sent was sent."""
    where = (operation["operationId"], sent.status, sent.body[:500])
    assert str(sent.status) in operation["responses"], where
    told = resolved(contract, operation["responses"][str(sent.status)])
    always = {name for name, header in told["headers"].items() if resolved(contract, header).get("required")}
    assert sent.headers - OF_HTTP <= set(told["headers"]), where
    assert always <= sent.headers, where
    assert sent.media in told.get("content", {"": {}}), where
    if sent.media == PROBLEM and sent.body:
        assert set(orjson.loads(sent.body)) <= set(contract["components"]["schemas"]["Problem"]["properties"]), where


def test_what_is_sent_is_told_and_what_is_told_is_sent(
    newsroom: Api, engine: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = document(newsroom.app, "1")
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)

    for request, sent in chain(
        asked_in_conflict(contract, newsroom, monkeypatch),
        asked(contract, newsroom),
        asked_after_an_erasure(contract, newsroom),
        asked_of_a_bug(contract, newsroom, monkeypatch),
        asked_without_a_token(contract, url),
        asked_too_often(contract, url),
        asked_badly(contract, url, tmp_path / "log"),
        asked_slowly(contract, url, tmp_path / "log"),
        asked_of_a_store_that_is_away(contract, engine, tmp_path),
    ):
        assert_told(contract, request.operation, sent)
        seen[request.operation["operationId"], str(sent.status)] |= sent.headers

    told = {
        (operation["operationId"], status): set(resolved(contract, answer)["headers"])
        for _, _, operation in operations(contract)
        for status, answer in operation["responses"].items()
    }
    assert [answer for answer in told if answer not in seen] == []
    assert {answer: told[answer] - seen[answer] for answer in told if told[answer] - seen[answer] - SELDOM} == {}
    assert set().union(*seen.values()) >= set(contract["components"]["headers"])
