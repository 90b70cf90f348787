"""What the pages of a queue refuse, and to whom they show nothing."""

import re
from html import unescape

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api
from tests.browsing import Browser, Fields
from tests.judging import UNDO, choices, form_of, held, queue
from tests.ratings import ADMIRALTY, claims, make_blind, term
from tests.stored import everything


@pytest.fixture
def ann(api: Api) -> Api:
    return api.by("ann")


@pytest.fixture
def browser(ann: Api) -> Browser:
    return Browser.of(ann).sign_in(ann)


@pytest.mark.parametrize("more", ["&colour=red", "&sort=best", "&limit=0", "&cursor=x"])
def test_what_the_api_refuses_to_list_the_page_refuses_as_well(api: Api, browser: Browser, more: str) -> None:
    status = api.call("GET", "/v1" + queue(more=more)).status_code

    answer = browser.open(queue(more=more), status)

    assert answer.content_type == "text/html; charset=utf-8"


def test_while_a_taxonomy_is_blind_a_queue_is_for_its_reviewer_alone(api: Api, ann: Api, browser: Browser) -> None:
    claims(api, 2)
    make_blind("admiralty-scale")
    ann.tag("clm_00", term("b", ADMIRALTY))
    api.by("zoe").tag("clm_01", term("e", ADMIRALTY))

    browser.open(queue())
    assert "It is 1." in browser.text
    assert "zoe" not in browser.page
    assert UNDO.findall(browser.page)

    Browser.of(api).sign_in(api.by("ben")).open(queue(), 403)
    Browser.of(api).open(queue(), 401)
    others = Browser.of(api).sign_in(api.by("ben"))
    others.open(queue("ben"))
    assert not UNDO.findall(others.page)
    assert not re.search(r"\b(zoe|ann)\b", others.page)
    root = Browser.of(api).sign_in(api.by("root", Scope.ADMIN))
    root.open(queue())
    assert "It is 1." in root.text


def test_a_queue_is_judged_from_by_its_own_reviewer_alone(api: Api, browser: Browser) -> None:
    claims(api, 1)
    browser.open(queue("ann"))
    form = form_of(browser)
    other = Browser.of(api).sign_in(api.by("ben"))
    other.open(queue("ann"))
    assert choices(other) == []

    sent = {**form, "term": term("b", ADMIRALTY), "form_token": other.form_token}
    answer = other.post(queue("ann"), sent)

    assert answer.status_code == 403
    assert held(api) == []


def test_who_may_only_read_is_shown_no_buttons(api: Api) -> None:
    claims(api, 1)
    reader = Browser.of(api).sign_in(api.by("ann", Scope.READ))

    reader.open(queue())
    assert choices(reader) == []
    assert "ask the operator" in reader.text
    sent = {"form_token": reader.form_token, "claim": "clm_00", "claim_rev": "1", "term": term("b", ADMIRALTY)}
    assert reader.post(queue(), sent).status_code == 403


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(api: Api, ann: Api) -> None:
    claims(api, 1)
    browser = Browser.of(api)
    browser.open(queue())
    assert choices(browser) == []

    to_sign_in = re.search(r'<a href="(/session\?next=[^"]+)">Sign in</a> to judge', browser.page)
    assert to_sign_in
    browser.open(unescape(to_sign_in[1]))
    back = re.search(r'name="next" value="([^"]+)"', browser.page)
    assert back
    browser.send("/session", {"token": str(ann.token), "next": unescape(back[1])})

    assert browser.address == queue()
    assert choices(browser)


@pytest.mark.parametrize("spoil", [{"form_token": ""}, {"form_token": "0" * 64}])
def test_a_judgement_without_the_token_of_its_form_is_refused(api: Api, browser: Browser, spoil: Fields) -> None:
    claims(api, 1)
    browser.open(queue())

    answer = browser.post(queue(), {**form_of(browser), "term": term("b", ADMIRALTY), **spoil})

    assert answer.status_code == 403
    assert held(api) == []


def test_a_judgement_that_another_site_sends_is_refused(api: Api, browser: Browser) -> None:
    claims(api, 1)
    browser.open(queue())

    sent = {**form_of(browser), "term": term("b", ADMIRALTY)}
    answer = browser.post(queue(), sent, {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert held(api) == []


def test_a_session_that_has_ended_judges_nothing_and_a_script_is_told_why(api: Api, browser: Browser) -> None:
    claims(api, 1)
    browser.open(queue())
    sent = {**form_of(browser), "term": term("b", ADMIRALTY)}
    browser.client.delete_cookie("hearsay_session")

    answer = browser.post(queue(), sent, {"Accept": "application/json", "Origin": browser.origin})

    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert answer.json
    assert answer.json["type"] == "/problems#from-elsewhere"
    assert held(api) == []


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        ({"term": "nonsense:a"}, 422), ({"term": ""}, 422), ({"claim": "clm_none"}, 404), ({"claim": ""}, 404),
        ({"claim_rev": "x"}, 422), ({"claim_rev": "99999999999999999999"}, 422), ({"claim_rev": ""}, 422),
        ({"tag": "../x"}, 422), ({"note": "a\0b"}, 422), ({"note": "x" * 5_001}, 422), ({"withdraw": "tag_none"}, 404),
    ],
)  # fmt: skip
def test_a_form_that_was_tampered_with_is_refused_with_a_page(
    api: Api, browser: Browser, spoil: Fields, status: int
) -> None:
    claims(api, 1)
    browser.open(queue())
    before = everything()

    browser.send(queue(), {**form_of(browser), "term": term("b", ADMIRALTY), **spoil}, status)

    assert browser.page.startswith("<!DOCTYPE html>")
    assert everything() == before


def test_nobody_takes_back_what_another_reviewer_said(api: Api, browser: Browser) -> None:
    claims(api, 1)
    tag = api.by("zoe").tag("clm_00", term("e", ADMIRALTY))
    browser.open(queue())

    browser.send(queue(), {"withdraw": tag["id"]}, 403)

    assert api.get(f"/v1/tags/{tag['id']}")["withdrawn_at"] is None


def test_what_there_is_to_review_is_for_who_is_signed_in(api: Api) -> None:
    answer = Browser.of(api).client.get("/review")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/session?next=%2Freview")


def test_a_reviewer_or_a_scale_that_is_not_there_is_said_to_be_missing(browser: Browser) -> None:
    browser.open(queue("nobody"), 404)
    browser.open(queue(scale="admiralty-scale:reliability"), 422)
    assert "Did you mean" in browser.text
    browser.open("/reviewers/ann/queue", 422)
