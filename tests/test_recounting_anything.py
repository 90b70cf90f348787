"""Whatever is done to a small newsroom, every claim stands where it would if all were counted from nothing."""

import os
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, outlet, unnamed
from tests.bulk import ndjson, send
from tests.stored import differences
from tests.stores import clear, serving

EXAMPLES = int(os.environ.get("HEARSAY_EXAMPLES", "200")) // 10
TIES = ("supported_by", "supported_by", "repeats", "contradicted_by", "retracted_by")
PEOPLE = ("ada", "ben", "ministry", "daily", "weekly")
DAYS = (None, "2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z")
CLAIMS = 7
CITED: tuple[list[Json], ...] = (
    [], [unnamed(number=1)], [outlet("Weekly", channel="direct-observation")], [outlet("Daily"), named("Ada")],
    [unnamed("collective", 2, count=3)], [named("Ministry", "official", "body")],
)  # fmt: skip

Verb = Callable[[Api, int, int], object]


def newsroom(api: Api) -> None:
    """Store seven claims in as many articles, by a few who belong together or not."""
    api.post("/v1/sources", {"id": "src_ministry", "kind": "body", "name": "Ministry"})
    for name, kind in (("ada", "person"), ("ben", "person"), ("daily", "outlet"), ("weekly", "outlet")):
        api.post("/v1/sources", {"id": f"src_{name}", "kind": kind, "name": name.title()})
    chains: tuple[list[Json], ...] = (
        [named("Ada")],
        [outlet("Daily"), named("Ben")],
        [outlet("Weekly")],
        [],
        [unnamed()],
        [named("Ada")],
        [],
    )
    for number, chain in enumerate(chains):
        publisher = {"id": f"src_{('daily', 'weekly')[number % 2]}"} if number % 3 else None
        told = {"publisher": publisher, "published_at": DAYS[number % 3]}
        article = {"id": f"art_{number}", "url": f"https://{number}.example/", **told}
        api.claim(id=f"clm_{number}", article=article, attribution=chain)


def tie(api: Api, one: int, two: int) -> object:
    cited = {"article": {"id": f"art_{one % CLAIMS}"}, "attribution": [named(PEOPLE[two % 2].title())][: one % 2]}
    end = {"citation": cited} if two % 6 == 0 else {"claim": f"clm_{two % CLAIMS}"}
    return api.call("POST", f"/v1/claims/clm_{one % CLAIMS}/evidence", {"tie": TIES[(one + two) % 5], **end})


def cite(api: Api, one: int, two: int) -> object:
    cited = {"url": f"https://cited.example/{two % 4}", "publisher": {"name": ("Daily", "Weekly")[one % 2]}}
    citation = {"article": {"id": f"art_{two % CLAIMS}"} if two % 3 else cited, "attribution": CITED[two % len(CITED)]}
    body = {"tie": TIES[one % 5], "citation": citation}
    return api.call("POST", f"/v1/claims/clm_{one % CLAIMS}/evidence", body)


def load(api: Api, one: int, two: int) -> object:
    name, chain = f"n{one % 9}", [named("Ada")] if two % 3 else []
    copied = {"copy_of": {"id": f"art_{two % CLAIMS}"}} if two % 2 else {}
    tied = {"id": f"evd_{name}", "subject": f"clm_{name}", "tie": TIES[two % 5], "claim": f"clm_{two % CLAIMS}"}
    rows: list[Json] = [
        {"article": {"id": f"art_{name}", "url": f"https://{name}.example/", **copied}},
        {"claim": {"id": f"clm_{name}", "article": {"id": f"art_{name}"}, "statement": "It is.", "attribution": chain}},
        {"evidence": tied},
    ]
    query = ({}, {"on_conflict": "skip"}, {"dry_run": "true"})[one % 3]
    return send(api, ndjson(*rows), query=query)


def turn(api: Api, one: int, two: int) -> object:
    kind = ("person", "document", "body", "outlet")[two % 4]
    return api.call("PATCH", f"/v1/sources/src_{PEOPLE[one % 5]}", {"kind": kind}, If_Match="*")


def end(api: Api, one: int, _: int) -> object:
    ties = api.ids("/v1/evidence") or ["evd_none"]
    return api.call("DELETE", f"/v1/evidence/{ties[one % len(ties)]}", If_Match="*")


def speak(api: Api, one: int, two: int) -> object:
    chain = [named(PEOPLE[two % 2].title()), outlet("Daily", channel="direct-observation"), unnamed()][two % 3]
    return api.call("PATCH", f"/v1/claims/clm_{one % CLAIMS}", {"attribution": [chain]}, If_Match="*")


def belong(api: Api, one: int, two: int) -> object:
    owner = {"id": f"src_{PEOPLE[two % 5]}"} if two % 4 else None
    return api.call("PATCH", f"/v1/sources/src_{PEOPLE[one % 5]}", {"belongs_to": owner}, If_Match="*")


def publish(api: Api, one: int, two: int) -> object:
    other = {"copy_of": {"id": f"art_{two % CLAIMS}"}}
    changed = (other, {"publisher": {"name": "Weekly"}}, {"published_at": DAYS[two % 3]}, {"copy_of": None})[two % 4]
    return api.call("PATCH", f"/v1/articles/art_{one % CLAIMS}", changed, If_Match="*")


def identify(api: Api, one: int, two: int) -> object:
    who = {"source": {"id": f"src_{PEOPLE[two % 2]}"}, "citation": {"article": {"id": "art_0"}}}
    nameless = api.ids("/v1/sources", article_id__exists="true")
    body = {"identified_as": who if one % 2 else None}
    return api.call("PATCH", f"/v1/sources/{nameless[two % len(nameless)]}", body, If_Match="*")


def look_up(api: Api, one: int, two: int) -> object:
    uris = [f"https://id.example/{one}"] if two % 2 else []
    return api.call("PATCH", f"/v1/sources/src_{PEOPLE[one % 5]}", {"same_as": uris}, If_Match="*")


def merge(api: Api, one: int, two: int) -> object:
    return api.call("POST", f"/v1/sources/src_{PEOPLE[one % 5]}/merge", {"into": f"src_{PEOPLE[two % 5]}"})


def erase(api: Api, one: int, two: int) -> object:
    path = (f"articles/art_{one % CLAIMS}", f"sources/src_{PEOPLE[one % 5]}")[two % 2]
    body = {"paths": [("/title", "/same_as")[two % 2]], "reason": "Asked for."}
    return api.call("POST", f"/v1/{path}/erase", body)


def override(api: Api, one: int, two: int) -> object:
    path = f"/v1/claims/clm_{one % CLAIMS}/override"
    return (
        api.call("PUT", path, {"status": "retracted", "reason": "So it is."}) if two % 2 else api.call("DELETE", path)
    )


def delete(api: Api, one: int, _: int) -> object:
    return api.call("DELETE", f"/v1/claims/clm_{one % CLAIMS}", If_Match="*")


OFTEN: tuple[Verb, ...] = (tie, tie, tie, tie, tie, cite, cite, cite, end)
SELDOM: tuple[Verb, ...] = (
    speak, belong, publish, publish, identify, look_up, turn, merge, erase, override, load, load, delete,
)  # fmt: skip
SMALL = st.integers(0, 40)
DEEDS = st.lists(st.tuples(st.sampled_from([*OFTEN, *SELDOM]), SMALL, SMALL), min_size=6, max_size=14)


@given(DEEDS)
@settings(max_examples=EXAMPLES)
def test_what_was_counted_step_by_step_is_what_is_counted_from_nothing(
    url: str, deeds: list[tuple[Verb, int, int]]
) -> None:
    with serving(url) as api:
        admin = api.by("root", Scope.ADMIN)
        newsroom(admin)
        for verb, one, two in deeds:
            answer = verb(admin, one, two)
            assert getattr(answer, "status_code", 500) < 500
        assert differences() == []
        for claim in admin.get("/v1/claims", limit=200)["items"]:
            assert admin.get(f"/v1/claims/{claim['id']}/corroboration")["corroboration"] == claim["corroboration"]
            assert claim in admin.get(f"/v1/stories/{claim['story']}")["claims"]
    clear(url)


@given(DEEDS, st.sampled_from(sorted(set(TIES))), st.sampled_from([(0, 1), (1, 5), (2, 3), (4, 6)]))
@settings(max_examples=EXAMPLES)
def test_a_tie_that_is_made_and_ended_leaves_every_claim_as_it_stood(
    url: str, deeds: list[tuple[Verb, int, int]], verb_of_tie: str, ends: tuple[int, int]
) -> None:
    with serving(url) as api:
        admin = api.by("root", Scope.ADMIN)
        newsroom(admin)
        for verb, one, two in deeds:
            verb(admin, one, two)
        before = standing(admin)
        made = admin.call("POST", f"/v1/claims/clm_{ends[0]}/evidence", {"tie": verb_of_tie, "claim": f"clm_{ends[1]}"})
        if made.status_code == 201:
            admin.delete(f"/v1/evidence/{(made.json or {})['id']}")
        assert standing(admin) == before
    clear(url)


def standing(api: Api) -> dict[str, Json]:
    return {
        claim["id"]: (claim["story"], claim["corroboration"]) for claim in api.get("/v1/claims", limit=200)["items"]
    }
