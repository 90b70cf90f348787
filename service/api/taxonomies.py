"""Taxonomies over HTTP: which terms a tag may have."""

from flask import Blueprint, Response

from service import taxonomies
from service.api import listings
from service.api.answers import answer_row
from service.api.forms import read_others
from service.api.lists import answer_entries
from service.schemas.taxonomy import read_taxonomies_query

blueprint = Blueprint("taxonomies", __name__)


@blueprint.get("/taxonomies")
def list_taxonomies() -> Response:
    """List what is installed, by namespace: what each taxonomy is for, and how many terms it has.

    The terms themselves are in each one's own JSON.
    """
    return answer_entries(taxonomies.page, read_taxonomies_query(read_others()), listings.TAXONOMIES)


@blueprint.get("/taxonomies/<anything:namespace>")
def show_taxonomy(namespace: str) -> Response:
    """Show one taxonomy in MISP's format, `machinetag.json`, as it was installed.

    A term is `namespace:predicate="value"`, and `namespace:predicate` where the predicate has no values. A namespace
    may have blanks and slashes in it: write it percent-encoded.
    """
    return answer_row(taxonomies.get, namespace)
