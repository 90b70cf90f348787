"""A store that holds one of everything that a store can hold."""

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, outlet, unnamed
from tests.erasing import erase
from tests.vocabularies import install, vocabulary

TEXT = "Die Brücke ist zu. 桥封了。 The bridge is closed, they say. Nobody knows why."
NEW_TEXT = "Die Brücke ist offen. 桥封了。 Nobody knows why."
PEOPLE: dict[str, Json] = {
    "ada": {"name": "Åda Obi", "aliases": ["A. Obi"], "belongs_to": {"id": "src_zz-ministry"}},
    "first-ada": {"name": "Ada Obbi"},
    "smith": {"name": "Jo Smith"},
    "other-smith": {"name": "Jo Smith", "new": True},
    "secret": {"name": "Zebulon Quarrington", "same_as": ["https://id.example/zq"]},
    "stray": {"name": "Stray Cat"},
    "aa-twin": {"name": "Jo Smyth"},
}


def fill(api: Api) -> None:
    """Put it all into an empty store."""
    admin, ben = api.by("root", Scope.ADMIN), api.by("ben")
    _add_sources(api)
    _add_articles(api)
    _add_claims(api)
    _identify(api)
    _tag(api, ben)
    _retire(api)
    _tie(api, ben)
    _change(api)
    _withdraw(api, ben)
    _erase(admin)
    api.claim("The last word.", id="clm_last", article={"id": "art_plain"}, attribution=[link("ada")])


def link(person: str, **keys: Json) -> Json:
    """Make a link to one of the people."""
    return {"source": {"id": f"src_{person}"}, "source_type": "expert", **keys}


def _add_sources(api: Api) -> None:
    api.post("/v1/sources", {"id": "src_zz-ministry", "kind": "body", "name": "Ministry of Bridges 橋樑部"})
    for person, data in PEOPLE.items():
        api.post("/v1/sources", {"id": f"src_{person}", "kind": "person", **data})
    paper = {"id": "src_law", "kind": "document", "name": "Bridge Act", "same_as": ["https://law.example/7#s2"]}
    api.post("/v1/sources", paper)


def _add_articles(api: Api) -> None:
    owner = {"kind": "body", "name": "Daily Holding"}
    daily = {"id": "src_aa-daily", "kind": "outlet", "name": "The Daily", "belongs_to": owner}
    api.post("/v1/sources", daily)
    told = {"title": "Brücke «zu»", "authors": ["Mia Ö.", "Jo"], "language": "de", "publisher": {"id": daily["id"]}}
    times = {"published_at": "2020-10-09T15:23:00.123456+02:00", "retrieved_at": "1969-12-31T23:59:59Z"}
    original = {"id": "art_zz-text", "url": "https://daily.example/brücke?a=ü", "text": TEXT, **told, **times}
    api.post("/v1/articles", {**original, "archived_url": "https://archive.example/1"})
    for article_id, copied in (("art_m-copy", "art_zz-text"), ("art_a-copy", "art_m-copy")):
        api.post("/v1/articles", {"id": article_id, "url": f"urn:x:{article_id}", "copy_of": {"id": copied}})
    api.post("/v1/articles", {"id": "art_plain", "url": "https://plain.example/1", "fictional": True})
    api.post("/v1/articles", {"id": "art_gone", "url": "https://gone.example/1"})
    api.post("/v1/articles", {"id": "art_secret", "url": "https://secret.example/1", "title": "A secret title"})


def _add_claims(api: Api) -> None:
    daily, plain = {"article": {"id": "art_zz-text"}}, {"article": {"id": "art_plain"}}
    chain = [outlet("Courier", channel="press-report", cue="quoted"), link("ada", role="minister", channel="quote")]
    api.claim("The bridge is closed.", id="clm_quote", quote="The bridge is closed", **daily, attribution=chain)
    api.claim("桥封了。", id="clm_place", selector={"start": 19, "end": 23}, language="zh-Hant", **daily)
    api.claim("They say so.", id="clm_some", **plain, attribution=[unnamed("collective", 2, count=3)])
    one = unnamed("withheld", 1, anonymity_reason="fear", ground_rule="deep-background", description="an aide")
    api.claim("One says so.", id="clm_one", **plain, attribution=[one])
    api.claim("The law says so.", id="clm_law", **plain, attribution=[link("law", source_type="document")])
    api.claim("It was seen.", id="clm_seen", **daily, channel="direct-observation", position=9)
    api.claim("A secret.", id="clm_secret", article={"id": "art_secret"}, attribution=[link("secret", as_printed="ZQ")])
    api.claim("The Smiths.", id="clm_smiths", **plain, attribution=[link("smith"), link("other-smith")])
    api.claim("By the first.", id="clm_ada", **plain, attribution=[link("first-ada")])
    api.claim("It goes.", id="clm_gone", **daily, attribution=[named("Passer-by"), link("secret", as_printed="Zeb")])


def _identify(api: Api) -> None:
    (aide, _) = api.get("/v1/sources", article_id="art_plain")["items"]
    cited = {"url": "https://zz.example/found", "publisher": {"name": "The Finder"}}
    api.patch(
        f"/v1/sources/{aide['id']}",
        {"identified_as": {"source": {"kind": "person", "name": "Eve Found"}, "citation": {"article": cited}}},
    )


def _tag(api: Api, ben: Api) -> None:
    api.tag("clm_quote", 'admiralty-scale:source-reliability="b"', note="Gesehen; 確認")
    ben.tag("clm_quote", "check:done")
    ben.tag("clm_place", "check:done", id="tag_withdrawn", note="too soon")
    ben.tag("clm_law", "check:done", id="tag_secret", note="a secret note")
    ben.tag("clm_gone", "check:done", note="ends with its claim")
    ben.tag("clm_some", "check:done", id="tag_replaced", note="first")
    ben.tag("clm_some", "check:done", note="second")


def _retire(api: Api) -> None:
    """Let a term be held that its taxonomy has dropped."""
    install(vocabulary("Farben/Töne", {"hue ": ["red", "grün"], "plain": []}, exclusive=True))
    api.tag("clm_one", 'Farben/Töne:hue ="red"', id="tag_excluded")
    api.tag("clm_one", 'Farben/Töne:hue ="grün"', id="tag_retired")
    install(vocabulary("Farben/Töne", ["plain"], version=2))


def _tie(api: Api, ben: Api) -> None:
    api.tie("clm_seen", "contradicted_by", "clm_law", id="evd_accepted", note="Gesehen; 確認")
    ben.tie("clm_place", "repeats", "clm_quote", id="evd_proposed", note="a hunch")
    ben.tie("clm_some", "supported_by", "clm_one", id="evd_taken-up")
    assert api.call("POST", "/v1/evidence/evd_taken-up/accept").status_code == 200
    chain = [outlet("Courier", cue="quoted"), link("first-ada"), unnamed("withheld", 1, anonymity_reason="fear")]
    found = {"url": "https://cited.example/1", "title": "Zitiert", "publisher": {"id": "src_aa-daily"}}
    api.tie("clm_law", "retracted_by", {"article": found, "attribution": chain}, id="evd_cited")
    secret = {"article": {"id": "art_secret"}, "attribution": [link("secret", as_printed="Zebulon", role="a secret")]}
    api.tie("clm_ada", "supported_by", secret, id="evd_secret", note="a secret tie")
    api.tie("clm_smiths", "supported_by", secret, id="evd_withdrawn")
    api.tie("clm_ada", "contradicted_by", {"article": {"id": "art_plain"}}, id="evd_own-voice")
    api.tie("clm_gone", "repeats", "clm_one", id="evd_ends-with-its-claim")


def _change(api: Api) -> None:
    api.patch("/v1/articles/art_zz-text", {"text": NEW_TEXT})
    api.patch("/v1/claims/clm_quote", {"statement": "The bridge is shut."})
    api.patch("/v1/sources/src_zz-ministry", {"name": "Bridges Office"})
    for source, into in (("first-ada", "stray"), ("stray", "ada"), ("aa-twin", "smith")):
        assert api.call("POST", f"/v1/sources/src_{source}/merge", {"into": f"src_{into}"}).status_code == 200


def _withdraw(api: Api, ben: Api) -> None:
    ben.call("DELETE", "/v1/tags/tag_withdrawn")
    api.delete("/v1/claims/clm_gone")
    api.post("/v1/sources", {"id": "src_gone", "kind": "person", "name": "Gone"})
    for path in ("articles/art_gone", "sources/src_gone", "evidence/evd_withdrawn"):
        api.delete(f"/v1/{path}")


def _erase(admin: Api) -> None:
    erase(admin, "/v1/sources/src_secret", "/name")
    erase(admin, "/v1/articles/art_secret", "/url", "/title")
    erase(admin, "/v1/claims/clm_secret", "/statement")
    erase(admin, "/v1/claims/clm_gone", "/statement")
    erase(admin, "/v1/evidence/evd_secret", "/note", "/citation/attribution/0/role")
    erase(admin, "/v1/evidence/evd_withdrawn", "/citation/attribution/0/role")
    erase(admin, "/v1/tags/tag_secret", "/note")
