"""The pages of lists: claims with search and facets, articles, sources; the query is that of the API."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

import orjson
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from service import articles, claims, sources
from service.schemas import grammars
from service.schemas.forms import without_form
from service.schemas.sums import FACETS
from service.web import addresses, facets, lists, notes
from service.web.addresses import Pairs
from service.web.answering import Shown, answer_page

SORTS: Final = (
    ("", "As stored"), ("relevance", "Best match"), ("-published_at", "Newest articles"),
    ("published_at", "Oldest articles"), ("-origins_min", "Most origins"), ("origins_max", "Fewest origins"),
    ("-hearsay_depth", "Longest chains"),
)  # fmt: skip

SCHEME: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
"""Who types an address leaves it out."""

blueprint = Blueprint("search", __name__)


@blueprint.get("/claims")
def view_claims() -> Response:
    """Show the claims that a query finds, with what could be asked besides."""
    return _elsewhere() or answer_page(partial(_claims, addresses.asked_for()))


@blueprint.get("/articles")
def view_articles() -> Response:
    """Show the articles that a query finds; the one at an address is shown itself."""
    asked = addresses.asked_for()
    if [name for name, _ in asked] == ["url"]:
        if not SCHEME.match(asked[0][1]):
            return redirect(addresses.with_query("/articles", [("url", f"https://{asked[0][1]}")]), 303)
        found = articles.page(grammars.ARTICLES.read(asked)).documents
        if found:
            return redirect(f"/articles/{found[0][0]}", 303)
    return _elsewhere() or answer_page(partial(_rows, "articles", asked))


@blueprint.get("/sources")
def view_sources() -> Response:
    """Show the sources that a query finds."""
    return _elsewhere() or answer_page(partial(_rows, "sources", addresses.asked_for()))


def _elsewhere() -> Response | None:
    """Lead to where it is that is asked for: without what a form left empty, or to the API for another form."""
    asked = addresses.asked_for()
    if len(without_form(asked)) < len(asked):
        return redirect(addresses.with_query(f"/v1{request.path}", asked), 303)
    if len(asked) < len([*request.args.items(multi=True)]):
        is_searched = any(name == "q" for name, _ in asked)
        kept = asked if is_searched else [pair for pair in asked if pair != ("sort", "relevance")]
        return redirect(addresses.with_query(request.path, kept), 303)
    return None


def _claims(asked: Pairs) -> Shown:
    asked = list(asked)
    query = grammars.CLAIMS.read(asked)
    page = lists.with_sums(grammars.CLAIMS, query, claims.page, FACETS)
    found = notes.read(page)
    names = _names(found)
    given = dict(asked)
    kept = lists.without_place(asked)
    return "claims.html", {
        "notes": found,
        "count": lists.count_of(page),
        "facets": facets.read(lists.facets_of(page), asked, names),
        "filters": list(facets.filters(asked, names)),
        "hidden": [pair for pair in kept if pair[0] not in {"q", "sort"}],
        "asked": given.get("q", ""),
        "sort": given.get("sort", ""),
        "sorts": SORTS,
        "ranked": page.beside.get("ranked"),
        "data": addresses.data("/claims", kept),
        "next": lists.following("/claims", asked, query, page),
    }


def _rows(of: str, asked: Pairs) -> Shown:
    asked = list(asked)
    grammar, find = (grammars.ARTICLES, articles.page) if of == "articles" else (grammars.SOURCES, sources.page)
    query = grammar.read(asked)
    page = lists.with_sums(grammar, query, find)
    return f"{of}.html", {
        "rows": orjson.loads(b"[%b]" % page.body),
        "count": lists.count_of(page),
        "looked_up": dict(asked).get("url" if of == "articles" else "name", ""),
        "data": addresses.data(f"/{of}", lists.without_place(asked)),
        "next": lists.following(f"/{of}", asked, query, page),
    }


def _names(found: Iterable[notes.Note]) -> dict[str, str]:
    """Give the names of what the claims of a page speak of, by their ids, for filters that name an id."""
    names: dict[str, Any] = {}
    for note in found:
        article = note.claim["article"]
        names[article["id"]] = article["title"]
        names.update((stop.source, stop.label) for stop in note.stops if stop.source)
    return {row_id: name for row_id, name in names.items() if name}
