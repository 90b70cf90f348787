"""Writing a response: stored bytes with the headers that belong to them."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from flask import Response, request

from service.api.around import this_app, this_request
from service.api.etags import NOTED, etag_of, known_etag
from service.api.headers import Headers
from service.api.pages import Kept
from service.api.requests import query_to_keep
from service.formats.streams import pick
from service.store.rows import Stored
from service.store.state import state

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

JSON: Final = "application/json"
DIGEST_BYTES: Final = 8

Keys = Sequence[str] | None
"""Some keys of a document; None is all of them."""


class Ready(Response):
    """An answer from the store: its bytes are there, and nothing is left to find out when it is sent."""

    default_mimetype = None

    def __init__(self, body: bytes = b"", status: int = 200, *, headers: Headers, etag: str | None = None) -> None:
        """Take the body, all headers but its length, and the ETag, where it has one."""
        super().__init__(body, status, headers if etag is None else [*headers, ("ETag", etag)])
        self.etag = etag

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Send it, without its body where there is none to be sent."""
        if self.status_code == HTTPStatus.NOT_MODIFIED:
            # RFC 9110, section 8.6: it would be the length of the document.
            del self.headers["Content-Length"]
        start_response(self.status, self.headers.to_wsgi_list())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else cast("list[bytes]", self.response)


def answer_row(read: Callable[[str], Stored], row_id: str, keys: Keys = None) -> Response:
    """Answer with one document that is the same for everybody, or 304 where the client has it already."""
    return answer_kept(lambda: answer_one(read(row_id), keys))


def answer_noted_row(stored: Stored, keys: Keys, *, with_note: bool) -> Response:
    """Answer with one document that has a note, but not for everybody."""
    return unless_known(answer_one(stored, keys, *([NOTED] if with_note else [])))


def answer_past_row(read: Callable[[], Stored], keys: Keys) -> Response:
    """Answer with what a document was at a revision, which another document may be since: something was erased."""

    def make() -> Ready:
        stored = read()
        return answer_one(stored, keys, blake2b(stored.document, digest_size=DIGEST_BYTES).hexdigest())

    return answer_kept(make)


def answer_kept(make: Callable[[], Ready], form: str = JSON) -> Response:
    """Answer with what is the same for everybody until something is written, or 304 where the client has it already.

    Where an address has several forms, `form` is the one that was asked for.
    """
    return unless_known(keep(make, form))


def unless_known(answer: Ready) -> Ready:
    """Answer with what has an ETag, or 304 where the client has it already."""
    known = None if answer.etag is None else known_etag(this_request(), answer.etag)
    return answer if known is None else not_modified(known, answer.headers.get("Vary"))


def not_modified(etag: str, vary: str | None = None) -> Ready:
    """Answer that the client has it already."""
    headers = [("ETag", etag)]
    return Ready(status=304, headers=headers if vary is None else [*headers, ("Vary", vary)])


def keep(make: Callable[[], Ready], form: str = JSON) -> Ready:
    """Give what was answered to this address, from memory if the store is still what it was."""
    environ, pages, now = this_request().environ, this_app().pages, state()
    address = (environ["PATH_INFO"], environ["QUERY_STRING"], form)
    kept = pages.get(address, now)
    if kept is not None:
        return Ready(kept.body, headers=kept.headers, etag=kept.etag)
    answer = make()
    if answer.status_code == HTTPStatus.OK:
        headers = [header for header in answer.headers.to_wsgi_list() if header[0] != "ETag"]
        pages.keep(address, now, Kept(answer.get_data(), headers, answer.etag))
    return answer


def answer_one(stored: Stored, keys: Keys = None, *marks: str) -> Ready:
    """Answer with one document, or with some of its keys; `marks` tell this representation of it from others."""
    document = stored.document if keys is None else pick(stored.document, keys)
    return Ready(document + b"\n", headers=[("Content-Type", JSON)], etag=etag_of(stored.rev, *marks))


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


def answer_json(value: Any) -> Response:
    """Answer with a value that is not a stored document."""
    return Response(orjson.dumps(value) + b"\n", content_type=JSON)


def answer_nothing() -> Response:
    """Answer that it is done and there is nothing to show."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def address_with(parameter: str, value: str) -> str:
    """Give the address of this request with another value of a parameter."""
    asked = this_request()
    kept = query_to_keep(asked.query_string)
    return f"{asked.path}?{kept}{'&' if kept else ''}{parameter}={value}"
