"""Text in every field that would be a script, turn the page around or burst it: it stays text."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visiting
from tests.browser.hostile import HOSTILE, PAGES, SCRIPT, STATUS, stock
from tests.browser.rooms import Room, open_room
from tests.browser.visits import NARROW, WIDE, Visit

STRUCTURE = """() => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const attributes = [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames());
  const schemes = [...document.links].map((link) => link.protocol);
  return {
    wholes: ["head", "body", "main", "footer", "h1"].map(count),
    strange: count("script:not([src^='/static/']), style, img, iframe, object, [style]"),
    listening: attributes.filter((name) => name.startsWith("on")),
    schemes: schemes.filter((scheme) => !["http:", "https:"].includes(scheme)),
    foot: document.querySelector("footer p").innerText,
  };
}"""
SOUND = {
    "wholes": [1] * 5, "strange": 0, "listening": [], "schemes": [],
    "foot": "Hearsay keeps who said that somebody said so. Corroborated does not mean true.",
}  # fmt: skip


@pytest.fixture(scope="module")
def haunted(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    file = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("haunted") / "hearsay.db"))
    with open_room(file, stock) as room:
        yield room


@pytest.fixture
def haunting(haunted: Room, visit: Visiting) -> Visit:
    visited = visit(haunted)
    visited.be_signed_in()
    return visited


@pytest.mark.parametrize("name", list(PAGES))
def test_hostile_text_stays_text(haunting: Visit, name: str) -> None:
    page = haunting.open(PAGES[name], STATUS.get(name, 200))
    wider = []
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        wider.append(haunting.overflow())

    assert page.evaluate(STRUCTURE) == SOUND
    assert wider == [0, 0]
    assert haunting.troubles == []


@pytest.mark.parametrize("name", ["article", "claim", "another claim", "outlet", "speaker"])
def test_hostile_text_is_read_as_it_was_written(haunting: Visit, name: str) -> None:
    page = haunting.open(PAGES[name])

    expect(page.get_by_role("heading", level=1)).to_contain_text(SCRIPT)
    assert HOSTILE.strip() in str(page.locator("main").text_content())


def test_hostile_text_is_judged_by_key_with_a_hostile_note_and_taken_back(haunting: Visit) -> None:
    page = haunting.open(PAGES["queue"])

    page.keyboard.press("n")
    page.keyboard.insert_text(HOSTILE)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#judged [data-state]").first).to_have_text("saved")
    expect(page.locator("#judged li").first).to_contain_text(SCRIPT)
    page.keyboard.press("u")
    expect(page.locator("#judged [data-state]").first).to_have_text("undone")

    assert page.evaluate(STRUCTURE) == SOUND
    assert haunting.troubles == []
