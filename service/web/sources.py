"""The page of a source: what it said, how often alone, who prints it, and what would fall with it."""

from functools import partial
from typing import Any, Final

import orjson
from flask import Blueprint, Response, request

from service import claims, dependents, sources
from service.schemas import grammars
from service.schemas.query import read_single_values
from service.store.database import snapshot
from service.store.matches import Operator
from service.store.query import Condition, Query
from service.web import addresses, lists, notes
from service.web.addresses import Pairs
from service.web.answering import Shown, answer_page

SHOWN: Final = 20
PASSED_ON: Final = 5
ALONE: Final = "single_source"

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources/<source_id>")
def view_source(source_id: str) -> Response:
    """Show a source with all that hangs on it."""
    read_single_values({}, request.args.items(multi=True))
    return answer_page(partial(_source, source_id))


def _source(source_id: str) -> Shown:
    newest = ("sort", "-published_at")
    with snapshot():
        source = orjson.loads(sources.get(source_id).document)
        said = _list([("speaker_id", source_id), newest, ("limit", str(SHOWN))], ("corroboration",))
        passed_on = _list([("via", source_id), newest, ("limit", str(PASSED_ON))])
        printed = _list([("source_id", source_id), ("limit", "1")], ("publisher_id",))
        own = _list([("publisher_id", source_id), ("speaker_kind", "none"), ("limit", "1")])
        published = _list([("publisher_id", source_id), newest, ("limit", str(PASSED_ON))])
        falling = dependents.page(source_id, "", SHOWN)
        entries = [orjson.loads(entry) for entry in falling.entries]
        named = _named([entry["claim"] for entry in entries])
    statuses = said["facets"].get("corroboration", {"values": []})["values"]
    return "source.html", {
        "source": source,
        "said": said,
        "alone": next((one["count"] for one in statuses if one["value"] == ALONE), 0),
        "statuses": statuses,
        "passed_on": passed_on,
        "publishers": printed["facets"].get("publisher_id", {"values": []})["values"][:SHOWN],
        "published": published,
        "own": own,
        "falling": [(entry, named.get(entry["claim"])) for entry in entries],
        "falling_goes_on": falling.end is not None,
        "falling_data": addresses.data(f"/sources/{source_id}/dependents", ()),
    }


def _list(pairs: Pairs, facets: tuple[str, ...] = ()) -> dict[str, Any]:
    pairs = [*pairs]
    page = lists.with_sums(grammars.CLAIMS, grammars.CLAIMS.read(pairs), claims.page, facets)
    asked = [pair for pair in pairs if pair[0] != "limit"]
    return {
        "notes": notes.read(page),
        "count": lists.count_of(page) or {"value": 0, "exact": False},
        "facets": lists.facets_of(page),
        "goes_on": page.end is not None,
        "page": addresses.with_query("/claims", asked),
        "data": addresses.data("/claims", asked),
    }


def _named(ids: list[str]) -> dict[str, notes.Note]:
    """Read some claims by their ids."""
    if not ids:
        return {}
    found = claims.page(Query("claims", (Condition("id", Operator.IS, tuple(ids)),), limit=len(ids)))
    return {note.claim["id"]: note for note in notes.read(found)}
