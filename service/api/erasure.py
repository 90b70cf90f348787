"""Erasing over HTTP: the same for every resource."""

from functools import partial
from inspect import getdoc
from typing import Final

from flask import Blueprint, Response

from service import erasure
from service.api.access import need
from service.api.answers import JSON
from service.api.repeats import once
from service.api.requests import read_body
from service.domain.pointers import ERASABLE
from service.domain.vocabulary import ResourceType
from service.schemas.erasure import ErasedShape, EraseShape

ERASE: Final = EraseShape()
ERASED: Final = ErasedShape()

blueprint = Blueprint("erasure", __name__)


@once
def erase(kind: ResourceType, **row: str) -> Response:
    """Erase values of a row: from it, from its history, and from all that shows them.

    For what must not be kept; it cannot be undone. An erased value is null, even a needed one. The change feed tells
    the places and the reason, never the value. Kept answers of an `Idempotency-Key` that hold it are forgotten.
    """
    by = need()
    body = read_body(ERASE)
    (row_id,) = row.values()
    rev = erasure.erase(kind, row_id, erasure.Erasure(**body), by)
    erased = ERASED.render({"type": kind, "id": row_id, "rev": rev, "paths": body["paths"]})
    return Response([erased, b"\n"], content_type=JSON, headers={"ETag": f'"{rev}"'})


def _view(kind: ResourceType) -> partial[Response]:
    """Make the view of one resource, which says what can be erased of it."""
    view = partial(erase, kind)
    places = ", ".join(f"`{path}`" for path in ERASABLE[kind])
    view.__doc__ = f"{getdoc(erase)}\n\nOf {kind.plural} can be erased: {places}."
    return view


for resource in ERASABLE:
    address = f"/{resource.plural}/<{resource}_id>/erase"
    blueprint.add_url_rule(address, f"erase_{resource}", _view(resource), methods=["POST"])
