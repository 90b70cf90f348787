"""Agreement as a page: the same figures as the API's, as pictures each with its table, and nothing of what is blind."""

import re
from html import unescape
from typing import Any

import pytest

from service.domain.vocabulary import Scope
from service.web import drawing
from tests.api import Api
from tests.browsing import Browser
from tests.ratings import ADMIRALTY, SMALL, TEXTBOOK, agreement, claims, make_blind, rate
from tests.vocabularies import install, vocabulary

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 * 7 }}"
PAGE = "/agreement?predicate=check%3Alevel"


@pytest.fixture
def browser(api: Api) -> Browser:
    return Browser.of(api)


def numbers(page: str) -> set[str]:
    return set(re.findall(r">(-?\d+(?:\.\d+)?)<", page))


def test_the_figures_are_those_of_the_api(api: Api, browser: Browser) -> None:
    claims(api, 13)
    rate(api, TEXTBOOK)
    found = agreement(api)

    browser.open(PAGE)

    assert str(found["alpha"]["value"]) in browser.text
    assert f"{found['units']['count']} of {found['units']['of']}" in browser.text
    assert f"{found['agreement']['count']} of {found['agreement']['of']}" in browser.text
    assert {f"{pair['kappa']:.2f}" for pair in found["pairs"]} <= numbers(browser.page)
    assert {f"{count:.2f}" for row in found["confusion"] for count in row} <= numbers(browser.page)
    assert [one["claim"] for one in found["disagreements"]] == re.findall(r'href="/claims/(\w+)"', browser.page)


def test_each_picture_has_its_table(api: Api, browser: Browser) -> None:
    claims(api, 13)
    rate(api, TEXTBOOK)

    browser.open(PAGE)

    assert browser.page.count('<svg class="') == browser.page.count("<table>") == 3
    assert browser.page.count('role="img"') == browser.page.count("<title id=") == 3


@pytest.mark.parametrize(
    "more", ["&level=ordinal", "&reviewer=ann&reviewer=ben", "&stale=false", "&limit=1", "&position__gte=3"]
)
def test_the_address_of_the_page_with_v1_before_it_is_the_query(api: Api, browser: Browser, more: str) -> None:
    claims(api, 13)
    rate(api, TEXTBOOK)

    browser.open(PAGE + more)

    assert str(api.get(f"/v1{PAGE}{more}")["alpha"]["value"]) in browser.text


@pytest.mark.parametrize("more", ["&level=best", "&colour=red", "&limit=0", "&level=interval"])
def test_what_the_api_refuses_the_page_refuses_as_well(api: Api, browser: Browser, more: str) -> None:
    assert api.call("GET", f"/v1{PAGE}{more}").status_code == 422

    assert browser.open(PAGE + more, 422).content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("ratings", "said"),
    [({}, "no claim has two ratings"), ({"ann": "aab", "ben": "aa-"}, "all ratings are one value")],
)
def test_without_an_alpha_the_page_says_why(api: Api, browser: Browser, ratings: dict[str, str], said: str) -> None:
    claims(api, 3)
    rate(api, ratings)

    browser.open(PAGE)

    assert f"There is no alpha yet: {said}." in browser.text


def test_without_a_scale_the_page_lists_which_there_are(api: Api, browser: Browser) -> None:
    claims(api, 2)
    rate(api, SMALL)

    browser.open("/agreement")
    links = [unescape(found) for found in re.findall(r'class="to-queue" href="([^"]+)"', browser.page)]

    assert PAGE in links
    for link in links:
        browser.open(link)


def test_while_a_taxonomy_is_blind_agreement_is_for_admins_alone(api: Api, browser: Browser) -> None:
    claims(api, 2)
    make_blind("admiralty-scale")
    rate(api, SMALL, ADMIRALTY)
    address = f"/agreement?predicate={ADMIRALTY}"

    browser.open(address, 401)
    ben = Browser.of(api).sign_in(api.by("ben"))
    ben.open(address, 403)
    assert "ann" not in re.findall(r"\w+", ben.text)

    root = Browser.of(api).sign_in(api.by("root", Scope.ADMIN))
    assert root.open(address).headers["Cache-Control"] == "no-store"
    assert "ann" in re.findall(r"\w+", root.text)
    browser.open(address, 401)


def test_hostile_text_stays_text(api: Api, browser: Browser) -> None:
    name = HOSTILE.replace(":", "")
    entries = [{"value": f"{place}{HOSTILE}", "expanded": HOSTILE, "description": HOSTILE} for place in "ab"]
    predicates = [{"value": HOSTILE, "expanded": HOSTILE, "description": HOSTILE}]
    values = [{"predicate": HOSTILE, "entry": entries}]
    install({**vocabulary(name, []), "predicates": predicates, "values": values, "expanded": HOSTILE})
    claim = api.claim(HOSTILE)["id"]
    for handle, value in (("ann", "a"), ("ben", "b")):
        api.by(handle).tag(claim, f'{name}:{HOSTILE}="{value}{HOSTILE}"')

    browser.open("/agreement")
    of_all = browser.page
    browser.open(unescape(re.findall(r'class="to-queue" href="([^"]+script[^"]+)"', of_all)[0]))

    for page in (of_all, browser.page):
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7 * 7 }}" in page
        assert "<script>" not in page
        assert "<img" not in page


@pytest.mark.parametrize(("value", "low", "least"), [(0.5, 0.2, 0.0), (0.5, -0.05, -0.1), (-1.0, -1.0, -1.0)])
def test_the_line_reaches_as_far_as_alpha_and_its_bounds_do(value: float, low: float, least: float) -> None:
    drawn = drawing.interval({"value": value, "interval": {"low": low, "high": 1.0}})

    assert drawn
    assert drawn.least == least
    assert drawn.bounds
    assert drawing.EDGE <= drawn.bounds[0] <= drawn.value <= drawn.bounds[1] == drawing.WIDTH - drawing.EDGE
    assert [place for _, place in drawn.marks] == sorted(place for _, place in drawn.marks)


def test_an_alpha_that_rests_on_one_claim_is_drawn_without_bounds() -> None:
    drawn = drawing.interval({"value": 0.0, "interval": None})

    assert drawn
    assert drawn.bounds is None
    assert drawing.interval({"value": None, "interval": None}) is None


@pytest.mark.parametrize("names", [[], ["a"], [f"n{number}" for number in range(17)]])
def test_a_grid_that_says_nothing_or_too_much_is_not_drawn(names: list[str]) -> None:
    figures: list[list[Any]] = [[1.0] * len(names) for _ in names]

    assert drawing.grid(names, figures) is None


def test_the_largest_figure_of_a_grid_has_the_strongest_tint_and_none_is_below_none() -> None:
    drawn = drawing.grid(["a", "b"], [[4, 1], [-1, None]])

    assert drawn
    assert [(cell.tint, cell.said) for cell in drawn.cells] == [
        (drawing.STRONGEST, "4"), (round(drawing.STRONGEST / 4, 3), "1"), (0, "-1"),
    ]  # fmt: skip
