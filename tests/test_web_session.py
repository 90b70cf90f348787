"""Signing in to the pages: what the browser keeps, what ends it, and who cannot use it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service import reviewers, sessions
from service.domain.vocabulary import Scope
from service.store.database import database
from service.store.models import Session, Token
from tests.api import Api
from tests.browsing import Browser, cookie_of
from tests.served import serve
from tests.stored import everything
from tests.stores import serving

HOURS_12 = "43200"


@pytest.fixture
def browser(api: Api) -> Browser:
    return Browser.of(api)


def test_a_token_signs_its_reviewer_in_and_every_page_says_so(api: Api, browser: Browser) -> None:
    browser.sign_in(api, next="/")

    assert browser.address == "/"
    assert "mina" in browser.text
    assert browser.is_signed_in


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_has_an_end(api: Api, browser: Browser) -> None:
    cookie = cookie_of(browser.present(api.token))

    assert cookie["name"] == "hearsay_session"
    assert cookie.keys() >= {"httponly", "expires"}
    assert {name: cookie[name] for name in ("samesite", "path", "max-age")} == {
        "samesite": "Lax", "path": "/", "max-age": HOURS_12,
    }  # fmt: skip
    assert "domain" not in cookie


def test_the_cookie_is_sent_by_https_only_where_the_pages_are(api: Api, browser: Browser) -> None:
    assert "secure" not in cookie_of(browser.present(api.token))

    browser.origin = "https://localhost"

    assert "secure" in cookie_of(browser.present(api.token))


def test_the_token_is_in_no_cookie_page_address_or_log(api: Api, url: str, tmp_path: Path) -> None:
    log, secret = tmp_path / "log", str(api.token).split("_")[2]
    form = f"token={api.token}&next=%2Freview".encode()
    with serve(url, log) as server:
        head = f"POST /session HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: {len(form)}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
        answer = server.send((head + kind).encode(), form)
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        page = server.get("/session", f"Cookie: {cookie}")
        lines = server.lines(2)

    assert (answer.status, answer.headers["Location"]) == (303, "/review")
    assert "Signed in as mina" in page.body.decode()
    assert [line["reviewer"] for line in lines] == ["mina", "mina"]
    for told in (answer.headers.as_string(), answer.body.decode(), page.body.decode(), log.read_text()):
        assert secret not in told
        assert str(api.token) not in told


def test_of_a_session_only_a_digest_is_stored(api: Api, browser: Browser) -> None:
    kept = cookie_of(browser.present(api.token))["name"]
    cookie = browser.client.get_cookie("hearsay_session")

    assert kept
    assert cookie is not None
    assert len(everything()["Session"]) == 1
    assert cookie.value not in str(everything())


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: token[:-1] + "_", lambda _: "", str.upper])
def test_a_wrong_token_is_told_from_nothing_but_a_right_one(api: Api, browser: Browser, spoil: Any) -> None:
    unknown = browser.present(f"hs_0123456789ab_{'0' * 64}")
    with database.connection_context():
        old = reviewers.create_token("mina", [Scope.EDIT], timedelta(seconds=-1))

    for wrong in (browser.present(spoil(str(api.token))), browser.present(old)):
        assert (wrong.status_code, wrong.get_data()) == (401, unknown.get_data())
        assert "Set-Cookie" not in wrong.headers
    assert not browser.is_signed_in


def test_blanks_that_were_copied_along_with_a_token_do_no_harm(api: Api, browser: Browser) -> None:
    assert browser.present(f" {api.token}\r\n").status_code == 303


def test_signing_out_ends_the_session_in_the_store_and_in_the_browser(api: Api, browser: Browser) -> None:
    browser.sign_in(api)
    cookie = browser.client.get_cookie("hearsay_session")
    assert cookie is not None

    browser.send("/session/end")

    assert browser.client.get_cookie("hearsay_session") is None
    assert everything()["Session"] == []
    browser.client.set_cookie("hearsay_session", cookie.value)
    assert not browser.is_signed_in


def test_signing_out_needs_a_form(api: Api, browser: Browser) -> None:
    browser.sign_in(api)

    browser.open("/session/end", 405)

    assert browser.is_signed_in


def test_a_revoked_token_ends_its_sessions_at_once_and_no_others(api: Api, browser: Browser) -> None:
    other = Browser.of(api).sign_in(api.by("mina"))
    browser.sign_in(api)

    with database.connection_context():
        reviewers.revoke(str(api.token).split("_")[1])

    assert not browser.is_signed_in
    assert other.is_signed_in


@pytest.mark.usefixtures("api")
def test_a_session_ends_with_the_time_of_its_token() -> None:
    with database.connection_context():
        short = reviewers.create_token("mina", [Scope.EDIT], timedelta(hours=1))
        begun = sessions.begin(short)
        Token.update(expires_at=datetime.now(UTC)).where(Token.id == short.split("_")[1]).execute()

        assert not sessions.resume(begun.secret).is_known


def test_a_session_whose_time_is_up_lets_nobody_in_and_is_forgotten_when_the_next_one_begins(
    api: Api, browser: Browser
) -> None:
    browser.sign_in(api)
    with database.connection_context():
        Session.update(expires_at=datetime.now(UTC)).execute()

    assert not browser.is_signed_in
    Browser.of(api).sign_in(api)
    assert len(everything()["Session"]) == 1


def test_signing_in_anew_ends_the_session_before(api: Api, browser: Browser) -> None:
    browser.sign_in(api)
    browser.present(api.token)

    assert len(everything()["Session"]) == 1


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "\u00e9" * 43, "x" * 4_000])
def test_what_is_no_session_is_nobody(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie("hearsay_session", cookie)

    assert not browser.is_signed_in


def test_the_api_takes_no_cookie(api: Api, browser: Browser) -> None:
    browser.sign_in(api)
    claim = api.claim()

    answers = [
        browser.client.post(f"/v1/claims/{claim['id']}/tags", json={"term": "check:done"}),
        browser.client.delete("/v1/tags/tag_1"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_pages_for_one_visitor_are_kept_by_nobody(api: Api, browser: Browser) -> None:
    browser.sign_in(api)

    for address in ("/", "/session"):
        answer = browser.open(address)

        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
    assert "mina" not in Browser.of(api).client.get("/").get_data(as_text=True)


def test_where_reading_needs_a_token_pages_lead_to_where_one_signs_in_and_back(url: str) -> None:
    with serving(url, public_read=False) as api:
        browser = Browser.of(api)

        answer = browser.client.get("/?a=%C3%A9")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/session?next=%2F%3Fa%3D%25C3%25A9"
        browser.open("/session")
        assert "Sign in" in browser.text

        browser.sign_in(api, next="/")
        assert browser.address == "/"
        assert "mina" in browser.text


def test_scripts_and_styles_are_from_here_alone(browser: Browser) -> None:
    answer = browser.open("/session")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=", browser.page)
