"""The label says what the report says, to whoever looks and to whoever listens, whatever the article is called."""

import re
from typing import Final
from xml.etree import ElementTree

import pytest

from service.api.headers import ANY_ORIGIN, SECURITY
from tests.api import Api, Json, named, unnamed
from tests.erasing import erase

LABEL: Final = "/v1/articles/art_one/label.svg"
SVG: Final = "{http://www.w3.org/2000/svg}"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
ARTICLE: Final[Json] = {
    "id": "art_one", "url": "https://one.example/1", "title": "Bridge closed", "language": "en-GB",
    "publisher": {"kind": "outlet", "name": "Daily & Sons"}, "published_at": "2024-05-14T05:10:00Z",
}  # fmt: skip
BLACK_AND_WHITE: Final = 4.5
"""The least contrast of a text with what is behind it. Source: WCAG 2.2, 1.4.3."""


def drawn(api: Api) -> ElementTree.Element:
    response = api.call("GET", LABEL)
    assert (response.status_code, response.content_type) == (200, "image/svg+xml")
    return ElementTree.fromstring(response.get_data())


def texts(picture: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def told(picture: ElementTree.Element) -> str:
    return picture.findtext(f"{SVG}desc") or ""


@pytest.fixture
def newsroom(api: Api) -> Api:
    """Store an article of seven claims."""
    article = {"article": ARTICLE}
    for name in ("Ada Obi", "Ben Cole"):
        api.claim(attribution=[named(name)], **article)
    for number in (1, 1, 2):
        api.claim(attribution=[unnamed(number=number)], **article)
    api.claim(id="clm_own", **article)
    api.claim(channel="direct-observation", **article)
    return api


def test_the_label_shows_each_figure_with_what_it_is_a_part_of(newsroom: Api) -> None:
    shown = texts(drawn(newsroom))

    assert shown == [
        "Bridge closed", "14 May 2024 · Daily & Sons",
        "7 claims rest on",
        "A named source", "2 of 7", "29%", "An unnamed source", "3 of 7", "43%", "The outlet alone", "2 of 7", "29%",
        "Different origins", "5 for 7", "3 named · 2 unnamed · 0 not traced",
        "One unnamed origin alone", "3 of 7", "43%", "Corroborated", "0 of 7", "0%",
        "Disputed or retracted", "0 of 7", "0%",
        "Hearsay",
    ]  # fmt: skip


def test_whoever_listens_hears_every_figure_that_is_shown(newsroom: Api) -> None:
    picture = drawn(newsroom)

    assert told(picture) == (
        "\u2068Bridge closed\u2069, \u2068Daily & Sons\u2069, 14 May 2024. 7 claims rest on: A named source 2 of 7 "
        "(29%), An unnamed source 3 of 7 (43%), The outlet alone 2 of 7 (29%). Different origins: 5 for 7 claims; "
        "3 of 5 named, 2 of 5 unnamed, 0 of 5 not traced. One unnamed origin alone 3 of 7 (43%), Corroborated 0 of 7 "
        "(0%), Disputed or retracted 0 of 7 (0%). By status: single source 6 of 7 (86%), unattributed 1 of 7 (14%)."
    )
    heard = re.findall(r"\d+", told(picture))
    assert {number for text in texts(picture) for number in re.findall(r"\d+", text)} <= set(heard)


def test_a_screen_reader_finds_one_picture_with_a_title_and_a_description(newsroom: Api) -> None:
    picture = drawn(newsroom)

    assert picture.get("role") == "img"
    assert picture.get(LANGUAGE) == picture.get("lang") == "en"
    by_id = {element.get("id"): element.tag for element in picture.iter() if element.get("id")}
    assert [by_id[one] for one in (picture.get("aria-labelledby") or "").split()] == [f"{SVG}title", f"{SVG}desc"]
    assert [text.get(LANGUAGE) for text in picture.iter(f"{SVG}text")][:2] == ["en-GB", None]


def luminance(colour: str) -> float:
    digits = colour[1:] * 2 if len(colour) == len("#fff") else colour[1:]
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_it_is_legible_at_320_pixels_and_in_greyscale(newsroom: Api) -> None:
    picture = drawn(newsroom)

    assert (picture.get("width"), picture.get("viewBox")) == ("320", f"0 0 320 {picture.get('height')}")
    for text in picture.iter(f"{SVG}text"):
        assert float(text.get("font-size", picture.get("font-size", "0"))) >= 11
        assert 1.05 / (luminance(text.get("fill", picture.get("fill", ""))) + 0.05) >= BLACK_AND_WHITE
        assert 0 < float(text.get("x", "0")) < 320
        assert 0 < float(text.get("y", "0")) < float(picture.get("height", "0"))
    fills = [box.get("fill", "") for box in picture.findall(f"{SVG}rect")[1:]]
    assert [fill.partition("-")[0] for fill in fills] == ["#14283c", "url(#hatch", "#fff"] * 2


def test_the_bar_is_divided_as_the_claims_are(newsroom: Api) -> None:
    parts = drawn(newsroom).findall(f"{SVG}rect")[1:4]

    widths = [float(part.get("width", "0")) + 1 for part in parts]
    assert sum(widths) == pytest.approx(288, abs=0.3)
    assert [width / 288 for width in widths] == pytest.approx([2 / 7, 3 / 7, 2 / 7], abs=0.002)


@pytest.mark.parametrize(
    "title",
    [
        "</text><script>alert(1)</script>",
        "</desc></svg>&amp;<![CDATA[",
        "\" onload='alert(1)' & ]]>",
        "\x01\x0b\x1b\ufffe\uffff x",
        "\u202egnihtyna \u2069",
        "{width} %s {body}",
    ],
)
def test_a_title_stays_text(api: Api, title: str) -> None:
    api.claim(article={**ARTICLE, "title": title, "language": None})
    api.patch(f"/v1/sources/{api.get('/v1/sources')['items'][0]['id']}", {"name": f"{title}!"})

    picture = drawn(api)

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg", "title", "desc", "pattern", "rect", "path", "text",
    }  # fmt: skip
    assert not [name for element in picture.iter() for name in element.attrib if name.startswith("on")]
    assert "Hearsay" in texts(picture)
    assert not {"\u202e", "\u202d", "\u2067"} & set("".join(picture.itertext()))


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(newsroom: Api) -> None:
    body = newsroom.call("GET", LABEL).get_data(as_text=True)

    assert re.findall(r"\w+://[^\s\"<]*", body) == ["http://www.w3.org/2000/svg"]
    assert not re.findall(r"<script|<style|style=|href|@import|<image|<foreignObject", body)
    assert set(re.findall(r"url\(([^)]*)\)", body)) == {"#hatch-art_one"}


def test_an_article_without_claims_says_so(api: Api) -> None:
    api.post("/v1/articles", ARTICLE)

    picture = drawn(api)

    assert "No claim is recorded" in texts(picture)
    assert "%" not in "".join(picture.itertext())


def test_nothing_of_an_erased_title_is_left(newsroom: Api, admin: Api) -> None:
    erase(admin, "/v1/articles/art_one", "/title")

    picture = drawn(newsroom)

    assert texts(picture)[0] == "An article without a title"
    assert "Bridge" not in "".join(picture.itertext())


def test_what_was_made_up_says_so(api: Api) -> None:
    api.claim(article={**ARTICLE, "fictional": True})

    picture = drawn(api)

    assert texts(picture)[1] == "Made up · 14 May 2024 · Daily & Sons"
    assert "made up" in told(picture)


def test_what_is_not_recorded_is_left_out(api: Api) -> None:
    api.claim(article={"id": "art_one", "url": "urn:x:one"})

    shown = texts(drawn(api))

    assert shown[:2] == ["An article without a title", "1 claim rests on"]
    assert shown[-1] == "Hearsay"


def test_a_page_of_any_origin_can_embed_it(newsroom: Api) -> None:
    headers = newsroom.call("GET", LABEL, Accept="image/avif,image/webp,image/*").headers

    assert headers["Content-Type"] == "image/svg+xml"
    assert headers["Cache-Control"] == "no-cache"
    for name, value in (*SECURITY, *ANY_ORIGIN):
        assert headers[name] == value


@pytest.mark.parametrize(("accepted", "status"), [("image/svg+xml", 200), ("image/*", 200), ("image/png", 406)])
def test_it_is_sent_to_whoever_takes_it(newsroom: Api, accepted: str, status: int) -> None:
    assert newsroom.call("GET", LABEL, Accept=accepted).status_code == status


def test_a_report_is_no_picture(newsroom: Api) -> None:
    newsroom.refused(406, "GET", "/v1/articles/art_one/report", Accept="image/svg+xml")


def test_it_is_compressed_for_whoever_takes_that(newsroom: Api) -> None:
    answer = newsroom.call("GET", LABEL, Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["ETag"].endswith(':gzip"')
