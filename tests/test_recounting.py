"""What a tie does to the claims at its ends and beyond, and that taking it back undoes it."""

from tests.api import Api, Json, named
from tests.stored import differences


def said(api: Api, name: str, *chain: Json, **article: Json) -> Json:
    """Store a claim of one article for each name."""
    found = {"id": f"art_{name}", "url": f"https://{name}.example/1", **article}
    return api.claim(id=f"clm_{name}", article=found, attribution=list(chain))


def tie(api: Api, subject: str, verb: str, other: str | Json) -> Json:
    leads_to = {"claim": f"clm_{other}"} if isinstance(other, str) else {"citation": other}
    return api.post(f"/v1/claims/clm_{subject}/evidence", {"tie": verb, **leads_to})


def status(api: Api, name: str) -> str:
    return str(api.get(f"/v1/claims/clm_{name}")["corroboration"]["status"])


def test_two_named_people_in_two_articles_corroborate_each_other(api: Api) -> None:
    said(api, "a", named("Ada Obi"))
    said(api, "b", named("Ben Ito"))
    said(api, "noise", named("Cy Dane"))

    made = tie(api, "a", "supported_by", "b")

    assert [status(api, name) for name in ("a", "b", "noise")] == ["corroborated", "corroborated", "single_source"]
    one = api.get("/v1/claims/clm_b")
    assert one["story"] == "sty_a"
    assert one["rev"] == made["rev"]
    assert one["corroboration"]["origins"] == {"min": 2, "max": 2}
    (entry,) = api.feed(made["rev"] - 1)
    assert entry["touched"] == [{"claim": name, "status": "corroborated", "moved": True} for name in ("clm_a", "clm_b")]
    assert differences() == []
