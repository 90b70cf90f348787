"""Notes of ties: for whoever has a token, and in nothing that is public."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json
from tests.stored import everything

PATH = "/v1/claims/clm_bridge/evidence"
NOTE = "Rung up on Monday; keep this out of the paper."
REPEATS: Json = {"tie": "repeats", "claim": "clm_ferry"}


@pytest.fixture
def proposed(api: Api) -> Json:
    """Let a reviewer propose a tie with a note, beside one without."""
    for name in ("bridge", "ferry", "noise", "other"):
        api.claim(id=f"clm_{name}")
    api.tie("clm_noise", "repeats", "clm_other", id="evd_noise")
    return api.by("ben").tie("clm_bridge", "repeats", "clm_ferry", id="evd_ben", note=NOTE)


def test_a_note_is_read_with_a_token_and_by_nobody_else(api: Api, proposed: Json) -> None:
    reader, public = api.by("cleo", Scope.READ), Api(api.app, None)

    assert proposed["note"] == reader.get("/v1/evidence/evd_ben")["note"] == NOTE
    assert [item["note"] for item in reader.get("/v1/evidence", sort="created_at")["items"]] == [None, NOTE]
    plain = {key: value for key, value in proposed.items() if key != "note"}
    assert public.get("/v1/evidence/evd_ben") == plain
    assert public.get("/v1/evidence", state="proposed")["items"] == [plain]


@pytest.mark.parametrize("what", ["stands", "accepted", "ended"])
def test_a_note_is_in_no_public_document(api: Api, proposed: Json, what: str) -> None:
    if what == "accepted":
        api.call("POST", f"/v1/evidence/{proposed['id']}/accept")
    if what == "ended":
        api.delete("/v1/evidence/evd_ben")
    public = Api(api.app, None)

    for path in ("/v1/changes", "/v1/claims", "/v1/claims/clm_bridge", "/v1/reviewers", "/v1/evidence"):
        assert "Rung up" not in public.call("GET", path).get_data(as_text=True)
    assert '"note"' not in public.call("GET", "/v1/evidence").get_data(as_text=True)
    tables = [name for name, rows in everything().items() if any("Rung up" in row for row in rows)]
    assert tables == ["Evidence"]


def test_a_stale_delete_shows_what_is_there_without_the_note(api: Api, proposed: Json) -> None:
    problem = api.refused(412, "DELETE", f"/v1/evidence/{proposed['id']}", If_Match='"1"')

    assert problem["current"] == {key: value for key, value in proposed.items() if key != "note"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/evidence"), ("HEAD", "/v1/evidence"), ("GET", "/v1/evidence/evd_noise"), ("POST", PATH),
        ("GET", "/v1/evidence/evd_none"), ("GET", "/v1/evidence?x=1"), ("POST", "/v1/evidence/evd_noise/accept"),
        ("DELETE", "/v1/evidence/evd_noise"),
    ],
)  # fmt: skip
def test_every_answer_about_evidence_varies_by_who_asks(api: Api, proposed: Json, method: str, path: str) -> None:
    assert proposed["id"] == "evd_ben"
    for caller in (api, Api(api.app, None)):
        response = caller.call(method, path, REPEATS if method == "POST" else None)

        assert response.headers["Vary"] in {"Authorization, Accept-Encoding", "Authorization, Accept, Accept-Encoding"}
