"""What holds for every page, in a browser."""

import pytest

from tests.browser.conftest import Visiting
from tests.browser.rooms import READ, REVIEWED, STATUS, Room
from tests.browser.visits import NARROW, WIDE, Visit

PAGES = {**READ, **REVIEWED}


@pytest.fixture(params=list(PAGES))
def page_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visited(visit: Visiting, house: Room, page_name: str) -> Visit:
    """Be on a page."""
    visited = visit(house)
    if page_name in REVIEWED:
        visited.be_signed_in()
    visited.open(PAGES[page_name], STATUS.get(page_name, 200))
    return visited


def test_a_page_loads_without_an_error_and_asks_no_other_host(visited: Visit) -> None:
    assert visited.troubles == []
    assert visited.page.get_by_role("heading", level=1).count() == 1


def test_no_page_scrolls_sideways(visited: Visit) -> None:
    wider = {}
    for size in (NARROW, WIDE):
        visited.page.set_viewport_size(size)
        wider[size["width"]] = visited.overflow()

    assert wider == {390: 0, 1280: 0}


def test_axe_finds_nothing_serious_by_day_or_night(visited: Visit, axe: str) -> None:
    assert visited.violations(axe) == []
