"""The examples of docs/corroboration.md are true."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from service.domain.corroboration import weigh
from service.domain.testimony import Case, Side, Testimony
from service.domain.vocabulary import CorroborationStatus, NextStepKind, SourceKind
from tests.testimonies import asserts, body, copies, document, named, outlet, says, side, unnamed

TOLD: Final = (Path(__file__).parents[1] / "docs/corroboration.md").read_text("utf-8")
RULES: Final = re.findall(r"^## (\d)\. (.+?)(?=^## )", TOLD, re.MULTILINE | re.DOTALL)
STATUS: Final = re.compile(rf"(?:nobody speaks: )?({'|'.join(CorroborationStatus)})(?::|$)")
LINE: Final = re.compile(r"^(\S.*?)  +(\S.*)$", re.MULTILINE)


def examples(section: str) -> list[tuple[str, str]]:
    """Give each line of a rule's example: what was said, and what it amounts to."""
    return LINE.findall("".join(re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL)))


def told(*testimonies: Testimony, against: Sequence[Testimony] = ()) -> Case:
    return Case(Side(testimonies), Side(against))


ADA, BEA, CYD = (says(one, named(one)) for one in ("Ada", "Bea", "Cyd"))
AGAIN = says("again", named("Ada"))
AT_NOON = says("noon", named("Ada"), at=1)
COURIER = says("courier", outlet("Courier"))
POST, DAILY = (asserts(paper, outlet(paper)) for paper in ("Post", "Daily"))
POST_SAW_IT = asserts("Post", outlet("Post", saw=True))
HERALD, GAZETTE = (asserts(paper, outlet(paper, "owner")) for paper in ("Herald", "Gazette"))
HERALD_SAW_IT = asserts("Herald", outlet("Herald", "owner", saw=True))
OFFICIAL = says("official", unnamed("an official"))
REGISTER = document("register", has_same_as=True)

CASES: Final[Mapping[str, Case]] = {
    "Courier < Ada; Post repeats it": Case(side(ADA, POST, repeats={"Post": ["Ada"]})),
    "agency < Ada; Post and Daily copy it": told(ADA, copies("post", ADA, "Post"), copies("daily", ADA, "Daily")),
    "Post repeats Daily, Daily repeats Post": Case(side(POST, DAILY, repeats={"Post": ["Daily"], "Daily": ["Post"]})),
    "Post < Ada, Daily < Ada; Ada retracts": Case(side(ADA, AGAIN, retracted={"Ada": [says("no", named("Ada"))]})),
    "Post < Courier < Ada": told(ADA),
    "Post < Courier": told(COURIER),
    "Post, in its own voice": told(POST),
    "Post, which saw it": told(POST_SAW_IT),
    "Post < Ada; Daily < Ada": told(ADA, AGAIN),
    "Post < a source, who is Ada; Daily < Ada": told(ADA, AGAIN),
    "Herald; Gazette, of the same owner": told(HERALD, GAZETTE),
    "Herald, which saw it; Gazette, likewise": told(HERALD_SAW_IT, GAZETTE),
    "Ada; Bea": told(ADA, BEA),
    "Ada; an official": told(ADA, OFFICIAL),
    "a ministry; its spokeswoman": told(says("one", body("ministry")), says("two", named("spokeswoman", "ministry"))),
    "four officials; Ada": told(says("four", unnamed("four officials", 4)), ADA),
    "Ada says so; Ada denies it, later": told(AT_NOON, against=[says("no", named("Ada"), at=2)]),
    "Ada says so; Ada denies it, earlier": told(AT_NOON, against=[says("no", named("Ada"), at=0)]),
    "Ada says so; Ada denies it, no date": told(AT_NOON, against=[says("no", named("Ada"))]),
    "Ada says so; Bea denies it": told(ADA, against=[BEA]),
    "the land register, with its address": told(says("one", REGISTER)),
    "the land register, without an address": told(says("one", document("register"))),
    "a leaked report, not named": told(says("one", unnamed("a report", kind=SourceKind.DOCUMENT))),
    "Post < the land register < Ada": told(ADA),
    "Ada; Bea; the Post denies it": told(ADA, BEA, against=[POST]),
    "Ada; Post < Courier": told(ADA, COURIER),
    "Post, in its own voice; Daily, likewise": told(POST, DAILY),
    "Post, in its own voice; Daily < Courier": told(POST, COURIER),
    "Ada; Bea; Post repeats Bea": Case(side(ADA, BEA, POST, repeats={"Post": ["Bea"]})),
    "Ada; Bea; an official": told(ADA, BEA, OFFICIAL),
    "Ada; Bea; the official is Cyd": told(ADA, BEA, CYD),
}


def test_every_rule_has_an_example_of_four_lines_and_a_reason() -> None:
    assert [int(number) for number, _ in RULES] == list(range(1, 10))
    assert [len(examples(section)) for _, section in RULES] == [4] * 9
    assert all("\nReason: " in section for _, section in RULES)


def test_every_example_is_played_but_those_of_what_a_story_is() -> None:
    lines = [said for number, section in RULES if number != "1" for said, _ in examples(section)]

    assert set(lines) == set(CASES)


@pytest.mark.parametrize(
    ("said", "answer"), [line for number, rule in RULES if number != "1" for line in examples(rule)]
)
def test_an_example_is_true(said: str, answer: str) -> None:
    verdict = weigh(CASES[said])
    origins, _, against = answer.partition("against")

    status = STATUS.match(answer)
    assert status is None or status[1] == verdict.status
    assert re.findall(r"(\d) to (\d)", origins) in ([], [(str(verdict.origins.min), str(verdict.origins.max))])
    counted = (str(verdict.contradicting.min), str(verdict.contradicting.max))
    assert re.findall(r"(\d) to (\d)", against) in ([], [counted])
    if "documented" in answer:
        assert verdict.documented is answer.startswith("documented")


@pytest.mark.parametrize("words", [CorroborationStatus, NextStepKind])
def test_every_status_and_every_next_step_is_told_in_its_order(words: type[CorroborationStatus | NextStepKind]) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", TOLD, re.MULTILINE)

    assert [row for row in rows if row in set(words)] == list(words)
