"""Each operation is done for those of whom the table of rights says so, and for nobody else."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from service.domain.rights import ADMINISTERS, ANYBODY, READS, RIGHTS, WHILE_BLIND, Public, Right, right_of
from service.domain.vocabulary import Scope
from tests.api import Api
from tests.contracts import IDS, open_newsroom, operations, working
from tests.ratings import ADMIRALTY, make_blind
from tests.stores import serving
from tests.vocabularies import install, vocabulary

TOLD: Final = Path(__file__).parents[1] / "docs/security.md"
NOT_LET: Final = {401, 403}
SCALE: Final = "secret:level"
OWNED: Final = ["delete_tag", "delete_evidence"]
PLACES: Final = {
    **IDS, "namespace": "check", "handle": "mina", "asset": "start.js", "version": "1", "name": "style.css",
}  # fmt: skip


def views(api: Api) -> dict[str, tuple[str, str]]:
    """Give each view with its method and its address."""
    return {
        rule.endpoint.rpartition(".")[2]: (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in api.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def as_told(right: Right) -> tuple[str, str]:
    scope = "none" if right == ANYBODY else f"`{right.scope}`"
    return scope, "" if not right.is_owned else f"`{right.others}`" if right.others else "nobody"


def allowed(right: Right, scope: Scope | None) -> bool:
    """Read a line of the table for what is nobody's, or one's own, where reading is public."""
    order = list(Scope)
    if right in {ANYBODY, READS}:
        return True
    return scope is not None and order.index(scope) >= order.index(right.scope)


def test_every_operation_is_in_the_table_and_nothing_else(api: Api) -> None:
    assert set(RIGHTS) == set(views(api))


def test_what_is_not_in_the_table_takes_the_most() -> None:
    assert right_of("launch_rocket") == ADMINISTERS


def test_only_reads_are_open_to_everybody(api: Api) -> None:
    open_writes = {name for name, (method, _) in views(api).items() if method != "GET" and right_of(name) == READS}
    public_writes = {name for name, (method, _) in views(api).items() if method != "GET" and right_of(name) == ANYBODY}

    assert open_writes == set()
    assert public_writes == {"sign_in", "sign_out"}


def test_the_documented_table_is_this_one(api: Api) -> None:
    rows = re.findall(r"^\| (\w+) \| `([^`]+)` \| (.+?) \|(.*?)\|$", TOLD.read_text("utf-8"), re.MULTILINE)

    told = {(f"{method} {path}", scope, others.strip()) for method, path, scope, others in rows}
    real = {(" ".join(views(api)[name]), *as_told(right)) for name, right in RIGHTS.items()}
    blind = {(f"{' '.join(views(api)[name])}?predicate=", *as_told(right)) for name, right in WHILE_BLIND.items()}
    assert told == real | blind


@pytest.mark.parametrize("scope", [None, *Scope])
def test_an_operation_of_the_api_is_done_with_its_scope_and_not_without(api: Api, scope: Scope | None) -> None:
    open_newsroom(api)
    token = None if scope is None else api.by("dee", scope).token

    for request in working(api.get("/v1/openapi.json"), token):
        name = request.operation["operationId"]
        sent = (request if scope else request.but(Authorization=None)).send(api)

        if not allowed(RIGHTS[name], scope):
            assert sent.status == (401 if scope is None else 403), name
        elif name not in OWNED:
            assert sent.status not in NOT_LET, name


@pytest.mark.parametrize("scope", [None, *Scope])
def test_a_page_is_shown_with_its_scope_and_not_without(api: Api, scope: Scope | None) -> None:
    open_newsroom(api)
    reader = Api(api.app, None if scope is None else api.by("dee", scope).token)

    for name, (method, path) in views(api).items():
        if method == "GET" and not path.startswith("/v1"):
            asked = f"?predicate={ADMIRALTY}" if path.endswith("/queue") else ""
            status = reader.call("GET", path.format(**PLACES) + asked).status_code
            assert (status not in NOT_LET) == allowed(RIGHTS[name], scope), name


def test_where_reading_needs_a_token_only_what_lets_one_in_does_not(api: Api, url: str) -> None:
    open_newsroom(api)
    with serving(url, public_read=False) as closed:
        for name, (method, path) in views(api).items():
            if method == "GET":
                response = Api(closed.app, None).call("GET", path.format(**PLACES))
                # A browser is led to where to sign in.
                is_let = response.status_code not in {*NOT_LET, 303}
                assert is_let == isinstance(RIGHTS[name], Public), name


def withdraw(api: Api, name: str, caller: Api) -> TestResponse:
    """Try to take back what mina gave or proposed."""
    mina = api.by("mina")
    row = mina.tag("clm_one") if name == "delete_tag" else mina.tie("clm_one", "supported_by", "clm_other")
    path = "tags" if name == "delete_tag" else "evidence"
    return caller.call("DELETE", f"/v1/{path}/{row['id']}", If_Match="*")


@pytest.mark.parametrize("name", OWNED)
@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("is_own", [True, False], ids=["one's own", "another's"])
def test_what_is_another_reviewers_takes_more(api: Api, name: str, scope: Scope, *, is_own: bool) -> None:
    for claim_id in ("clm_one", "clm_other"):
        api.claim(id=claim_id)
    needed = RIGHTS[name].scope if is_own else RIGHTS[name].others
    order = list(Scope)

    status = withdraw(api, name, api.by("mina" if is_own else "dee", scope)).status_code

    assert status == (204 if needed is not None and order.index(scope) >= order.index(needed) else 403)


@pytest.mark.parametrize("name", WHILE_BLIND)
@pytest.mark.parametrize("scope", [None, *Scope])
@pytest.mark.parametrize("is_own", [True, False], ids=["one's own", "another's"])
def test_what_is_judged_blind_takes_more(api: Api, name: str, scope: Scope | None, *, is_own: bool) -> None:
    install(vocabulary("secret", {"level": "ab"}))
    make_blind("secret")
    right = WHILE_BLIND[name]
    needed = right.scope if is_own or not right.is_owned else right.others
    order = list(Scope)
    reader = Api(api.app, None if scope is None else api.by("mina" if is_own else "dee", scope).token)

    _, path = views(api)[name]
    status = reader.call("GET", f"{path.format(**PLACES)}?predicate={quote(SCALE)}").status_code

    is_let = scope is not None and needed is not None and order.index(scope) >= order.index(needed)
    assert status == (200 if is_let else 401 if scope is None else 403)


def test_the_contract_tells_the_scope_of_each_operation(api: Api) -> None:
    for _, _, operation in operations(api.get("/v1/openapi.json")):
        right = RIGHTS[operation["operationId"]]
        told = re.findall(r"Needs the scope `(\w+)`", operation["description"])
        assert told == ([] if right in {ANYBODY, READS} else [right.scope])
