"""The addresses that a page has: where its data is, in each form, and the page with one filter more or less."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from flask import request

from service.api.requests import pairs_of
from service.schemas.forms import NOT_WITH_STREAM

HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")

Pairs = Iterable[tuple[str, str]]


class Data(NamedTuple):
    """Where the data of a list is: as JSON, as a stream of lines, as a table, and how to get it in a shell."""

    json: str
    ndjson: str
    csv: str
    curl: str


def data(path: str, pairs: Pairs) -> Data:
    """Give where the data of a page is; a stream has no order and no pages."""
    asked = list(pairs)
    whole = [pair for pair in asked if pair[0] not in NOT_WITH_STREAM]
    json = with_query(f"/v1{path}", asked)
    ndjson, csv = (with_query(f"/v1{path}", [*whole, ("format", form)]) for form in ("ndjson", "csv"))
    return Data(json, ndjson, csv, f"curl -s '{origin()}{json}'")


def with_query(path: str, pairs: Pairs) -> str:
    """Give an address with these parameters, in a spelling that means nothing to HTML or to a shell within quotes."""
    asked = urlencode(list(pairs), safe=":,", quote_via=quote)
    return f"{path}?{asked}" if asked else path


def asked_for() -> list[tuple[str, str]]:
    """Give the parameters of this request, but for those that a form left empty."""
    return [pair for pair in pairs_of(request.query_string) if pair[1]]


def origin() -> str:
    """Give by which scheme and host this site was asked for."""
    host = request.host
    return f"{request.scheme}://{host if HOST.fullmatch(host) else 'localhost'}"
