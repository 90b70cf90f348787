"""Reading a request: its body and its query."""

from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote_plus

import orjson
from flask import Request, request
from werkzeug.exceptions import NotAcceptable, RequestEntityTooLarge, RequestURITooLarge, UnsupportedMediaType

from service.domain.errors import Fault, Invalid, Unreadable
from service.domain.nesting import MAX_DEPTH, is_too_deep
from service.domain.vocabulary import Format
from service.schemas.forms import without_form
from service.schemas.query import Grammar, read_single_values
from service.schemas.shape import Shape, at
from service.store.query import Query

MAX_QUERY_BYTES: Final = 7_000
"""What is asked, without the place in its result: a cursor has room behind it in the line of a request."""

REPLACED: Final = "\ufffd"
NO_TEXT: Final = Fault("character", "Text is sent as UTF-8, of which each byte may be written as % and two digits.")

KEPT_QUERIES: Final = 1_000
"""So many are kept as they were read: people and tools ask the same again and again."""

NOT_KEPT: Final = frozenset({"cursor", "after", "facets", "count"})
"""A place in a result, and what is counted over the whole of it, which is the same on every page."""

# RFC 3986, section 3.4, and the percent sign: what stands in a query as it is.
OF_A_QUERY: Final = "%:@!$&'()*+,;=/?-._~"

JSON: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"
PROBLEM: Final = "application/problem+json"
SVG: Final = "image/svg+xml"
NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
ANYTHING: Final = frozenset({"", "*/*", JSON})
LISTS: Final = "list_"
STREAMED: Final = {
    NDJSON: Format.NDJSON, "application/ndjson": Format.NDJSON, "application/jsonl": Format.NDJSON, CSV: Format.CSV,
}  # fmt: skip
"""What a list may be written as, beside JSON, and the formats that these are."""

ALSO: Final = {"label_": (SVG,), "show_agreement": (CSV,), LISTS: tuple(STREAMED)}
"""What else than JSON the views give whose names begin so."""

QUERIED: Final = (
    LISTS, "load_", "report_claims", "show_agreement", "show_article", "show_source", "show_claim", "show_evidence",
    "show_tag",
)  # fmt: skip
"""How the names of the views begin that read what is asked; of lists and pictures, above."""


def refuse_what_is_not_json(asked: Request) -> None:
    """Refuse a client that takes neither JSON nor, where there is one, another form."""
    accepted = asked.environ.get("HTTP_ACCEPT", "")
    if accepted in ANYTHING:
        return
    view = _view(asked)
    # An address that names its format is answered in it, whatever a browser says.
    if view.startswith(LISTS) and (STREAMED.get(accepted) or "format" in asked.args):
        return
    also = [media for name, several in ALSO.items() if view.startswith(name) for media in several]
    if asked.accept_mimetypes.best_match([JSON, PROBLEM, *also]) is None:
        raise NotAcceptable


def wants(asked: Request, media: str) -> bool:
    """Tell whether a client would rather have this form than JSON."""
    return asked.accept_mimetypes.best_match([JSON, media]) == media


def refuse_long_query(asked: Request) -> None:
    """Refuse a query that would leave no room for the cursor of its next page."""
    # A byte that must be escaped takes three.
    if 3 * len(asked.query_string) > MAX_QUERY_BYTES and len(query_to_keep(asked.query_string)) > MAX_QUERY_BYTES:
        raise RequestURITooLarge


@lru_cache(KEPT_QUERIES)
def query_to_keep(asked: bytes) -> str:
    """Give what an address asks as it was spelled, but for its place in the result and for sums."""
    parts = quote(asked, safe=OF_A_QUERY).split("&")
    return "&".join(part for part in parts if part and unquote_plus(part.partition("=")[0]) not in NOT_KEPT)


def refuse_stray_parameters(asked: Request) -> None:
    """Refuse parameters where none is read: only lists, loads and the report of a query read them, each its own."""
    if asked.query_string and not _view(asked).startswith(QUERIED):
        read_single_values({}, asked.args.items(multi=True))


def _view(asked: Request) -> str:
    return (asked.endpoint or "").rpartition(".")[2]


def whole_body(*, keep: bool = False) -> bytes:
    """Read the body, and `keep` it for those who read it again; refuse one that goes on behind its limit.

    Werkzeug cuts off there in silence what has no Content-Length.
    """
    body = request.get_data(cache=keep)
    stream = request.environ["wsgi.input"] if "wsgi.input_terminated" in request.environ else BytesIO()
    if len(body) == request.max_content_length and stream.read(1):
        raise RequestEntityTooLarge
    return body


def read_body(shape: Shape) -> dict[str, Any]:
    """Read the body as this shape."""
    return shape.read(_read_json(JSON))


def read_patch() -> dict[str, Any]:
    """Read the body as a merge patch; a verb reads the patched whole."""
    patch = _read_json(MERGE_PATCH, JSON)
    if not isinstance(patch, dict):
        raise Unreadable("A merge patch is a JSON object.", hint="Send the keys that change; null removes one.")
    return patch


def read_lines(media_types: frozenset[str], most: int) -> BytesIO:
    """Read the body as lines of one of these media types, of which at most so many are filled."""
    if request.mimetype not in media_types:
        raise UnsupportedMediaType
    lines = BytesIO(whole_body())
    filled = (number for number, line in enumerate(lines, start=1) if line.strip())
    beyond = next(islice(filled, most, None), None)
    if beyond is not None:
        raise Invalid("Too many rows.", faults=[({"line": beyond}, Fault("too-many", f"At most {most} rows."))])
    lines.seek(0)
    return lines


def read_query(grammar: Grammar, of: str | None = None) -> Query:
    """Read the URL's parameters, but for those that say in which form the answer is.

    `of` names the list where the same may be asked of several.
    """
    return _read_query(grammar, request.query_string, of)


@lru_cache(KEPT_QUERIES)
def _read_query(grammar: Grammar, asked: bytes, of: str | None) -> Query:
    return grammar.read(without_form(pairs_of(asked)) if grammar.paging else pairs_of(asked), of)


def pairs_of(asked: bytes) -> list[tuple[str, str]]:
    """Give the parameters of a query; refuse what is no text."""
    try:
        return parse_qsl(asked.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        lenient = parse_qsl(asked.decode(errors="replace"), keep_blank_values=True, errors="replace")
        faults = [(at(name), NO_TEXT) for name, value in lenient if REPLACED in name + value]
        raise Invalid("The query has bytes that are no text.", faults=faults) from None


def _read_json(*types: str) -> Any:
    if request.mimetype not in types:
        raise UnsupportedMediaType
    try:
        body = orjson.loads(whole_body())
    except orjson.JSONDecodeError as error:
        detail = f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise Unreadable(detail) from None
    if is_too_deep(body):
        raise Unreadable(f"The body nests deeper than {MAX_DEPTH} levels.")
    return body
