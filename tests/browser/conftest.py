"""Chromium, and served stores for it to look at.

SQLite alone: what the engines answer differently would show in the API's tests, and a browser sees only HTML.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.rooms import Room, open_room, stock_desk, stock_house
from tests.browser.visits import Visit, begin
from tests.missing import miss

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(".venv/axe/node_modules/axe-core/axe.min.js")

Visiting = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("HEARSAY_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        miss("Needs Chromium: install it (on Debian: apt install chromium), or let HEARSAY_BROWSER name its program.")
    with sync_playwright() as playwright:
        # As root, which is who runs in a container, Chromium has no sandbox of its own.
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the program of axe-core, which looks for what people with disabilities would stumble over."""
    file = Path(__file__).parents[2] / AXE
    if not file.exists():
        miss("Needs axe-core, which comes by npm: make axe")
    return file.read_text("utf-8")


@pytest.fixture(scope="session")
def house(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Serve what is shipped, and judgements of it."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("house") / "hearsay.db"))
    with open_room(file, stock_house) as room:
        yield room


@pytest.fixture
def desk(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Room]:
    """Serve some claims that nobody has judged."""
    with open_room(Path(shutil.copy(migrated_sqlite, tmp_path / "hearsay.db")), stock_desk) as room:
        yield room


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visiting]:
    """Open a window of its own onto a room; whatever went wrong in it fails the test.

    A test names its own room before this: a server waits for windows that are still open when it is ended.
    """
    visits: list[Visit] = []

    def make(room: Room, **options: object) -> Visit:
        visits.append(begin(browser, room, **options))
        return visits[-1]

    yield make
    for one in visits:
        one.page.context.close()
    assert [one.troubles for one in visits] == [[]] * len(visits)


@pytest.fixture
def reviewing(desk: Room, visit: Visiting) -> Visit:
    """Sit at the desk."""
    visited = visit(desk)
    visited.be_signed_in()
    return visited
