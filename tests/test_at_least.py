"""Who names a revision is never answered from an older store."""

from pathlib import Path

import pytest

from tests.api import Api, Json
from tests.contracts import operations
from tests.served import serve
from tests.stores import serving
from tests.streams import lines

READS = ["/v1/claims", "/v1/claims/clm_one", "/v1/changes", "/v1/report", "/v1/claims?format=ndjson", "/claims"]


@pytest.mark.parametrize("path", READS)
def test_a_store_that_has_come_to_the_revision_answers(api: Api, path: str) -> None:
    rev = api.claim(id="clm_one")["rev"]

    for wanted in (0, 1, rev):
        with api.call("GET", path, Hearsay_At_Least=str(wanted)) as answer:
            assert answer.status_code == 200


@pytest.mark.parametrize("path", READS[:-1])
def test_a_store_that_has_not_is_told_to_be_asked_again(api: Api, path: str) -> None:
    api.claim(id="clm_one")
    rev = api.rev()

    answer = api.call("GET", path, Hearsay_At_Least=str(rev + 1))

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) >= 1
    assert (answer.json or {})["type"] == "/problems#behind"
    api.claim("Another.")
    with api.call("GET", path, Hearsay_At_Least=str(rev + 1)) as later:
        assert later.status_code == 200


def test_a_page_is_no_older_either(api: Api) -> None:
    nobody = Api(api.app, None)

    answer = nobody.call("GET", "/claims", Hearsay_At_Least=str(api.rev() + 1))

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert answer.headers["Retry-After"]


def test_what_is_in_memory_or_known_to_the_client_is_not_answered_in_its_place(api: Api) -> None:
    nobody, path = Api(api.app, None), f"/v1/claims/{api.claim()['id']}"
    known = nobody.call("GET", path).headers["ETag"]
    beyond = str(api.rev() + 1)

    assert nobody.call("GET", path, Hearsay_At_Least=beyond).status_code == 503
    assert nobody.call("GET", path, Hearsay_At_Least=beyond, If_None_Match=known).status_code == 503
    assert nobody.call("GET", path, Hearsay_At_Least=str(api.rev()), If_None_Match=known).status_code == 304


def test_every_write_that_answers_with_a_document_names_a_revision_that_has_come(api: Api, admin: Api) -> None:
    claim = api.claim()
    path = f"/v1/claims/{claim['id']}"
    tied = {"tie": "supported_by", "claim": api.claim("Another.")["id"]}
    written = [
        claim,
        api.patch(path, {"statement": "It is open."}),
        api.tag(claim["id"]),
        api.post(f"{path}/evidence", tied),
        admin.call("PUT", f"{path}/override", {"status": "contested", "reason": "Known."}).json,
    ]

    for answer in written:
        assert api.call("GET", path, Hearsay_At_Least=str(answer["rev"])).status_code == 200
    revisions = [answer["rev"] for answer in written]
    assert revisions == sorted(set(revisions))
    assert revisions[-1] == api.rev()


@pytest.mark.parametrize(
    "value", ["x", "", "-1", "+1", "1.0", "1_0", " ", '"1"', "*", "1, 2", "1" * 20, "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_what_is_no_revision_is_refused(api: Api, value: str) -> None:
    problem = api.refused(400, "GET", "/v1/claims", Hearsay_At_Least=value)

    assert [(error["header"], error["code"]) for error in problem["errors"]] == [("Hearsay-At-Least", "revision")]


def test_only_reads_are_held_to_it(api: Api) -> None:
    for value in ("x", "999999"):
        body = {"article": {"url": "https://news.example/1"}, "statement": "It is closed.", "attribution": []}
        assert api.call("POST", "/v1/claims", body, Hearsay_At_Least=value).status_code == 201
        assert api.call("OPTIONS", "/v1/claims", Hearsay_At_Least=value).status_code == 200


def test_it_tells_nothing_to_who_may_not_read(url: str) -> None:
    with serving(url, public_read=False) as closed:
        nobody = Api(closed.app, None)
        for value in ("x", "999999"):
            assert nobody.call("GET", "/v1/claims", Hearsay_At_Least=value).status_code == 401
            assert nobody.call("GET", "/claims", Hearsay_At_Least=value).status_code == 303


def test_what_does_not_read_the_store_is_not_held_to_it(api: Api) -> None:
    for path in ("/livez", "/readyz", "/metrics", "/problems", "/docs"):
        assert api.call("GET", path, Hearsay_At_Least="999999").status_code == 200


def test_the_contract_names_it_on_every_read_and_on_nothing_else(api: Api) -> None:
    contract: Json = api.get("/v1/openapi.json")

    for method, path, operation in operations(contract):
        named = "Hearsay-At-Least" in {parameter["name"] for parameter in operation["parameters"]}
        assert named is (method == "GET" and path.startswith("/v1/")), (method, path)
        assert not named or "503" in operation["responses"]


def test_a_stream_that_is_new_enough_tells_a_revision_that_is(api: Api) -> None:
    rev = api.claim()["rev"]

    *_, last = lines(api, "/v1/claims?format=ndjson", Hearsay_At_Least=str(rev))

    assert last["_end"]["rev"] >= rev


def test_a_served_store_keeps_to_it_too(api: Api, url: str, tmp_path: Path) -> None:
    rev = api.claim()["rev"]
    with serve(url, tmp_path / "server.log") as served:
        assert served.get("/v1/claims", f"Hearsay-At-Least: {rev}").status == 200
        refused = served.get("/v1/claims", f"Hearsay-At-Least: {rev + 100}")

    assert (refused.status, refused.headers["Content-Type"]) == (503, "application/problem+json")
    assert refused.headers["Retry-After"] == "1"
