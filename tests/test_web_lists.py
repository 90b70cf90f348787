"""The pages of lists, of a source, and the front page."""

import pytest

from tests.api import Api, named, outlet, unnamed
from tests.pages import Element, Page, read

ADA = named("Ada Obi", "official")


def statements(page: Page) -> list[str]:
    return [one.text for one in page.classed("statement")]


def facet(page: Page, value: str) -> str:
    [link] = [one for one in page.named("a") if one.text == value and one.attributes["href"].startswith("/claims")]
    return link.attributes["href"]


def in_pairs(page: Page) -> list[tuple[Element, Element]]:
    return list(zip(page.named("dt"), page.named("dd"), strict=True))


def test_a_page_of_claims_is_what_the_api_gives_for_the_same_query(api: Api) -> None:
    api.claim("A.", attribution=[ADA])
    api.claim("B.", attribution=[unnamed()])
    api.claim("C.", attribution=[ADA])
    query = "source_type=official&sort=-rev"

    page = read(api, f"/claims?{query}")

    assert statements(page) == [one["statement"] for one in api.get(f"/v1/claims?{query}")["items"]] == ["C.", "A."]
    assert page.named("h1")[0].text == "2 claims"


def test_a_facet_adds_a_filter_and_takes_it_away(api: Api) -> None:
    api.claim("A.", attribution=[ADA])
    api.claim("B.", attribution=[unnamed()])

    wide = read(api, "/claims")
    narrow = read(api, facet(wide, "official"))

    assert statements(wide) == ["A.", "B."]
    assert statements(narrow) == ["A."]
    assert facet(narrow, "official") == "/claims"
    assert [to for said, to in narrow.links.items() if said.startswith("Speaks as: official")] == ["/claims"]


def test_claims_without_a_value_have_a_link_too(api: Api) -> None:
    api.claim("A.", article={"url": "https://a.example", "publisher": {"name": "Daily"}})
    api.claim("B.", article={"url": "https://b.example"})

    page = read(api, "/claims")
    without = [one for one in page.named("a") if one.attributes["href"] == "/claims?publisher_id__exists=false"]

    assert [one.text for one in without] == ["not recorded"]
    assert statements(read(api, "/claims?publisher_id__exists=false")) == ["B."]


def test_what_was_searched_for_is_marked(api: Api) -> None:
    api.claim("The bridge is closed.", attribution=[ADA])
    api.claim("Nothing else.")

    page = read(api, "/claims?q=BRIDGE&sort=relevance")

    assert statements(page) == ["The bridge is closed."]
    assert [one.text for one in page.named("mark")] == ["bridge"]
    assert {one.attributes["value"] for one in page.named("input") if one.attributes["name"] == "q"} == {"BRIDGE"}


@pytest.mark.parametrize("path", ["/claims", "/articles/art_a"])
def test_an_editors_own_status_stands_beside_what_a_claim_amounts_to(api: Api, path: str) -> None:
    api.claim(id="clm_a", article={"id": "art_a", "url": "https://a.example"})
    other = read(api, path).text
    api.call("PUT", "/v1/claims/clm_a/override", {"status": "retracted", "reason": "So it is."})

    assert "an editor says" not in other
    assert "an editor says retracted" in read(api, path).text


def test_an_empty_field_of_a_form_asks_for_nothing(api: Api) -> None:
    response = api.app.test_client().get("/claims?q=&sort=relevance&source_type=expert")

    assert (response.status_code, response.headers["Location"]) == (303, "/claims?source_type=expert")


@pytest.mark.parametrize("asked", ["format=csv", "format=ndjson", "fields=id"])
def test_another_form_of_a_list_is_the_apis(api: Api, asked: str) -> None:
    response = api.app.test_client().get(f"/claims?{asked}")

    assert (response.status_code, response.headers["Location"]) == (303, f"/v1/claims?{asked}")


@pytest.mark.parametrize("of", ["claims", "articles", "sources"])
def test_a_list_goes_on_where_its_page_ended(api: Api, of: str) -> None:
    for number in range(3):
        api.claim(article={"url": f"https://{number}.example"}, attribution=[named(f"Ada {number}")])
    path, seen = f"/{of}?limit=2", list[str]()

    while path:
        page = read(api, path)
        seen += [one.attributes["href"] for one in page.named("a") if one.attributes["href"].startswith(f"/{of}/")]
        path = page.links.get(f"The next {of}", "")

    assert len(seen) == 3 == len(set(seen))


def test_an_article_is_looked_up_by_its_address_in_any_spelling(api: Api) -> None:
    api.post("/v1/articles", {"id": "art_a", "url": "https://a.example/1"})
    client = api.app.test_client()

    found = client.get("/articles?url=HTTPS://A.example:443/1%23top")
    other = read(api, "/articles?url=https://b.example/1")

    assert (found.status_code, found.headers["Location"]) == (303, "/articles/art_a")
    assert "No article like this is stored here." in other.text


def test_the_front_page_shows_the_newest_articles_first(api: Api) -> None:
    for number in (1, 2):
        at = f"2020-01-0{number}T00:00:00Z"
        api.post("/v1/articles", {"url": f"https://{number}.example", "title": f"News {number}", "published_at": at})

    page = read(api, "/")

    assert [one.text for one in page.named("a", "title")] == ["News 2", "News 1"]
    assert [form.attributes["action"] for form in page.named("form")] == ["/claims", "/articles"]


def test_a_source_shows_what_it_said_alone_what_it_passed_on_and_who_prints_it(api: Api) -> None:
    daily = {"url": "https://a.example", "publisher": {"name": "Daily"}}
    wire = outlet("Wire")
    wire["source"]["id"] = "src_wire"
    ada = {**ADA, "source": {**ADA["source"], "id": "src_ada"}}
    api.claim("A.", article=daily, attribution=[wire, ada])
    api.claim("B.", article={"url": "https://a.example"}, attribution=[ada])
    api.claim("C.", article={"url": "https://c.example"}, attribution=[named("Ben Roe")])

    speaker, passing = read(api, "/sources/src_ada"), read(api, "/sources/src_wire")

    figures = [" ".join(one.text.split()) for one in speaker.named("dd")]
    assert figures[:3] == ["2", "2", "0"]
    assert statements(speaker) == ["B.", "A."] or sorted(statements(speaker)) == ["A.", "B."]
    assert "Daily 2" in [" ".join(one.text.split()) for one in speaker.named("tr")]
    assert statements(passing) == ["A."]
    assert "No claim rests on this source." in passing.text


def test_an_outlet_shows_how_much_it_says_in_its_own_voice(api: Api) -> None:
    daily = {"url": "https://a.example", "publisher": {"id": "src_daily", "kind": "outlet", "name": "Daily"}}
    api.claim("A.", article=daily)
    api.claim("B.", article=daily, attribution=[ADA])

    figures = {one.text: value.text.strip() for one, value in in_pairs(read(api, "/sources/src_daily"))}

    assert figures["Claims that it published"] == "2"
    assert figures["of these, in its own voice"] == "1"


def test_an_address_is_looked_up_without_its_scheme_too(api: Api) -> None:
    api.claim("A.", article={"id": "art_a", "url": "https://a.example/1"})
    client = api.app.test_client()

    first = client.get("/articles?url=a.example/1")
    second = client.get(first.headers["Location"])

    assert (first.status_code, second.status_code, second.headers["Location"]) == (303, 303, "/articles/art_a")


def test_a_source_shows_what_would_fall_with_it(api: Api) -> None:
    api.claim("A.", id="clm_a", attribution=[{**ADA, "source": {**ADA["source"], "id": "src_ada"}}])
    api.tie("clm_a", "supported_by", {"article": {"url": "https://b.example"}, "attribution": [named("Ben Roe")]})

    rows = [" ".join(one.text.split()) for one in read(api, "/sources/src_ada").named("tr")]

    assert "A. corroborated single source" in rows


def test_a_source_without_a_name_says_which_article_knows_it(api: Api) -> None:
    claim = api.claim(attribution=[unnamed()])
    source = claim["attribution"][0]["source"]["id"]

    page = read(api, f"/sources/{source}")

    assert page.named("h1")[0].text == "A source without a name"
    assert page.links["one article"] == f"/articles/{claim['article']['id']}"
