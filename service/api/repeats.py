"""Idempotency-Key: a POST that is sent again is answered again and not done again.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Final, ParamSpec

from flask import Response, g, request

from service import answers
from service.api.requests import whole_body
from service.domain.errors import Fault, Unreadable

KEY: Final = re.compile(r'("?)([\x21\x23-\x7e]{1,255})\1')

Arguments = ParamSpec("Arguments")


def once(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Let a view answer one key of one token once; without a key, or without a token, it is as it was."""

    @wraps(view)
    def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        header = request.headers.get("Idempotency-Key")
        if header is None or g.caller.token_id is None:
            return view(*args, **kwargs)
        kept = answers.once(g.caller.token_id, _key(header), _digest(), lambda: _keep(view(*args, **kwargs)))
        return _response(kept)

    return answer


def _key(header: str) -> str:
    match = KEY.fullmatch(header.strip())
    if match is None:
        fault = ({"header": "Idempotency-Key"}, Fault("form", "A key is 1 to 255 visible ASCII characters."))
        raise Unreadable("The Idempotency-Key cannot be read.", faults=[fault])
    return match[2]


def _digest() -> str:
    """Digest what makes two requests the same: method, address and body."""
    head = f"{request.method} {request.full_path} {request.content_type}\n".encode()
    return sha256(head + whole_body(keep=True)).hexdigest()


def _keep(response: Response) -> answers.Kept:
    headers = response.headers
    return answers.Kept(response.status_code, headers.get("Location"), headers.get("ETag"), response.get_data())


def _response(kept: answers.Kept) -> Response:
    response = Response(kept.body, kept.status, content_type="application/json")
    for name, value in (("Location", kept.location), ("ETag", kept.etag)):
        if value is not None:
            response.headers[name] = value
    return response
