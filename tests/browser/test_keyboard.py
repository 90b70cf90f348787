"""Whoever has no mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.rooms import READ, REVIEWED, SPEAKER, WITH_TEXT, Room
from tests.browser.visits import Visit
from tests.judging import queue

FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return {
    name: one.outerHTML.slice(0, 120), isPage: one === document.body, isMain: one.id === "main",
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isSeen: box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
MOST_STOPS = 60


@pytest.mark.parametrize("name", ["front", "article", "claim", "search", "queue", "agreement"])
def test_whatever_has_the_focus_is_seen_to_have_it(visit: Visiting, house: Room, name: str) -> None:
    visited = visit(house)
    visited.be_signed_in()
    page = visited.open({**READ, **REVIEWED}[name])
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1]["isPage"]:
            break

    assert len(stops) > 8
    reached = [stop for stop in stops if not stop["isPage"]]
    assert [stop["name"] for stop in reached if not (stop["isOutlined"] and stop["isSeen"])] == []


def test_the_first_stop_of_a_page_leads_past_its_head(visit: Visiting, house: Room) -> None:
    page = visit(house).open(WITH_TEXT)

    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.evaluate(FOCUSED)["isMain"]


def test_moving_to_a_source_lights_up_what_hangs_on_it_and_nothing_else(visit: Visiting, house: Room) -> None:
    page = visit(house).open(WITH_TEXT)
    hanging = page.locator(f".claim[data-sources~={SPEAKER}]")
    number = hanging.count()

    page.locator(f".chips [data-source={SPEAKER}]").focus()

    assert 0 < number < page.locator(".claim").count()
    assert page.locator(".claim.lit").evaluate_all("all => all.map(one => one.id)") == hanging.evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert page.locator("mark.lit").count() > 0
    page.locator(".name").focus()
    assert page.locator(".lit, .lighting").count() == 0


def test_a_reviewer_signs_in_by_keyboard(desk: Room, visit: Visiting) -> None:
    page = visit(desk).open("/session")

    expect(page.get_by_label("Token")).to_be_focused()
    page.keyboard.type(desk.token)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")

    assert desk.token not in page.content()


def test_one_keystroke_judges_and_another_takes_it_back(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    shown = page.locator("#screen .statement")

    page.keyboard.press("2")
    expect(shown).to_have_text("It is 1.")
    page.keyboard.press("3")
    expect(shown).to_have_text("It is 2.")
    expect(page.locator("#judged [data-state]")).to_have_text(["saved", "saved"])
    assert desk.held() == [("clm_00", "b"), ("clm_01", "c")]

    page.keyboard.press("u")
    expect(shown).to_have_text("It is 1.")
    expect(page.locator("#judged [data-state]")).to_have_text(["undone", "saved"])
    assert desk.held() == [("clm_00", "b")]


def test_all_ten_are_judged_with_ten_keystrokes_and_none_twice(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    for number, key in enumerate("1234567123"):
        expect(page.locator("#screen .statement")).to_have_text(f"It is {number}.")
        page.keyboard.press(key)

    expect(page.locator("#screen")).to_contain_text("That was the last one")
    expect(page.locator("#judged [data-state]")).to_have_text(["saved"] * 8)
    assert desk.held() == [(f"clm_{number:02}", value) for number, value in enumerate("abcdefgabc")]


def test_who_stays_with_a_claim_says_several_things_of_it(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(queue(scale="hearsay:missing"))
    shown, pressed = page.locator("#screen .statement"), page.locator("#screen [aria-pressed=true]")

    page.keyboard.press("m")
    for key in "1232":
        page.keyboard.press(key)
    expect(page.locator("#judged [data-state]")).to_have_text(["saved", "saved", "saved"])
    expect(pressed).to_have_count(3)
    page.keyboard.press("u")
    expect(page.locator("#judged [data-state]")).to_have_text(["undone", "saved", "saved"])
    expect(pressed).to_have_count(2)
    expect(shown).to_have_text("It is 0.")
    page.keyboard.press("s")
    expect(shown).to_have_text("It is 1.")
    page.keyboard.press("1")
    expect(shown).to_have_text("It is 2.")

    expect(page.locator("#judged [data-state]").first).to_have_text("saved")
    assert [claim for claim, _ in desk.held()] == ["clm_00", "clm_00", "clm_01"]


def test_a_scale_that_takes_one_value_has_nothing_to_stay_for(reviewing: Visit) -> None:
    page = reviewing.open(REVIEWED["queue"])

    page.keyboard.press("m")

    expect(page.locator(".stay")).to_have_count(0)


def test_a_note_is_written_and_left_by_keyboard_and_its_letters_judge_nothing(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])

    page.keyboard.press("n")
    page.keyboard.type("u 1 2 s")
    page.keyboard.press("Escape")
    page.keyboard.press("1")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    assert desk.held() == [("clm_00", "a")]
    assert desk.notes() == ["u 1 2 s"]


def test_who_skips_a_claim_judges_the_one_behind_it(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])

    page.keyboard.press("s")
    expect(page.locator("#screen .statement")).to_have_text("It is 1.")
    page.keyboard.press("1")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    assert desk.held() == [("clm_01", "a")]
