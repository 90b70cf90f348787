"""Many rows at once over HTTP."""

from typing import Final

from flask import Blueprint, Response, request

from service import exchange
from service.api.access import need
from service.api.answers import JSON
from service.api.repeats import once
from service.api.requests import read_lines
from service.formats import ndjson
from service.loading import Loading
from service.schemas.rows import MAX_ROWS, LoadedShape, read_rows_query

MAX_ROWS_BYTES: Final = 64 * 1024 * 1024
LOADED: Final = LoadedShape()

blueprint = Blueprint("rows", __name__)


@blueprint.before_request
def allow_more() -> None:
    """Take a larger body than elsewhere."""
    request.max_content_length = MAX_ROWS_BYTES


@blueprint.post("/rows")
@once
def load_rows() -> Response:
    """Store many typed rows, all or none.

    The body is NDJSON: on each line an `article`, a `source`, a `claim`, `evidence` or a `tag`, as in
    `{"claim": {...}}`, each as it is posted or was read, behind the rows that it refers to; a tag names its `claim`,
    evidence its `subject`. What is wrong is named by `line` and `pointer`. With `dry_run` nothing is kept; with
    `on_conflict=skip` a row whose id, or whose article's URL, is there already is left out.
    """
    by = need()
    wanted = read_rows_query(request.args.items(multi=True))
    lines = ndjson.read(read_lines(ndjson.MEDIA_TYPES, MAX_ROWS), ndjson.RESOURCES)
    outcomes, rev = exchange.load(lines, Loading(by, wanted.on_conflict), dry_run=wanted.dry_run)
    stored = sum(outcome.stored for outcome in outcomes)
    answer = {
        "rows": outcomes, "stored": stored, "skipped": len(outcomes) - stored, "dry_run": wanted.dry_run, "rev": rev,
    }  # fmt: skip
    return Response([LOADED.render(answer), b"\n"], content_type=JSON)
