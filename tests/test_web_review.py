"""Reviewing through pages: a queue, a claim a screen, without scripts; what is said, undone, and shown."""

import re
from html import unescape

import pytest

from tests.api import Api
from tests.browsing import Browser
from tests.judging import UNDO, choices, form_of, held, press, queue
from tests.ratings import ADMIRALTY, claims, rate, term
from tests.vocabularies import install, vocabulary

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.exe 👩\u200d🚒 e\u0301 {{ 7 * 7 }}"


@pytest.fixture
def ann(api: Api) -> Api:
    return api.by("ann")


@pytest.fixture
def browser(ann: Api) -> Browser:
    return Browser.of(ann).sign_in(ann)


def test_a_button_judges_and_shows_the_next_claim(api: Api, browser: Browser) -> None:
    claims(api, 3)
    browser.open(queue())
    assert "It is 0." in browser.text
    assert choices(browser) == [term(value, ADMIRALTY) for value in "abcdefg"]

    press(browser, "b")

    assert held(api) == [("clm_00", term("b", ADMIRALTY))]
    assert "It is 1." in browser.text
    assert browser.address == queue()


def test_a_button_undoes_what_was_judged_last(api: Api, browser: Browser) -> None:
    claims(api, 2)
    browser.open(queue())
    press(browser, "b")

    (last,) = UNDO.findall(browser.page)
    browser.send(browser.address, {"withdraw": last})

    assert held(api) == []
    assert held(api, state="withdrawn") == [("clm_00", term("b", ADMIRALTY))]
    assert 'data-claim="clm_00"' in browser.page


def test_a_note_is_kept_with_a_judgement_and_needs_not_be_written(api: Api, ann: Api, browser: Browser) -> None:
    claims(api, 2)
    browser.open(queue())

    press(browser, "b", note=" He saw it himself. ")
    press(browser, "c", note="")

    assert [tag["note"] for tag in ann.get("/v1/tags", reviewer="ann")["items"]] == ["He saw it himself.", None]


def test_a_form_that_is_sent_twice_judges_once(api: Api, browser: Browser) -> None:
    claims(api, 2)
    browser.open(queue())
    sent = {**form_of(browser), "term": term("b", ADMIRALTY)}

    answers = [browser.post(queue(), sent, {"Accept": "application/json", "Origin": browser.origin}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [(answer.json or {})["id"] for answer in answers] == [sent["tag"], sent["tag"]]
    assert len(held(api)) == 1


def test_a_judgement_is_of_the_wording_that_was_shown(api: Api, browser: Browser) -> None:
    claims(api, 1)
    browser.open(queue())
    api.patch("/v1/claims/clm_00", {"statement": "It is not 0."})

    press(browser, "b")

    (tag,) = api.get("/v1/tags")["items"]
    assert tag["stale"]


def test_a_claim_that_is_skipped_comes_again_when_the_queue_begins_again(api: Api, browser: Browser) -> None:
    claims(api, 2)
    browser.open(queue())

    skip = re.search(r'rel="next" href="([^"]+)"', browser.page)
    assert skip
    browser.open(unescape(skip[1]))
    assert "It is 1." in browser.text
    press(browser, "a")
    assert "Nothing is left here" in browser.text

    begin = re.search(r'<a href="([^"]+)">From the beginning', browser.page)
    assert begin
    browser.open(unescape(begin[1]))
    assert "It is 0." in browser.text


def test_the_address_of_a_queue_with_v1_before_it_is_the_query(api: Api, browser: Browser) -> None:
    claims(api, 3)
    rate(api, {"ben": "a-a", "cleo": "b-c"}, ADMIRALTY)
    for more in ("", "&sort=most-contested", "&position__gte=2", "&limit=1", "&fields=id"):
        browser.open(queue(more=more))

        assert f'data-claim="{api.ids("/v1" + queue(more=more))[0]}"' in browser.page


def test_a_claim_is_shown_in_its_text_with_its_chain_and_its_status(api: Api, browser: Browser) -> None:
    text = "Before it. The bridge is closed, they say. After it."
    api.post("/v1/articles", {"id": "art_a", "url": "https://a.example/1", "title": "The bridge", "text": text})
    api.claim("The bridge is shut.", article={"id": "art_a"}, quote="The bridge is closed")

    browser.open(queue())

    assert "Before it. <mark>The bridge is closed</mark>, they say. After it." in browser.page
    assert "The bridge is shut." in browser.text
    assert "unattributed" in browser.text


def test_without_the_text_of_the_article_the_quote_is_shown(api: Api, browser: Browser) -> None:
    api.claim("The bridge is shut.", quote="The bridge is closed")

    browser.open(queue())

    assert "<mark>The bridge is closed</mark>" in browser.page


def test_what_others_said_is_not_shown_to_who_is_to_judge(api: Api, browser: Browser) -> None:
    claims(api, 1)
    api.by("zoe").tag("clm_00", term("e", ADMIRALTY), note="A liar.")

    browser.open(queue())

    assert "zoe" not in browser.page
    assert "A liar." not in browser.page


def test_hostile_text_in_every_field_stays_text(api: Api, browser: Browser) -> None:
    values = {"predicates": [{"value": HOSTILE, "expanded": HOSTILE, "description": HOSTILE, "exclusive": True}]}
    entry = {"value": HOSTILE, "expanded": HOSTILE, "description": HOSTILE}
    taxonomy = {**vocabulary(f"odd{HOSTILE.replace(':', '')}", []), **values, "expanded": HOSTILE}
    install({**taxonomy, "description": HOSTILE, "values": [{"predicate": HOSTILE, "entry": [entry]}]})
    named = {"kind": "person", "name": HOSTILE}
    link = {"source": named, "source_type": "expert", "role": HOSTILE, "as_printed": HOSTILE}
    article = {"url": "https://a.example/1", "title": HOSTILE, "text": f"{HOSTILE} and so on"}
    api.claim(HOSTILE, article=article, quote=HOSTILE, attribution=[link])
    scale = f"odd{HOSTILE.replace(':', '')}:{HOSTILE}"

    for address in ("/review", queue(scale=scale)):
        browser.open(address)
        assert "&lt;script&gt;alert(1)" in browser.page
        assert "{{ 7 * 7 }}" in browser.page
        for forbidden in ("<script>", "<img"):
            assert forbidden not in browser.page
    (only,) = choices(browser)
    browser.send(browser.address, {**form_of(browser), "term": only, "note": HOSTILE})

    assert "Nothing is left here" in browser.text
    for forbidden in ("<script>", "<img"):
        assert forbidden not in browser.page
    assert held(api)[0][1] == only


def test_the_scales_of_every_taxonomy_are_listed_with_ones_own_queues(browser: Browser) -> None:
    browser.open("/review")

    links = [unescape(found) for found in re.findall(r'class="to-queue" href="([^"]+)"', browser.page)]
    assert queue() in links
    assert all(link.startswith("/reviewers/ann/queue?predicate=") for link in links)
    assert "free" not in browser.page.replace("free ", "")
    for link in links:
        browser.open(link)
        assert "Nothing is left here" in browser.text


def test_taxonomies_beyond_a_page_are_on_the_next(browser: Browser) -> None:
    install(*(vocabulary(f"n{number:02}", ["a"]) for number in range(25)))

    browser.open("/review")
    assert "n05" in browser.page
    following = re.search(r'rel="next" href="([^"]+)"', browser.page)
    assert following
    browser.open(unescape(following[1]))

    assert "n24" in browser.page
    assert "n05" not in browser.page


def test_a_queue_looks_past_pages_without_a_claim(api: Api, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.queues.LOOKED_AT_ONCE", 1)
    claims(api, 5)
    rate(api, {"ann": "aaaa-"}, "check:level")

    browser.open(queue(scale="check:level"))
    assert "It is 4." in browser.text
    monkeypatch.setattr("service.web.queue.MOST_PAGES", 2)
    browser.open(queue(scale="check:level"))

    assert "Look further" in browser.text
