"""What another site cannot do with a session: send our forms, or have signing in lead elsewhere."""

import pytest

from tests.api import Api
from tests.browsing import HERE, Browser, is_local


@pytest.fixture
def browser(api: Api) -> Browser:
    return Browser.of(api)


FOREIGN = [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {}, {"Origin": f"{HERE}.evil.example"},
    {"Origin": f"{HERE}:81"}, {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
    {"Sec-Fetch-Site": "same-site", "Origin": HERE}, {"Sec-Fetch-Site": "none"}, {"Origin": "file://localhost"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sends_is_refused(api: Api, browser: Browser, headers: dict[str, str]) -> None:
    signing_in = browser.post("/session", {"token": str(api.token)}, headers)
    browser.sign_in(api)
    signing_out = browser.post("/session/end", {"form_token": browser.form_token}, headers)

    for answer in (signing_in, signing_out):
        assert answer.status_code == 403
        assert "not sent from a page of this site" in answer.get_data(as_text=True)
    assert browser.is_signed_in


def test_what_this_site_sends_is_taken_as_each_browser_says_so(api: Api, browser: Browser) -> None:
    for headers in ({"Origin": HERE}, {"Sec-Fetch-Site": "same-origin"}):
        assert browser.post("/session", {"token": str(api.token)}, headers).status_code == 303


def test_a_form_of_another_session_or_of_none_is_refused(api: Api, browser: Browser) -> None:
    other = Browser.of(api).sign_in(api.by("ben"))
    browser.sign_in(api)

    for form_token in (other.form_token, "", "\u00e9", browser.form_token[:-1]):
        answer = browser.post("/session/end", {"form_token": form_token})

        assert answer.status_code == 403
    assert browser.is_signed_in


def test_the_token_of_a_form_does_not_tell_the_cookie(api: Api, browser: Browser) -> None:
    browser.sign_in(api)
    cookie = browser.client.get_cookie("hearsay_session")

    assert cookie is not None
    assert len(browser.form_token) == 64
    assert cookie.value not in browser.page


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n//evil.example",
    "javascript:alert(1)", "evil.example", "", "/\u00e9", " //evil.example", "///evil.example", "/a\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(api: Api, browser: Browser, address: str) -> None:
    browser.client.get("/session", query_string={"next": address})

    leads_to = browser.present(api.token, next=address).headers["Location"]

    assert leads_to == "/review"
    assert is_local(leads_to)


def test_signing_in_leads_back_to_where_one_was(api: Api, browser: Browser) -> None:
    queue = "/reviewers/mina/queue?predicate=check%3Alevel&q=%C3%A9"
    browser.client.get("/session", query_string={"next": queue})

    assert browser.present(api.token, next=queue).headers["Location"] == queue


def test_hostile_text_in_the_address_stays_text(browser: Browser) -> None:
    page = browser.client.get("/session", query_string={"next": '/"><script>alert(1)</script>'}).get_data(as_text=True)

    assert "<script>alert" not in page
