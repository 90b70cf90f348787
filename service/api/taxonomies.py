"""Taxonomies over HTTP: which terms a tag may have."""

from urllib.parse import quote

from flask import Blueprint, Response, request

from service import taxonomies
from service.api.answers import answer_list, answer_row
from service.schemas.taxonomy import read_taxonomies_query
from service.store.query import SEPARATOR

blueprint = Blueprint("taxonomies", __name__)


@blueprint.get("/taxonomies")
def list_taxonomies() -> Response:
    """List what is installed, by namespace: what each taxonomy is for, and how many terms it has.

    The terms themselves are in each one's own JSON.
    """
    wanted = read_taxonomies_query(request.args.items(multi=True))
    found = taxonomies.page(wanted.after, wanted.limit)
    end = None if found.end is None else quote(found.end, safe="")
    return answer_list(SEPARATOR.join(found.entries), "after", end, found.rev)


@blueprint.get("/taxonomies/<anything:namespace>")
def show_taxonomy(namespace: str) -> Response:
    """Show one taxonomy in MISP's format, `machinetag.json`, as it was installed.

    A term is `namespace:predicate="value"`, and `namespace:predicate` where the predicate has no values. A namespace
    may have blanks and slashes in it: write it percent-encoded.
    """
    return answer_row(taxonomies.get, namespace)
