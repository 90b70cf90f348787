"""What holds for every page that is read."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from service.web import assets
from tests.api import Api, named, outlet, unnamed
from tests.pages import Page, read
from tests.stores import serving

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></style></textarea><b>", "{{ 7 * 7 }}",
    "\u202etxet \u2067", "e\u0301" * 40, "👩‍👩‍👧 🏴‍☠️", "&amp; &#x3c; %3Cb%3E", "javascript:alert(1)", "a" * 280,
]  # fmt: skip


def fill(api: Api, text: str = "closed") -> None:
    """Store one of everything, with a text in every field that takes one."""
    article = {
        "id": "art_a", "url": "https://a.example/1", "title": text, "authors": [text], "language": "en",
        "text": f"It is {text}.\n\nNothing else.", "publisher": {"id": "src_daily", "kind": "outlet", "name": text},
    }  # fmt: skip
    more = {"as_printed": text, "role": text, "affiliation": text, "description": text, "cue": text}
    speaker = named(f"Ada {text}"[:500], **more)
    speaker["source"]["id"] = "src_ada"
    told = unnamed("withheld", 1, **more, anonymity_reason=text)
    claim = {"article": article, "quote": f"It is {text}."}
    api.claim(text, id="clm_a", attribution=[outlet("Wire"), speaker], **claim)
    api.claim(f"Not {text}", id="clm_b", article={"id": "art_a"}, attribution=[told])
    api.tie("clm_a", "contradicted_by", "clm_b", note=text)
    cited = {"article": {"url": "https://b.example/1", "title": text}, "attribution": [speaker]}
    api.tie("clm_a", "supported_by", cited)
    api.tag("clm_a", note=text)
    api.patch("/v1/claims/clm_b", {"statement": f"Still not {text}"})
    override = {"status": "corroborated", "reason": text}
    assert api.call("PUT", "/v1/claims/clm_a/override", override).status_code == 200


PATHS = ["/", "/guide", "/articles", "/claims", "/sources", "/articles/art_a", "/claims/clm_a", "/claims/clm_b",
         "/sources/src_daily", "/sources/src_ada", "/claims?q=closed&sort=relevance"]  # fmt: skip


def pages(api: Api) -> Iterator[Page]:
    for path in PATHS:
        yield read(api, path)


def test_every_page_has_landmarks_a_title_and_headings_in_order(api: Api) -> None:
    fill(api)

    for page in pages(api):
        names = [element.name for element in page.elements]
        assert [names.count(name) for name in ("main", "footer", "h1")] == [1, 1, 1]
        levels = list(page.levels)
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), ids
        assert page.links["Skip to the content"] == "#main"


def test_no_page_has_a_style_or_a_script_of_its_own_and_its_policy_allows_none(api: Api) -> None:
    fill(api)

    for page in pages(api):
        policy = page.response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
        assert "unsafe" not in policy
        assert not page.named("style")
        assert all(one.attributes.get("src") and not one.text for one in page.named("script"))
        assert not [one for one in page.elements for name in one.attributes if name == "style" or name.startswith("on")]


def test_no_page_loads_anything_from_another_host(api: Api) -> None:
    fill(api)

    for page in pages(api):
        loaded = [one.attributes.get("src") or one.attributes.get("href") for one in page.elements if one.name != "a"]
        assert all(address.startswith(("/static/", "#")) for address in loaded if address)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_stays_text(api: Api, text: str) -> None:
    fill(api, text)

    plain = {element.name for element in Page(api.app.test_client().get("/articles/art_a")).elements}
    for page in pages(api):
        assert not page.named("img")
        assert not page.named("b")
        assert all(one.attributes.get("src") for one in page.named("script"))
        for link in page.named("a"):
            assert urlsplit(link.attributes["href"]).scheme in {"", "https"}
    assert "mark" in plain
    assert text in read(api, "/articles/art_a").named("h1")[0].text
    assert text in read(api, "/claims/clm_a").named("h1")[0].text
    assert text in read(api, "/sources/src_daily").named("h1")[0].text


def test_every_list_leads_to_its_data_in_three_forms_and_to_a_line_for_a_shell(api: Api) -> None:
    fill(api)

    for page in pages(api):
        for forms in page.named("div", "forms"):
            assert [word for word in ("JSON", "NDJSON", "CSV", "curl -s") if word not in forms.text] == []
        for form in ("JSON", "NDJSON", "CSV"):
            if form in page.links:
                assert api.call("HEAD", page.links[form]).status_code == 200
        assert all(line.text.startswith("curl -s 'http://localhost/v1/") for line in page.named("pre"))


def test_a_quote_in_a_query_cannot_end_the_line_for_a_shell(api: Api) -> None:
    fill(api)

    [line] = read(api, "/claims?q=a';touch%20x;'").named("pre")

    assert line.text.count("'") == 2


def test_a_page_is_not_sent_again_before_something_is_written(api: Api) -> None:
    fill(api)
    etag = read(api, "/claims/clm_a").response.headers["ETag"]
    client = api.app.test_client()

    known = client.get("/claims/clm_a", headers={"If-None-Match": etag})
    api.patch("/v1/claims/clm_a", {"statement": "Open."})
    written = client.get("/claims/clm_a", headers={"If-None-Match": etag})

    assert (known.status_code, known.data) == (304, b"")
    assert known.headers["Vary"] == "Accept-Encoding, Authorization, Cookie"
    assert written.status_code == 200
    assert "Open." in written.text


def test_a_page_for_somebody_who_is_known_is_kept_nowhere(api: Api) -> None:
    fill(api)

    page = read(api, "/claims/clm_a", Authorization=f"Bearer {api.token}")

    assert page.response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.response.headers


def test_pages_are_for_this_origin_alone(api: Api) -> None:
    headers = read(api, "/").response.headers

    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_where_reading_needs_a_token_a_page_is_shown_to_who_sends_one(url: str) -> None:
    with serving(url, public_read=False) as api:
        assert api.app.test_client().get("/").headers["Location"].startswith("/session")
        read(api, "/", Authorization=f"Bearer {api.token}")


def test_the_parts_of_a_page_may_be_kept_for_a_year_and_others_not_at_all(api: Api) -> None:
    client = api.app.test_client()

    with client.get(f"/static/{assets.VERSION}/pages.css") as kept, client.get("/static/0/pages.css") as other:
        assert (kept.content_type, kept.cache_control.max_age) == ("text/css; charset=utf-8", 31_536_000)
        assert other.cache_control.max_age == 0
    for name in ("nothing.css", "..%2fassets.py", "../assets.py"):
        assert client.get(f"/static/{assets.VERSION}/{name}").status_code == 404


def test_the_style_sheet_has_no_address_of_another_host() -> None:
    parts = assets.STATIC.iterdir()

    assert [path.name for path in parts if re.search(r"url\((?!#)|https?://(?!www\.w3\.org)", path.read_text())] == []


def test_the_guide_says_what_each_word_of_the_pages_means(api: Api) -> None:
    words = api.get("/v1/vocabulary")
    shown = read(api, "/guide").text

    meanings = [one["meaning"] for name in ("corroboration", "speaker_kind", "source_type") for one in words[name]]
    assert len(meanings) > 20
    assert [one for one in meanings if one not in shown] == []
