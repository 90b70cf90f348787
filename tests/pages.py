"""A page as a reader without scripts has it: its text, its links, its headings, its elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.api import Api

VOID = {"meta", "link", "input", "br", "rect", "circle", "path"}
CELLS = {"td", "th", "li"}
HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass
class Element:
    """An element with its attributes and the text within it."""

    name: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def classes(self) -> set[str]:
        """Give its classes."""
        return set(self.attributes.get("class", "").split())


@dataclass
class Page(HTMLParser):
    """One page."""

    response: TestResponse
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.response.get_data(as_text=True))
        self.close()
        assert not self.open, [element.name for element in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.name == tag, f"{closed.name} is closed by {tag}"
        if tag in CELLS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def named(self, name: str, within: str = "") -> list[Element]:
        """Give the elements of one name, with a class if one is given."""
        return [one for one in self.elements if one.name == name and (not within or within in one.classes)]

    def classed(self, name: str) -> list[Element]:
        """Give the elements of one class."""
        return [one for one in self.elements if name in one.classes]

    @property
    def text(self) -> str:
        """Give all that is said in the main part, with single spaces."""
        [main] = self.named("main")
        return " ".join(main.text.split())

    @property
    def links(self) -> dict[str, str]:
        """Give where each link leads, by what it says."""
        return {" ".join(one.text.split()): one.attributes["href"] for one in self.named("a")}

    @property
    def levels(self) -> Iterator[int]:
        """Give the levels of the headings, in their order."""
        return (HEADINGS.index(one.name) + 1 for one in self.elements if one.name in HEADINGS)


def read(api: Api, path: str, status: int = 200, **headers: str) -> Page:
    """Open a page without a token, unless one is sent."""
    response = api.app.test_client().get(path, headers={"Accept": "text/html", **headers})
    assert response.content_type == "text/html; charset=utf-8"
    page = Page(response)
    assert response.status_code == status, page.text
    return page
