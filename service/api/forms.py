"""Reading in which form an answer is wanted, which its address says, or else the header Accept."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import request
from marshmallow import fields
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from service.api.around import this_request
from service.api.requests import ANYTHING, JSON, KEPT_QUERIES, STREAMED, pairs_of
from service.domain.vocabulary import Format
from service.schemas.forms import Form, Shown, read_form, without_form
from service.schemas.query import Pairs, read_single_values


def read_others() -> Pairs:
    """Give the URL's parameters but for those that say in which form the answer is."""
    return without_form(pairs_of(request.query_string))


def read_choices(parameters: Mapping[str, fields.Field[Any]]) -> dict[str, Any]:
    """Read what is chosen of one document."""
    asked = this_request().query_string
    return read_single_values(parameters, pairs_of(asked)) if asked else {}


def read_keys(shown: Shown) -> tuple[str, ...] | None:
    """Read which keys of one document are wanted; None is all."""
    return read_choices(shown.of_one).get("fields")


def read_list_form(shown: Shown) -> Form:
    """Read in which form a list is wanted: as the URL says, or else as `Accept` does."""
    asked = this_request()
    return _read_list_form(shown, asked.query_string, asked.environ.get("HTTP_ACCEPT", ""))


@lru_cache(KEPT_QUERIES)
def _read_list_form(shown: Shown, asked: bytes, accept: str) -> Form:
    best = parse_accept_header(accept, MIMEAccept).best_match([JSON, *STREAMED]) if accept not in ANYTHING else None
    return read_form(shown.of_list, pairs_of(asked), STREAMED.get(best or JSON, Format.JSON))
