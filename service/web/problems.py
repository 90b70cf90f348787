"""Failures as pages, in the words of the problem document that the API answers with."""

from collections.abc import Callable
from typing import Any, Final

import orjson
from flask import Blueprint, Flask, Response, request
from gunicorn.http.errors import ParseException
from peewee import PeeweeException
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException, NotFound

from service.api import problems
from service.domain.errors import Refused
from service.web.answering import answer_own_page, wants_json

KEPT: Final = ("Retry-After", "Allow")
OF_THE_API: Final = "/v1"

Answer = Callable[[Any], Response]


def register(app: Flask, pages: Blueprint) -> None:
    """Answer every failure of these pages with a page, and what is at no address where a person asks for it."""
    pages.register_error_handler(Refused, as_page(problems.answer_refusal))
    pages.register_error_handler(HTTPException, as_page(problems.answer_http))
    for kind in (PeeweeException, MaxConnectionsExceeded):
        pages.register_error_handler(kind, as_page(problems.answer_store_failure))
    pages.register_error_handler(ParseException, as_page(problems.answer_unread))
    pages.register_error_handler(Exception, as_page(problems.answer_bug))
    app.register_error_handler(NotFound, answer_nowhere)


def as_page(answer: Answer) -> Answer:
    """Give the page that says what an answer of the API says."""

    def show(failure: Any) -> Response:
        told = answer(failure)
        if wants_json(request):
            return told
        page = answer_own_page("problem.html", {"problem": orjson.loads(told.get_data())}, told.status_code)
        for name in KEPT:
            if name in told.headers:
                page.headers[name] = told.headers[name]
        return page

    return show


def answer_nowhere(failure: NotFound) -> Response:
    """Answer that there is nothing at an address: to a browser with a page, to a program with the problem."""
    is_page = not request.path.startswith(OF_THE_API) and request.accept_mimetypes.accept_html
    wants_page = is_page and "text/html" in request.headers.get("Accept", "")
    return as_page(problems.answer_http)(failure) if wants_page else problems.answer_http(failure)
