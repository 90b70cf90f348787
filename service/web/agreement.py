"""How far reviewers agree on a scale: the figures of the API as pictures, each with its table."""

from typing import Any, Final

import orjson
from flask import Blueprint, Response, g, request

from service import agreement, labels, taxonomies
from service.api.requests import query_to_keep, read_query
from service.domain.vocabulary import Level
from service.labels import Label
from service.schemas.grammars import AGREEMENT
from service.schemas.taxonomy import read_taxonomies_query
from service.store.query import Query
from service.web import drawing
from service.web.addresses import asked_for, with_query
from service.web.answering import Shown, address_of, answer_own_page, answer_page

MOST_TAXONOMIES: Final = 20

blueprint = Blueprint("agreement", __name__)


@blueprint.get("/agreement")
def view_agreement() -> Response:
    """Show how far reviewers agree on a scale, and on which claims they differ most; without one, which there are."""
    asked = asked_for()
    if not any(name == "predicate" for name, _ in asked):
        return answer_page(_scales)
    query = read_query(AGREEMENT)
    if agreement.is_for_everybody(query.option("predicate"), g.caller):
        return answer_page(lambda: _figures(query))
    return answer_own_page(*_figures(query))


def _figures(query: Query) -> Shown:
    found = agreement.measure(query, query_to_keep(request.query_string)).values
    scale = query.option("predicate")
    labelled = labels.of_scale(scale)
    values = {} if labelled is None else {one.label.name: one.label for one in labelled.terms}
    names = [one["value"] for one in found["values"]]
    raters = sorted({handle for pair in found["pairs"] for handle in pair["reviewers"]})
    here = [pair for pair in asked_for() if pair[0] != "level"]
    return "agreement.html", {
        "scale": scale, "found": found, "values": values,
        "label": Label(scale, None, None) if labelled is None else labelled.label,
        "alpha": drawing.interval(found["alpha"]),
        "confusion": found["confusion"] and drawing.grid(names, found["confusion"]),
        "pairs": drawing.grid(raters, _kappas(raters, found["pairs"]), most=1),
        "levels": [(level, with_query("/agreement", [*here, ("level", level)])) for level in Level],
        "data": f"/v1{address_of(request)}", "csv": f"/v1{with_query('/agreement', [*asked_for(), ('format', 'csv')])}",
    }  # fmt: skip


def _kappas(raters: list[str], pairs: list[dict[str, Any]]) -> list[list[float | None]]:
    """Put the kappa of each two raters into a square, which says the same on both sides of its diagonal."""
    place = {handle: number for number, handle in enumerate(raters)}
    square: list[list[float | None]] = [[None] * len(raters) for _ in raters]
    for pair in pairs:
        one, other = (place[handle] for handle in pair["reviewers"])
        square[one][other] = square[other][one] = pair["kappa"]
    return square


def _scales() -> Shown:
    wanted = read_taxonomies_query(asked_for())
    some = taxonomies.page(wanted.after, min(wanted.limit, MOST_TAXONOMIES))
    found = [labels.of_taxonomy(orjson.loads(entry)["namespace"]) for entry in some.entries]
    return "agreements.html", {"taxonomies": [one for one in found if one.scales], "after": some.end}
