"""Ratings of claims by several reviewers, given as matrices: a row a reviewer, a column a claim."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any
from urllib.parse import quote

from service import blinding
from service.store.database import database
from tests.api import Api, Json

SCALE = "check:level"
"""Five values, a to e, without numbers; a reviewer may hold several."""
ADMIRALTY = "admiralty-scale:source-reliability"
PATH = "/v1/agreement"

TEXTBOOK = {
    "ann": "abccbadab---",
    "ben": "abccbbdabe-c",
    "cleo": "-cccbcdbbea-",
    "dan": "abccbddabea-",
}
"""K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section C, where the values are 1 to 5."""
SMALL = {"ann": "ab", "ben": "aa"}


def term(value: str, scale: str = SCALE) -> str:
    """Make a term of a scale."""
    return f'{scale}="{value}"'


def claims(api: Api, many: int) -> list[str]:
    """Store claims that are named by their numbers."""
    return [api.claim(f"It is {number}.", id=f"clm_{number:02}")["id"] for number in range(many)]


def rate(api: Api, matrix: Mapping[str, Iterable[str | None]], scale: str = SCALE) -> None:
    """Let each reviewer rate the claims in their order; None leaves one out."""
    for handle, values in matrix.items():
        reviewer = api.by(handle)
        for number, value in enumerate(values):
            if value is not None and value != "-":
                reviewer.tag(f"clm_{number:02}", term(value, scale))


def agreement(api: Api, scale: str = SCALE, *pairs: tuple[str, Any], **query: Any) -> Json:
    """Measure how far reviewers agree on a scale."""
    return api.get(PATH, ("predicate", scale), *pairs, **query)


def rows_of(text: str) -> list[list[str]]:
    """Read a table."""
    return list(csv.reader(StringIO(text, newline="")))


def matrix(api: Api, query: str = "", scale: str = SCALE) -> list[list[str]]:
    """Read the ratings on a scale as a table."""
    response = api.call("GET", f"{PATH}?predicate={quote(scale)}&format=csv{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return rows_of(response.get_data(as_text=True))


def make_blind(namespace: str) -> None:
    """Let a taxonomy that nobody has used yet be judged blind."""
    with database.connection_context():
        blinding.blind(namespace, None)
