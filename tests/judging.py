"""Judging through pages without scripts: the forms of a queue, as a browser fills them in."""

import re
from html import unescape
from urllib.parse import quote

from tests.api import Api
from tests.browsing import Browser, Fields
from tests.ratings import ADMIRALTY, term

FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CHOICE = re.compile(r'<button name="term" value="([^"]*)"')
UNDO = re.compile(r'name="withdraw" value="(\w+[^"]*)"')


def queue(handle: str = "ann", scale: str = ADMIRALTY, more: str = "") -> str:
    return f"/reviewers/{handle}/queue?predicate={quote(scale, safe='')}{more}"


def form_of(browser: Browser) -> Fields:
    """Give what the form of the claim that is shown has beside its buttons."""
    form = browser.page[browser.page.index('<form class="judge"') :].partition("</form>")[0]
    return {name: unescape(value) for name, value in FIELD.findall(form)}


def choices(browser: Browser) -> list[str]:
    return [unescape(found) for found in CHOICE.findall(browser.page)]


def press(browser: Browser, value: str, scale: str = ADMIRALTY, **more: str) -> None:
    browser.send(browser.address, {**form_of(browser), "term": term(value, scale), **more})


def held(api: Api, **query: str) -> list[tuple[str, str]]:
    return [(tag["claim"], tag["term"]) for tag in api.get("/v1/tags", reviewer="ann", **query)["items"]]
