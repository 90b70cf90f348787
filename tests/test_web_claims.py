"""The page of a claim and its story."""

import pytest

from service.domain.vocabulary import Scope
from service.web.history import MOST_WORDS, compare
from tests.api import Api, named, outlet, unnamed
from tests.pages import Page, read
from tests.vocabularies import hold

ADA, BEN = named("Ada Obi"), named("Ben Roe")


def rows(page: Page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.named("tr")]


def test_a_claim_is_shown_with_its_chain_and_what_it_amounts_to(api: Api) -> None:
    api.claim(id="clm_a", attribution=[outlet("Wire"), ADA])

    page = read(api, "/claims/clm_a")

    assert page.named("h1")[0].text == "The bridge is closed."
    assert "What it amounts to: single source" in page.text
    assert "Exactly one origin." in page.text
    assert any(row.startswith("Ada Obi") and "expert" in row for row in rows(page))


def test_what_would_change_its_status_is_told(api: Api) -> None:
    api.claim(id="clm_a", attribution=[ADA])
    steps = api.get("/v1/claims/clm_a/corroboration")["next_steps"]

    text = read(api, "/claims/clm_a").text

    assert steps
    assert all(step["text"] in text for step in steps)


def test_every_step_of_the_reasoning_is_in_the_picture_and_in_the_table(api: Api) -> None:
    api.claim(id="clm_a", attribution=[ADA])
    api.claim(id="clm_b", article={"url": "https://b.example/1", "publisher": {"name": "Post"}}, attribution=[BEN])
    api.claim("It is open.", id="clm_c", article={"url": "https://c.example/1"}, attribution=[named("Cyd Ito")])
    api.tie("clm_a", "supported_by", "clm_b")
    api.tie("clm_a", "contradicted_by", "clm_c")
    api.tie("clm_a", "supported_by", {"article": {"url": "https://d.example"}, "attribution": [unnamed()]})

    page = read(api, "/claims/clm_a")

    [drawing] = [one for one in page.named("svg") if "rest on" in one.text]
    names = [one.text for one in page.named("text")]
    assert "4 reports that rest on 4 origins" in drawing.text
    assert {"Ada Obi", "Ben Roe", "Cyd Ito", "Post"} <= set(names)
    assert len([one for one in page.named("path") if "edge" in one.classes]) == 4
    assert len([one for one in page.named("path") if "tie" in one.classes]) == 3
    assert [row for row in rows(page) if "against" in row and "Cyd Ito" in row]
    assert "This claim is contradicted by another claim" in page.text


def test_a_claim_in_an_outlets_own_voice_has_no_chain_to_show(api: Api) -> None:
    api.claim(id="clm_a", channel="direct-observation")

    assert "in its own voice, direct observation" in read(api, "/claims/clm_a").text


def test_tags_are_shown_by_reviewer_and_notes_to_nobody_without_a_token(api: Api) -> None:
    api.claim(id="clm_a")
    api.tag("clm_a", note="keep out")
    api.by("ben").tag("clm_a")

    public = read(api, "/claims/clm_a")
    known = read(api, "/claims/clm_a", Authorization=f"Bearer {api.token}")

    assert [row.split()[0] for row in rows(public) if "check:done" in row] == ["ben", "mina"]
    assert "keep out" not in public.text
    assert "keep out" in known.text


def test_what_is_judged_blind_is_shown_to_nobody_who_has_not_judged_it(api: Api) -> None:
    hold('blind:level="low"', 'blind:level="high"')
    assert api.by("root", Scope.ADMIN).call("PUT", "/v1/blind-taxonomies/blind").status_code == 200
    api.claim(id="clm_a")
    api.by("ben").tag("clm_a", 'blind:level="low"')
    cyd = api.by("cyd")

    before = read(api, "/claims/clm_a", Authorization=f"Bearer {cyd.token}").response.text
    public = read(api, "/claims/clm_a").response.text
    cyd.tag("clm_a", 'blind:level="high"')
    after = read(api, "/claims/clm_a", Authorization=f"Bearer {cyd.token}")

    assert "blind:level" not in before
    assert "blind:level" not in public
    assert "blind:level" not in read(api, "/claims/clm_a").response.text
    assert [row.split()[0] for row in rows(after) if "blind:level" in row] == ["ben", "cyd"]


def test_the_history_shows_what_differs_word_by_word(api: Api) -> None:
    api.claim("The old bridge is closed.", id="clm_a", attribution=[ADA])
    api.patch("/v1/claims/clm_a", {"statement": "The bridge is shut.", "attribution": [BEN]})

    page = read(api, "/claims/clm_a")

    assert [one.text for one in page.named("del")] == ["old ", "closed", "Ada Obi"] or "old" in page.named("del")[
        0
    ].text
    assert "shut" in [one.text for one in page.named("ins")]
    assert "The claim was changed." in page.text


def test_ties_and_tags_are_in_the_history_with_the_status_since(api: Api) -> None:
    api.claim(id="clm_a", attribution=[ADA])
    api.tie("clm_a", "supported_by", {"article": {"url": "https://d.example"}, "attribution": [BEN]})
    api.tag("clm_a")

    text = read(api, "/claims/clm_a").text

    assert "A tie was stored: this claim is supported by a cited article." in text
    assert "Since then corroborated" in text
    assert "A tag was stored: check:done." in text


def test_erased_words_are_shown_as_erased(api: Api) -> None:
    api.claim("Secret.", id="clm_a", attribution=[ADA])
    root = api.by("root", Scope.ADMIN)
    body = {"paths": ["/statement"], "reason": "asked for"}
    assert root.call("POST", "/v1/claims/clm_a/erase", body).status_code == 200

    page = read(api, "/claims/clm_a")

    assert "Secret" not in page.response.text
    assert "The statement was erased." in page.text


def test_a_story_leads_to_its_claim(api: Api) -> None:
    api.claim(id="clm_a")

    response = api.app.test_client().get("/stories/sty_a")

    assert (response.status_code, response.headers["Location"]) == (303, "/claims/clm_a#story")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b", "a b", [("", "a b")]),
        ("a b c", "a c", [("", "a "), ("del", "b "), ("", "c")]),
        ("", "a", [("ins", "a")]),
        ("a.", "a!", [("", "a"), ("del", "."), ("ins", "!")]),
    ],
)
def test_two_texts_are_compared_by_words(before: str, after: str, shown: list[tuple[str, str]]) -> None:
    assert compare(before, after) == shown


def test_long_texts_are_shown_whole() -> None:
    long = "a " * MOST_WORDS

    assert compare(long, "b") == [("del", long), ("ins", "b")]
