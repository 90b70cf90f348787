"""The ten stories of docs/stories.md: the engine gives the answers of a careful editor."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from service.domain.corroboration import Verdict, weigh
from service.domain.testimony import Case, Side, Testimony
from tests.testimonies import asserts, body, copies, named, outlet, says, side, unnamed

TOLD: Final = (Path(__file__).parents[1] / "docs/stories.md").read_text("utf-8")
ANSWER: Final = re.compile(
    r"^## \d+\. (.+?)\n.*?\*\*Answer:\*\* `(\w+)`, origins (\d) to (\d), against (\d) to (\d)\.",
    re.MULTILINE | re.DOTALL,
)

ENGINEER = says("Courier", named("Mara Lindqvist"))
ROUND = [says(f"paper {number}", named("Mara Lindqvist")) for number in range(4)]
AGENCY = says("agency", named("Mara Lindqvist"))

WIRE = says("wire", unnamed("a person close to him"))
PAPERS = [copies(f"paper {number}", WIRE, f"paper {number}") for number in range(4)]

BLOG, SITE, ENCYCLOPEDIA = (
    says("blog", outlet("site")),
    says("site", outlet("lexicon")),
    says("lexicon", outlet("blog")),
)

IN_THE_COURIER, IN_THE_DAILY = (says(paper, named("Jan Oster"), at=1) for paper in ("Courier", "Daily"))
MISTAKEN = says("mistaken", named("Jan Oster"), at=4)


def told_by(*testimonies: Testimony) -> Case:
    return Case(Side(testimonies))


STORIES: Final[Mapping[str, Case]] = {
    "The bridge at Orrin": told_by(
        says("Harbour Post", named("Ida Verrall")),
        says("Courier", named("Tomas Brandt")),
        says("Daily", named("press officer", "Ida Verrall")),
    ),
    "The interview that went round": Case(
        side(
            ENGINEER, *ROUND, AGENCY, copies("reprint", AGENCY, "Daily"), copies("other reprint", AGENCY, "Post"),
            repeats={one.id: ["Courier"] for one in (*ROUND, AGENCY)},
        )
    ),
    "The wire and the telephone": told_by(WIRE, *PAPERS, says("fifth", unnamed("a source in the port"))),
    "The ministry speaks three times": told_by(
        says("one", body("ministry")),
        says("two", named("Lena Moroz", "ministry")),
        says("three", unnamed("a senior official")),
    ),
    "Two reporters of one house": told_by(
        asserts("Herald", outlet("Herald", "house", saw=True)),
        asserts("Gazette", outlet("Gazette", "house", saw=True)),
        asserts("Evening Post", outlet("Evening Post", "house")),
        says("radio", named("editor", "Herald", "house")),
    ),
    "The state broadcaster": told_by(
        asserts("pictures", outlet("State Television", "government", saw=True)),
        says("briefing", named("spokesman", "government")),
    ),
    "It is said in the Courier": told_by(
        *(says(paper, outlet("Courier")) for paper in ("Harbour Post", "Daily", "Evening Post"))
    ),
    "The circle": Case(
        side(
            BLOG, SITE, ENCYCLOPEDIA, copies("second site", SITE, "second site"),
            repeats={"blog": ["site"], "site": ["lexicon"], "lexicon": ["blog"]},
        )
    ),
    "The witness who took it back": Case(
        side(
            IN_THE_COURIER, IN_THE_DAILY, says("Harbour Post", named("Rosa Amiel"), at=1),
            retracted={"Courier": [MISTAKEN]},
        )
    ),
    "The minister who did not say so": Case(
        side(says("Courier", named("Paul Renner"), at=1), says("Harbour Post", unnamed("an aide"), at=2)),
        side(says("Daily", named("Paul Renner"), at=2)),
    ),
}  # fmt: skip


def answers() -> dict[str, tuple[str, ...]]:
    return {title: tuple(answer) for title, *answer in ANSWER.findall(TOLD)}


def answer_of(verdict: Verdict) -> tuple[str, ...]:
    counts = (verdict.origins.min, verdict.origins.max, verdict.contradicting.min, verdict.contradicting.max)
    return verdict.status.value, *map(str, counts)


def test_each_of_the_ten_stories_is_played() -> None:
    assert list(answers()) == list(STORIES)
    assert len(STORIES) == len(re.findall(r"^## ", TOLD, re.MULTILINE)) == 10


@pytest.mark.parametrize("title", STORIES)
def test_the_engine_gives_the_editors_answer(title: str) -> None:
    assert answer_of(weigh(STORIES[title])) == answers()[title]


def test_the_couriers_article_once_found_gives_its_story_a_single_source() -> None:
    found = says("Courier", named("a foreman"))
    told = STORIES["It is said in the Courier"].support.testimonies
    repeats = {one.id: ["Courier"] for one in told}

    assert weigh(Case(side(*told, found, repeats=repeats))).status == "single_source"


def test_the_witness_who_says_it_again_on_friday_counts_again() -> None:
    support = STORIES["The witness who took it back"].support
    again = says("again", named("Jan Oster"), at=5)

    assert weigh(Case(replace(support, testimonies=[*support.testimonies, again]))).status == "corroborated"
