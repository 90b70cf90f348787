"""A queue whose connection goes: what was acknowledged stays, what was not is said, and none is there twice."""

from playwright.sync_api import Route, expect

from tests.browser.rooms import REVIEWED, Room
from tests.browser.visits import Visit

AHEAD = 3


def test_what_is_judged_without_a_connection_is_said_to_wait_and_comes_through_once(
    reviewing: Visit, desk: Room
) -> None:
    page = reviewing.open(REVIEWED["queue"])
    states = page.locator("#judged [data-state]")
    page.keyboard.press("1")
    expect(states).to_have_text("saved")
    page.wait_for_load_state("networkidle")

    reviewing.cut()
    for number in range(1, 1 + AHEAD):
        expect(page.locator("#screen .statement")).to_have_text(f"It is {number}.")
        page.keyboard.press("2")
    expect(page.locator("#connection")).to_contain_text(f"{AHEAD} not saved yet")
    expect(states).to_contain_text([*["not saved yet: no connection"] * AHEAD, "saved"])
    assert desk.held() == [("clm_00", "a")]

    reviewing.mend()
    expect(states).to_have_text(["saved"] * (1 + AHEAD))
    expect(page.locator("#connection")).to_have_text("")
    assert desk.held() == [("clm_00", "a"), *((f"clm_{number:02}", "b") for number in range(1, 1 + AHEAD))]


def test_a_judgement_whose_answer_was_lost_is_there_once(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    sent = []

    def lose_first_answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch()
        sent.append(answer.status)
        if len(sent) == 1:
            route.abort("aborted")
        else:
            route.fulfill(response=answer)

    page.route("**/queue?**", lose_first_answer)
    page.keyboard.press("2")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    assert sent == [200, 200]
    assert desk.held() == [("clm_00", "b")]


def test_what_is_not_saved_yet_survives_that_the_page_is_loaded_anew(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    page.route("**/queue?**", _lose)
    page.keyboard.press("2")
    expect(page.locator("#connection")).to_contain_text("1 not saved yet")
    page.on("dialog", lambda dialog: dialog.accept())

    with page.expect_event("dialog") as asked:
        page.reload()
    expect(page.locator("#connection")).to_contain_text("1 not saved yet")
    assert desk.held() == []
    page.unroute("**/queue?**")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    expect(page.locator("#screen .statement")).to_have_text("It is 1.")
    assert asked.value.type == "beforeunload"
    assert desk.held() == [("clm_00", "b")]


def test_what_is_undone_before_it_was_sent_is_never_there(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    page.wait_for_load_state("networkidle")
    reviewing.cut()
    page.keyboard.press("1")
    expect(page.locator("#connection")).to_contain_text("1 not saved yet")
    page.keyboard.press("2")
    page.keyboard.press("u")
    expect(page.locator("#judged [data-state]").first).to_have_text("undone")

    reviewing.mend()

    expect(page.locator("#judged [data-state]")).to_have_text(["undone", "saved"])
    assert desk.held() == [("clm_00", "a")]


def test_a_busy_server_is_asked_again(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    reviewing.expected.add(503)
    page.route("**/queue?**", _be_busy)

    page.keyboard.press("2")
    expect(page.locator("#judged [data-state]")).to_have_text("not saved yet: the server is busy, retrying")
    page.unroute("**/queue?**")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    assert desk.held() == [("clm_00", "b")]


def test_who_is_signed_out_meanwhile_signs_in_again_and_loses_nothing(reviewing: Visit, desk: Room) -> None:
    page = reviewing.open(REVIEWED["queue"])
    page.wait_for_load_state("networkidle")
    reviewing.expected |= {401, 403}
    page.context.clear_cookies()
    page.keyboard.press("2")
    expect(page.locator("#connection")).to_contain_text("Sign in again")
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Token").fill(desk.token)
    page.keyboard.press("Enter")

    expect(page.locator("#judged [data-state]")).to_have_text("saved")
    assert desk.held() == [("clm_00", "b")]


def _lose(route: Route) -> None:
    """Let no judgement arrive."""
    if route.request.method == "POST":
        route.abort("aborted")
    else:
        route.continue_()


def _be_busy(route: Route) -> None:
    """Answer a judgement as a server does that cannot take it now."""
    if route.request.method == "POST":
        route.fulfill(status=503, body="{}", content_type="application/problem+json")
    else:
        route.continue_()
