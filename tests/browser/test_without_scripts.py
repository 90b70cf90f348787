"""Whoever lets no script run."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.rooms import READ, REVIEWED, STATUS, WITH_TEXT, Room

BUT_THE_BROWSER = {"java_script_enabled": False}
WHAT_A_PAGE_SHOWS = {
    "front": ".item", "article": "mark", "article without text": ".claim", "articles": ".item", "claim": ".graph text",
    "source": ".claim", "sources": ".item", "search": ".facet a", "problem": ".kicker", "guide": ".meanings",
    "signing in": "#token",
}  # fmt: skip


@pytest.mark.parametrize("name", list(READ))
def test_a_page_is_read_without_scripts(visit: Visiting, house: Room, name: str) -> None:
    page = visit(house, **BUT_THE_BROWSER).open(READ[name], STATUS.get(name, 200))

    expect(page.locator(WHAT_A_PAGE_SHOWS[name]).first).to_be_visible()


def test_a_mark_leads_to_its_note_and_that_to_its_claim_and_source_without_scripts(
    visit: Visiting, house: Room
) -> None:
    page = visit(house, **BUT_THE_BROWSER).open(WITH_TEXT)

    page.locator(".ref").first.click()
    page.locator(".claim:target .status").click()
    expect(page.get_by_role("heading", name="What it amounts to")).to_be_visible()
    page.locator(".path a").last.click()

    expect(page.get_by_role("heading", name="What Ida Verrall said")).to_be_visible()


def test_an_article_is_looked_up_and_claims_are_searched_without_scripts(visit: Visiting, house: Room) -> None:
    page = visit(house, **BUT_THE_BROWSER).open("/")

    page.get_by_label("The address of an article").fill("https://courier.example/2024/05/14/lantern-bridge-closed")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lantern Bridge closed")
    page.get_by_label("Search claims").fill("pins")
    page.get_by_label("Search claims").press("Enter")

    expect(page.locator("mark.hit").first).to_be_visible()


def test_a_reviewer_signs_in_judges_undoes_and_signs_out_without_scripts(desk: Room, visit: Visiting) -> None:
    page = visit(desk, **BUT_THE_BROWSER).open("/session")
    page.get_by_label("Token").fill(desk.token)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Reliability of the source").click()
    assert desk.token not in page.content() + page.url

    page.locator("button[name=term]").nth(1).click()
    expect(page.locator("#screen .statement")).to_have_text("It is 1.")
    page.locator("button[name=term]").nth(2).click()
    expect(page.locator("#screen .statement")).to_have_text("It is 2.")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#screen .statement")).to_have_text("It is 1.")
    assert desk.held() == [("clm_00", "b")]

    page.get_by_role("button", name="Sign out").click()
    page.goto(desk.origin + REVIEWED["review"])
    expect(page).to_have_url(f"{desk.origin}/session?next=%2Freview")
