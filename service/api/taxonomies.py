"""Taxonomies over HTTP: which terms a tag may have."""

from flask import Blueprint, Response, request

from service import taxonomies
from service.api.answers import answer_entries, answer_row
from service.schemas.taxonomy import read_taxonomies_query

blueprint = Blueprint("taxonomies", __name__)


@blueprint.get("/taxonomies")
def list_taxonomies() -> Response:
    """List what is installed, by namespace: what each taxonomy is for, and how many terms it has.

    The terms themselves are in each one's own JSON.
    """
    wanted = read_taxonomies_query(request.args.items(multi=True))
    return answer_entries(taxonomies.page(wanted.after, wanted.limit))


@blueprint.get("/taxonomies/<anything:namespace>")
def show_taxonomy(namespace: str) -> Response:
    """Show one taxonomy in MISP's format, `machinetag.json`, as it was installed.

    A term is `namespace:predicate="value"`, and `namespace:predicate` where the predicate has no values. A namespace
    may have blanks and slashes in it: write it percent-encoded.
    """
    return answer_row(taxonomies.get, namespace)
