"""Sources over HTTP."""

from flask import Blueprint, Response

from service import merging, sources
from service.api import listings
from service.api.access import need
from service.api.answers import answer_created, answer_nothing, answer_one, answer_row
from service.api.etags import expected_revision
from service.api.forms import read_keys
from service.api.lists import answer_rows
from service.api.repeats import once
from service.api.requests import read_body, read_patch
from service.documents import MERGE, SOURCE

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
def list_sources() -> Response:
    """List sources, filtered by any field of the query."""
    return answer_rows(sources.page, listings.SOURCES)


@blueprint.post("/sources")
@once
def create_source() -> Response:
    """Store a source.

    One with a `name` is the same wherever it speaks. Where there is one of this name and kind already it is 409, unless
    `new` says that this is another one. One without a name belongs to an `article`, and `number` tells it from others.
    """
    by = need()
    return answer_created(sources.add(read_body(SOURCE), by))


@blueprint.get("/sources/<source_id>")
def show_source(source_id: str) -> Response:
    """Show one source; the id of one that was merged answers 410 with `merged_into`."""
    return answer_row(sources.get, source_id, read_keys(listings.SOURCES.shown))


@blueprint.patch("/sources/<source_id>")
def change_source(source_id: str) -> Response:
    """Change a source by a merge patch.

    Only what changes is sent; null takes a key away, and a list is replaced whole. Every claim and article that shows
    the source is renewed. Who an unnamed one turned out to be is said by `identified_as`; what was printed stays.
    """
    by = need()
    return answer_one(sources.change(source_id, read_patch(), expected_revision(), by))


@blueprint.delete("/sources/<source_id>")
def delete_source(source_id: str) -> Response:
    """Withdraw a source; its history stays.

    Its id answers 410 from then on. One that claims, articles or sources refer to is 409: `used_by` names them.
    """
    by = need()
    sources.delete(source_id, expected_revision(), by)
    return answer_nothing()


@blueprint.post("/sources/<source_id>/merge")
@once
def merge_source(source_id: str) -> Response:
    """Let another source stand for this one as well; answers with that one.

    For two rows that are one and the same, which cannot be undone. The one in `into` takes over names, URIs and all
    that refers to this one, whose id answers 410 with `merged_into` from then on; filters and bodies that name it
    mean the other. An unnamed source is not merged with a named one: PATCH its `identified_as`.
    """
    by = need()
    return answer_one(merging.merge(source_id, read_body(MERGE)["into"], by))
