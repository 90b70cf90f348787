"""Parameters and headers of the contract: what may be asked, and what comes along with an answer."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from marshmallow import fields

from service.domain.identifiers import OWN_PART
from service.schemas.json_schema import describe
from service.schemas.query import FLAG, LIMIT, MAX_VALUES, ONCE, Grammar
from service.store.cursors import MAX_CURSOR_CHARS
from service.store.query import DEFAULT_LIMIT, Operator

Json = dict[str, Any]

HOW: Final = {
    Operator.IS: "",
    Operator.NOT: " None of these.",
    Operator.GTE: " From this on.",
    Operator.LT: " Below this.",
    Operator.EXISTS: " Whether there is one.",
    Operator.ALL: " All of these.",
}
ETAG_FORM: Final = {"type": "string", "pattern": r'^(\*|"?\d{1,19}"?)$', "examples": ["*"]}
IF_MATCH: Final[Json] = {
    "name": "If-Match", "in": "header", "required": True, "schema": ETAG_FORM,
    "description": "The ETag, or the `rev`, that the change starts from; * overrides on purpose.",
}  # fmt: skip
IF_NONE_MATCH: Final[Json] = {
    "name": "If-None-Match", "in": "header", "schema": {"type": "string"},
    "description": "The ETag that the client has; 304 if it is still the row's.",
}  # fmt: skip
IDEMPOTENCY_KEY: Final[Json] = {
    "name": "Idempotency-Key", "in": "header",
    "schema": {"type": "string", "pattern": r"^[!#-~]{1,255}$"},
    "description": "A key of the client's own: the same request under it is done once, for 24 hours.",
}  # fmt: skip


def _header(description: str, **schema: Any) -> Json:
    return {"description": description, "schema": {"type": "string", **schema}}


HEADERS: Final[Json] = {
    "ETag": _header('The revision of the row, as in "812".', pattern=r'^"\d+(:gzip)?"$'),
    "Link": _header('The address of the next page, with rel="next"; on the last page there is none.'),
    "Location": _header("Where the new row is.", format="uri-reference"),
    "Retry-After": _header("In how many seconds to try again.", pattern=r"^\d+$"),
    "WWW-Authenticate": _header("That a bearer token is needed."),
    "Allow": _header("The methods that this address takes."),
    "X-Request-Id": _header(
        "The request's id, from the client or new; it is in the log and in a problem's `instance`."
    ),
}


def of_address(name: str, prefix: str) -> Json:
    """Describe an id within an address."""
    schema = {"type": "string", "pattern": f"^{prefix}{OWN_PART.pattern}$"}
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": "Its id."}


def of_grammar(grammar: Grammar) -> Iterator[Json]:
    """Describe what may be asked of a list."""
    for name, wanted in grammar.filters.items():
        for operator in Operator:
            if operator in wanted.operators:
                value = describe(FLAG if operator is Operator.EXISTS else wanted.field)
                schema = (
                    value
                    if operator in ONCE
                    else {"type": "array", "items": value, "maxItems": MAX_VALUES, "minItems": 1}
                )
                yield _asked(name + operator.value, schema, wanted.meaning + HOW[operator])
    sorts = [sign + key for key in grammar.sorts if key not in grammar.sort_needs for sign in ("", "-")]
    needing = [sign + key for key in grammar.sort_needs for sign in ("", "-")]
    needs = "".join(f" {key} needs `{other}` beside it." for key, other in grammar.sort_needs.items())
    yield _asked(
        "sort", {"type": "string", "enum": [*sorts, *needing], "default": "id"}, f"The order; - is from the end.{needs}"
    )
    yield _asked("limit", {**describe(LIMIT), "default": DEFAULT_LIMIT}, "How many rows a page has at most.")
    cursor = {"type": "string", "maxLength": MAX_CURSOR_CHARS}
    yield _asked("cursor", cursor, "Where the page begins: take it from `next`, with the same query.")


def of_values(parameters: Mapping[str, fields.Field[Any]]) -> Iterator[Json]:
    """Describe parameters that have one value each."""
    for name, field in parameters.items():
        yield _asked(name, describe(field), str(field.metadata.get("description", name)))


def _asked(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": description}
