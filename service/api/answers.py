"""Writing a response: stored bytes with the headers that belong to them."""

from typing import Any, Final

import orjson
from flask import Response, request

from service.api.requests import known_etag, query_to_keep
from service.store import cursors
from service.store.query import Page, Query
from service.store.rows import Stored

JSON: Final = "application/json"


def answer_one(stored: Stored) -> Response:
    """Answer with one document, or 304 where the client has it already."""
    if request.method in {"GET", "HEAD"} and (known := known_etag(stored.rev)):
        return Response(status=304, headers={"ETag": known})
    return Response([stored.document, b"\n"], headers={"ETag": f'"{stored.rev}"'}, content_type=JSON)


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


def answer_page(page: Page, query: Query) -> Response:
    """Answer with one page of a list, and with the address of the next."""
    cursor = cursors.encode(query, page.end) if page.end else None
    return answer_list(page.documents, "cursor", cursor, page.rev)


def answer_list(documents: list[bytes], parameter: str, value: str | None, rev: int) -> Response:
    """Answer with documents; the next page is this address with `parameter` set to `value`, if there is one."""
    following = _address_with(parameter, value) if value is not None else None
    body = b"".join((
        b'{"items":[', b",".join(documents), b'],"next":', orjson.dumps(following), b',"rev":', b"%d}\n" % rev,
    ))  # fmt: skip
    response = Response(body, content_type=JSON)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def answer_json(value: Any) -> Response:
    """Answer with a value that is not a stored document."""
    return Response(orjson.dumps(value) + b"\n", content_type=JSON)


def answer_nothing() -> Response:
    """Answer that it is done and there is nothing to show."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def _address_with(parameter: str, value: str) -> str:
    kept = query_to_keep()
    return f"{request.path}?{kept}{'&' if kept else ''}{parameter}={value}"
