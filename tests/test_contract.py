"""The contract proves itself: it is valid and whole, its examples work, and a client made of it finds no flaw."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from service.api.contract import OPERATIONS
from service.domain.vocabulary import Scope
from service.formats import fixtures
from service.store.database import database
from tests.api import Api, Json
from tests.contracts import IDS, open_newsroom, operations
from tests.served import serve

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PAGES = ("web.", "assets.")


@pytest.fixture
def contract(api: Api) -> Json:
    return api.get("/v1/openapi.json")


def test_the_contract_is_valid(contract: Json) -> None:
    assert contract["openapi"].startswith("3.1.")

    validate(contract)


def test_every_route_but_the_pages_for_people_is_in_the_contract(api: Api, contract: Json) -> None:
    told = {(method, path.replace("{", "<").replace("}", ">")) for method, path, _ in operations(contract)}

    served = {
        (method, re.sub(r"<\w+:", "<", rule.rule))
        for rule in api.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith(PAGES)
    }

    assert served - told == {("GET", "/docs"), ("GET", "/docs/<asset>")}
    assert told <= served
    assert {operation["operationId"] for _, _, operation in operations(contract)} == set(OPERATIONS)


def test_every_operation_says_what_it_is_for_and_what_it_may_answer(contract: Json) -> None:
    for method, path, operation in operations(contract):
        assert operation["summary"][0].isupper(), (method, path)
        assert operation["description"].startswith(operation["summary"]), (method, path)
        assert any(status.startswith("2") for status in operation["responses"]), (method, path)
        assert any(status.startswith("4") for status in operation["responses"]), (method, path)


def properties(described: Any, place: str = "") -> Iterator[tuple[str, Json]]:
    """Give every property of every schema, with its place in the contract."""
    if isinstance(described, dict):
        if isinstance(described.get("properties"), dict) and described.get("type") == "object":
            yield from ((f"{place}/{name}", inner) for name, inner in described["properties"].items())
        for key, inner in described.items():
            yield from properties(inner, f"{place}/{key}")
    elif isinstance(described, list):
        for number, inner in enumerate(described):
            yield from properties(inner, f"{place}/{number}")


def test_every_property_says_what_it_means(contract: Json) -> None:
    found = dict(properties(contract))

    assert "/components/schemas/Claim/worded_rev" in found
    assert [place for place, described in found.items() if not described.get("description")] == []


def test_every_word_of_a_closed_list_says_what_it_means(contract: Json) -> None:
    lists = {name: listed for name, listed in contract["components"]["schemas"].items() if "enum" in listed}

    assert {"SourceTypeWord", "CorroborationStatusWord"} < set(lists)
    assert [
        (name, word)
        for name, listed in lists.items()
        for word in listed["enum"]
        if f"- `{word}`: " not in listed["description"]
    ] == []


def test_every_schema_parameter_header_and_answer_says_what_it_is(contract: Json) -> None:
    told = [*contract["components"]["schemas"].values(), *contract["components"]["headers"].values()]
    for _, _, operation in operations(contract):
        told += operation["parameters"]
        told += [answer for answer in operation["responses"].values() if "$ref" not in answer]

    assert [described for described in told if not described.get("description")] == []


def test_a_patch_takes_no_key_that_only_a_new_row_is_sent_with(contract: Json) -> None:
    schemas = contract["components"]["schemas"]

    assert "also" in schemas["ClaimBody"]["properties"]
    assert "also" not in schemas["ClaimPatch"]["properties"]


@pytest.fixture
def newsroom(api: Api) -> Api:
    return open_newsroom(api)


def test_every_example_works(newsroom: Api, contract: Json) -> None:
    sent = 0

    # The merge comes last: it takes away what others work on.
    for method, path, operation in sorted(operations(contract), key=lambda found: "merge" in found[1]):
        for media, described in operation.get("requestBody", {}).get("content", {}).items():
            for example in described["examples"].values():
                response = send(newsroom, method, path.format(**IDS), media, example["value"])
                assert str(response.status_code) in operation["responses"], response.get_data(as_text=True)
                assert response.status_code < 300, response.get_data(as_text=True)
                sent += 1

    assert sent >= len([operation for _, _, operation in operations(contract) if "requestBody" in operation])


def send(api: Api, method: str, path: str, media: str, body: Json) -> Any:
    headers = {"Authorization": f"Bearer {api.token}", "If-Match": "*", "Content-Type": media}
    client = api.app.test_client()
    data = {"data": body} if isinstance(body, str) else {"json": body}
    return client.open(path, method=method, headers=headers, **data)


def test_the_page_for_people_needs_nothing_from_elsewhere(api: Api) -> None:
    page = api.call("GET", "/docs")

    assert page.content_type == "text/html; charset=utf-8"
    parts = [part.split('"')[0] for part in page.get_data(as_text=True).split('="')[1:]]
    paths = [part for part in parts if part.startswith("/docs/")]
    assert len(paths) == 4
    assert not any("://" in part for part in parts)
    for path in paths:
        with api.call("GET", path) as part:
            assert part.status_code == 200


def test_the_page_has_no_other_parts(api: Api) -> None:
    api.refused(404, "GET", "/docs/index.html")


def test_a_client_made_of_the_contract_finds_no_flaw(api: Api, url: str, tmp_path: Path) -> None:
    with database.connection_context():
        for path in fixtures.shipped():
            fixtures.seed(path)
    token = api.by("root", Scope.ADMIN).token

    with serve(url, tmp_path / "log") as served:
        command = [
            str(BIN / "schemathesis"), "run", f"http://127.0.0.1:{served.port}/v1/openapi.json",
            "--seed", "1", "--max-examples", os.environ.get("HEARSAY_EXAMPLES", "3"),
            "--header", f"Authorization: Bearer {token}",
        ]  # fmt: skip
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-8_000:]
