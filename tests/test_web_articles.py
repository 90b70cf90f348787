"""The page of an article."""

from tests.api import Api, named, outlet, unnamed
from tests.pages import Page, read

TEXT = "The bridge is closed, said Ada Obi, who had it from a driver.\n\nNobody was hurt."
ARTICLE = {"id": "art_a", "url": "https://a.example/1", "title": "Closed", "text": TEXT, "publisher": {"name": "Daily"}}
ADA = named("Ada Obi", "official")


def marks(page: Page) -> list[tuple[str, str]]:
    return [(one.text, one.attributes["data-c"]) for one in page.named("mark")]


def test_a_claim_is_marked_where_it_is_with_a_note_of_the_way_it_came(api: Api) -> None:
    api.claim(id="clm_a", article=ARTICLE, attribution=[outlet("Wire"), ADA], quote="The bridge is closed")

    page = read(api, "/articles/art_a")

    assert marks(page) == [("The bridge is closed", "0")]
    [mark] = [one for one in page.named("span") if one.text == "The bridge is closed"]
    assert {"t-official", "k-named"} <= mark.classes
    assert [one.text.split() for one in page.named("ol", "path")] == [["Daily", "Wire", "Ada", "Obi"]]
    assert [(one.text, one.attributes["href"]) for one in page.named("a", "ref")] == [("1", "#clm_a")]


def test_nested_and_overlapping_claims_are_each_marked_from_end_to_end(api: Api) -> None:
    api.claim(id="clm_a", article=ARTICLE, quote="The bridge is closed, said Ada Obi")
    api.claim(id="clm_b", article={"id": "art_a"}, attribution=[ADA], quote="bridge is closed")
    api.claim(id="clm_c", article={"id": "art_a"}, attribution=[unnamed()], quote="Ada Obi, who had it from a driver")

    page = read(api, "/articles/art_a")

    assert marks(page) == [
        ("The ", "0"), ("bridge is closed", "0 1"), (", said ", "0"), ("Ada Obi", "0 2"),
        (", who had it from a driver", "2"),
    ]  # fmt: skip
    assert "".join(one.text for one in page.named("p") if one.text.startswith("The bridge")).replace("123", "")
    lanes = [sorted(one.classes) for one in page.named("span") if one.text == "bridge is closed"]
    assert lanes == [["k-none", "l0", "t-outlet"], ["k-named", "l1", "t-official"]]


def test_line_and_hue_tell_who_is_named_and_as_what_they_speak(api: Api) -> None:
    api.claim(article=ARTICLE, attribution=[unnamed()], quote="The bridge is closed")
    api.claim(article={"id": "art_a"}, quote="Nobody was hurt")

    page = read(api, "/articles/art_a")

    kinds = [
        one.classes - {"l0"} for one in page.named("span") if one.text in {"The bridge is closed", "Nobody was hurt"}
    ]
    assert kinds == [{"t-undisclosed", "k-anonymous"}, {"t-outlet", "k-none"}]
    assert "not disclosed, not named" in page.text


def test_without_its_text_the_claims_of_an_article_are_listed_in_order(api: Api) -> None:
    article = {"id": "art_a", "url": "https://a.example/1"}
    api.claim("Second.", article=article, position=2)
    api.claim("First.", article={"id": "art_a"}, position=1, attribution=[unnamed("bare", as_printed="a source")])

    page = read(api, "/articles/art_a")

    assert "The text of this article is not stored here" in page.text
    assert [one.text for one in page.classed("statement")] == ["First.", "Second."]
    assert "a source" in page.text
    assert page.named("mark") == []


def test_a_claim_that_has_no_place_in_the_text_is_listed_below_it(api: Api) -> None:
    api.claim("It is shut.", article=ARTICLE)
    api.claim("Nobody was.", article={"id": "art_a"}, quote="Nobody was hurt")

    page = read(api, "/articles/art_a")

    assert page.text.index("Claims without a place in the text") < page.text.index("It is shut.")
    assert marks(page) == [("Nobody was hurt", "1")]


def test_a_claim_whose_passage_is_gone_from_the_text_is_listed_below_it(api: Api) -> None:
    api.claim("It is shut.", article=ARTICLE, quote="The bridge is closed")
    api.patch("/v1/articles/art_a", {"text": "The bridge is open."})

    page = read(api, "/articles/art_a")

    assert marks(page) == []
    assert "Claims without a place in the text" in page.text


def test_the_report_is_a_picture_with_its_table(api: Api) -> None:
    api.claim(article=ARTICLE, attribution=[ADA])
    api.claim("B.", article={"id": "art_a"}, attribution=[unnamed()])
    api.claim("C.", article={"id": "art_a"}, attribution=[unnamed()])
    api.claim("D.", article={"id": "art_a"})

    page = read(api, "/articles/art_a")

    [bar, dots] = [one for one in page.named("svg") if one.attributes.get("role") == "img"]
    assert "A named source 1 of 4 (25%)" in bar.text
    assert "4 different origins for 4 claims" in dots.text
    rows = [" ".join(one.text.split()) for one in page.named("tr")]
    assert {"A named source 1 25%", "An unnamed source 2 50%", "The outlet alone 1 25%"} <= set(rows)
    widths = [one.attributes["width"] for one in page.named("rect") if one.attributes.get("height") == "28"]
    assert widths == ["150.0", "300.0", "150.0"]


def test_an_article_without_claims_says_so(api: Api) -> None:
    api.post("/v1/articles", {"id": "art_a", "url": "https://a.example/1"})

    assert "No claim is recorded" in read(api, "/articles/art_a").text


def test_each_source_leads_to_all_that_came_through_it_in_this_article(api: Api) -> None:
    api.claim(id="clm_a", article=ARTICLE, attribution=[outlet("Wire"), ADA])
    api.claim("B.", article={"id": "art_a"}, attribution=[ADA])
    ada = api.get("/v1/claims/clm_a")["attribution"][1]["source"]["id"]

    page = read(api, "/articles/art_a")

    [chip] = [one for one in page.named("a") if one.attributes.get("href", "").endswith(f"&source_id={ada}")]
    assert chip.text == "Ada Obi 2"
    assert "2 claims" in read(api, chip.attributes["href"]).text
    [first, second] = page.classed("claim")
    assert ada in first.attributes["data-sources"].split()
    assert ada in second.attributes["data-sources"].split()


def test_very_many_claims_come_some_at_a_time_and_none_twice(api: Api) -> None:
    rows = "\n".join(
        f'{{"claim": {{"id": "clm_{number}", "article": {{"url": "https://a.example/1"}}, "statement": "S {number}.", '
        '"attribution": []}}' for number in range(450)
    ) + "\n"  # fmt: skip
    headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "application/x-ndjson"}
    assert api.app.test_client().post("/v1/rows", data=rows, headers=headers).status_code == 200
    [article] = api.ids("/v1/articles")
    path, seen = f"/articles/{article}", list[str]()

    while path:
        page = read(api, path)
        seen += [one.attributes["id"] for one in page.classed("claim")]
        path = page.links.get("The next claims", "")

    assert len(seen) == 450 == len(set(seen))
    assert "450 claims rest on" in page.text


def test_only_an_address_of_the_web_is_a_link(api: Api) -> None:
    api.post("/v1/articles", {"id": "art_a", "url": "urn:isbn:123", "archived_url": "urn:isbn:456"})

    assert not [one for one in read(api, "/articles/art_a").named("a") if "urn" in one.attributes["href"]]
