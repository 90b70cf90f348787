"""No secret, note or name of somebody unnamed is in any log, problem, metric or public document."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import orjson
import pytest

from service.domain.vocabulary import Scope
from service.store.database import database
from service.store.models import Token
from tests.api import Api, Json
from tests.contracts import IDS, open_newsroom, working
from tests.served import TIMEOUT_S, Served, serve
from tests.stores import export

NOTE: Final = "zqxnote"
NAME: Final = "zqxname"
KEY: Final = "zqxkey"
UNNAMED: Final = {"source": {"kind": "person", "name": NAME, "article": {"id": "art_one"}}, "source_type": "expert"}
WITHHELD: Final = {**UNNAMED, "identification": "withheld"}
CITED: Final = {"article": {"url": "https://cited.example"}, "attribution": [WITHHELD]}
REFUSED: Final = [
    ("POST", "/v1/sources", {"kind": "person", "name": NAME, "article": {"id": "art_one"}, "number": 1}),
    ("POST", "/v1/claims", {"article": {"id": "art_one"}, "statement": "A.", "attribution": [WITHHELD]}),
    ("POST", "/v1/claims/clm_one/evidence", {"tie": "supported_by", "citation": CITED, "note": NOTE}),
    ("POST", "/v1/claims/clm_one/tags", {"term": "none:such", "note": NOTE}),
    ("POST", "/v1/claims/clm_one/tags", {"term": "check:done", "note": [NOTE]}),
    ("PATCH", "/v1/sources/src_unnamed", {"name": NAME}),
    ("POST", "/v1/rows", {"claim": {"article": {"id": "art_one"}, "statement": "A.", "attribution": [WITHHELD]}}),
]
PAGES: Final = ["/", "/claims", "/claims/clm_one", "/articles/art_one", "/sources/src_one", "/review", "/session"]


class Wire:
    """A client of a started server that keeps whatever was answered."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.answered: list[bytes] = []
        self.cookie = ""

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        """Send one request; header names are written with _ for -."""
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=TIMEOUT_S)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        with connection.getresponse() as answer:
            head = [(name, value) for name, value in answer.getheaders() if name != "Set-Cookie"]
            self.cookie = answer.headers.get("Set-Cookie", "").partition(";")[0] or self.cookie
            self.answered.append(orjson.dumps(head) + answer.read())
        connection.close()
        return answer.status


@pytest.fixture
def newsroom(api: Api) -> Api:
    open_newsroom(api)
    api.post("/v1/sources", {"id": "src_unnamed", "kind": "person", "article": {"id": "art_one"}})
    api.tag("clm_other", note=NOTE)
    api.tie("clm_other", "supported_by", "clm_one", note=NOTE)
    return api


def secrets_of(token: str) -> list[bytes]:
    """Give a token's own secret, which its id is not, and its digest."""
    with database.connection_context():
        digests = [row.secret_sha256 for row in Token.select()]
    return [token.rpartition("_")[2].encode(), *(digest.encode() for digest in digests)]


def fail(wire: Wire, token: str) -> Iterator[int]:
    """Send what is refused: bodies with a name or a note, and tokens that are none."""
    for method, path, body in REFUSED:
        media = "application/x-ndjson" if path == "/v1/rows" else "application/json"
        sent = {"Content_Type": media, "If_Match": "*", "Authorization": f"Bearer {token}"}
        yield wire.send(method, path, orjson.dumps(body), **sent)
    another_digit = "1" if token.endswith("0") else "0"
    for bad in (f"Bearer {token}x", f"Basic {token}", f"Bearer {token[:-1]}{another_digit}", token):
        yield wire.send("GET", "/v1/claims", Authorization=bad)
    yield wire.send("GET", f"/v1/claims?{urlencode({'token': token})}")
    yield wire.send("GET", f"/{token}")


def sign_in(wire: Wire, token: str) -> str:
    """Begin a session on the pages, visit them, and give the secret that the cookie holds."""
    here = {"Sec_Fetch_Site": "same-origin", "Content_Type": "application/x-www-form-urlencoded"}
    wire.send("POST", "/session", urlencode({"token": f"{token}x"}).encode(), **here)
    assert wire.send("POST", "/session", urlencode({"token": token}).encode(), **here) == 303
    for path in PAGES:
        assert wire.send("GET", path, Cookie=wire.cookie) == 200
    return wire.cookie.partition("=")[2]


def read_everything(wire: Wire, contract: Json) -> None:
    """Read every address without a token, lists in every form; and the metrics."""
    for request in working(contract, None):
        if request.method == "GET":
            for query in ("", "format=ndjson", "format=csv"):
                wire.send("GET", (request.asking(query) if query else request).path)
    for path in (*PAGES, *(f"/v1/{kind}?{'fields=note'}" for kind in ("tags", "evidence")), f"/v1/claims?q={NOTE}"):
        wire.send("GET", path)


def test_no_secret_note_or_unnamed_name_is_in_an_answer_or_a_log(newsroom: Api, url: str, tmp_path: Path) -> None:
    token = str(newsroom.by("root", Scope.ADMIN).token)
    secrets, contract, log = secrets_of(token), newsroom.get("/v1/openapi.json"), tmp_path / "log"

    with serve(url, log) as served:
        known, nobody = Wire(served), Wire(served)
        statuses = list(fail(known, token))
        cookie = sign_in(known, token)
        read_everything(nobody, contract)
        for request in working(contract, token):
            known.send(request.method, request.path, request.body, **request.but(Idempotency_Key=KEY).headers)
        nobody.send("GET", "/metrics")
    logged = log.read_bytes()

    assert statuses == [422] * len(REFUSED) + [401] * 4 + [422, 404]
    assert len(logged.splitlines()) >= len(known.answered) + len(nobody.answered)
    for secret in [*secrets, cookie.encode(), NAME.encode(), KEY.encode()]:
        assert not [answer[:200] for answer in [*known.answered, *nobody.answered] if secret in answer], secret
        assert secret not in logged
    assert NOTE.encode() not in logged
    assert [
        answer[:200] for answer in nobody.answered if NOTE.encode() in answer.replace(b"q=" + NOTE.encode(), b"")
    ] == []


def test_an_operators_export_has_notes_and_no_secret(newsroom: Api, url: str) -> None:
    token = str(newsroom.token)

    exported = export(url)

    assert NOTE.encode() in exported
    assert [secret for secret in secrets_of(token) if secret in exported] == []
    assert not re.search(rb"hs_[a-z0-9]{12}", exported)
    assert NAME.encode() not in exported
    assert IDS["claim_id"].encode() in exported
