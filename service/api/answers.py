"""Writing a response: stored bytes with the headers that belong to them."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import orjson
from flask import Response, request

from service.api.around import this_app, this_request
from service.api.headers import Headers
from service.api.pages import Kept
from service.api.requests import known_etag, query_to_keep, read_query
from service.schemas.query import Grammar
from service.store import cursors
from service.store.query import SEPARATOR, Page, Query
from service.store.rows import Entries, Stored
from service.store.state import state

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

JSON: Final = "application/json"


class Ready(Response):
    """An answer from the store: its bytes are there, and nothing is left to find out when it is sent."""

    default_mimetype = None

    def __init__(self, body: bytes = b"", status: int = 200, *, headers: Headers, rev: int | None = None) -> None:
        """Take the body, all headers but its length, and the revision of what it shows, if its ETag is that."""
        super().__init__(body, status, headers)
        self.rev = rev

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Send it, without its body where there is none to be sent."""
        if self.status_code == HTTPStatus.NOT_MODIFIED:
            # RFC 9110, section 8.6: it would be the length of the document.
            del self.headers["Content-Length"]
        start_response(self.status, self.headers.to_wsgi_list())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else cast("list[bytes]", self.response)


def answer_row(read: Callable[[str], Stored], row_id: str) -> Response:
    """Answer with one document that is the same for everybody, or 304 where the client has it already."""
    return answer_kept(lambda: answer_one(read(row_id)))


def answer_kept(make: Callable[[], Ready], form: str = JSON) -> Response:
    """Answer with what is the same for everybody until something is written, or 304 where the client has it already.

    Where an address has several forms, `form` is the one that was asked for.
    """
    return unless_known(_kept(make, form))


def answer_rows(read: Callable[[Query], Page], grammar: Grammar) -> Response:
    """Answer with one page of a list that is the same for everybody."""
    return answer_list_kept(lambda: answer_page(read(query := read_query(grammar)), query))


def answer_list_kept(make: Callable[[], Ready]) -> Response:
    """Answer with one page of a list that is the same for everybody, and was made by this."""
    return _kept(make)


def unless_known(answer: Ready) -> Ready:
    """Answer with what has a revision, or 304 where the client has it already."""
    known = None if answer.rev is None else known_etag(this_request(), answer.rev)
    return answer if known is None else Ready(status=304, headers=[("ETag", known)])


def _kept(make: Callable[[], Ready], form: str = JSON) -> Ready:
    """Give what was answered to this address, from memory if the store is still what it was."""
    environ, pages, now = this_request().environ, this_app().pages, state()
    address = (environ["PATH_INFO"], environ["QUERY_STRING"], form)
    kept = pages.get(address, now)
    if kept is None:
        answer = make()
        kept = Kept(answer.get_data(), answer.headers.to_wsgi_list(), answer.rev)
        pages.keep(address, now, kept)
    return Ready(kept.body, headers=kept.headers, rev=kept.rev)


def answer_one(stored: Stored) -> Ready:
    """Answer with one document."""
    headers = [("Content-Type", JSON), ("ETag", f'"{stored.rev}"')]
    return Ready(stored.document + b"\n", headers=headers, rev=stored.rev)


def answer_created(stored: Stored, collection: str | None = None) -> Response:
    """Answer with a new document and where it is: in this collection, or at this address."""
    response = answer_one(stored)
    response.status_code = 201
    response.headers["Location"] = f"{collection or request.path}/{stored.id}"
    return response


def answer_all_created(stored: list[Stored]) -> Response:
    """Answer with several new documents."""
    body = b"".join((b'{"items":[', b",".join(one.document for one in stored), b"]}\n"))
    return Response(body, 201, content_type=JSON)


def answer_page(page: Page, query: Query) -> Ready:
    """Answer with one page of a list, and with the address of the next."""
    cursor = cursors.encode(query, page.end) if page.end else None
    return _answer_list(page.body, "cursor", cursor, page.rev, page.beside)


def answer_entries(found: Entries[Any]) -> Ready:
    """Answer with some entries of a list, and with the address of those after the last."""
    end = None if found.end is None else quote(str(found.end), safe="")
    return _answer_list(SEPARATOR.join(found.entries), "after", end, found.rev)


def _answer_list(
    documents: bytes, parameter: str, value: str | None, rev: int, beside: Mapping[str, Any] = MappingProxyType({})
) -> Ready:
    """Answer with documents; the next page is this address with `parameter` set to `value`, if there is one."""
    following = None if value is None else _address_with(parameter, value)
    headers = [("Content-Type", JSON)]
    if following is not None:
        headers.append(("Link", f'<{following}>; rel="next"'))
    more = b"".join(b",%b:%b" % (orjson.dumps(key), orjson.dumps(value)) for key, value in beside.items())
    body = b'{"items":[%b],"next":%b,"rev":%d%b}\n' % (documents, orjson.dumps(following), rev, more)
    return Ready(body, headers=headers)


def answer_json(value: Any) -> Response:
    """Answer with a value that is not a stored document."""
    return Response(orjson.dumps(value) + b"\n", content_type=JSON)


def answer_nothing() -> Response:
    """Answer that it is done and there is nothing to show."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def _address_with(parameter: str, value: str) -> str:
    asked = this_request()
    kept = query_to_keep(asked.query_string)
    return f"{asked.path}?{kept}{'&' if kept else ''}{parameter}={value}"
