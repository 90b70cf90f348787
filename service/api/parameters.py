"""Parameters as the contract describes them: what may be asked, and what comes along with a request."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from marshmallow import fields

from service.api.examples import QUERIED
from service.domain.identifiers import HANDLE, OWN_PART, PREFIXES
from service.domain.terms import MAX_TERM_CHARS
from service.schemas.json_schema import Components, describe
from service.schemas.query import FLAG, LIMIT, MAX_VALUES, ONCE, Grammar
from service.schemas.sorting import MAX_KEYS
from service.store.cursors import MAX_CURSOR_CHARS
from service.store.matches import Operator
from service.store.query import DEFAULT_LIMIT

Json = dict[str, Any]

HOW: Final = {
    Operator.IS: "Any of these; repeat it for several.",
    Operator.NOT: "None of these, or no value at all.",
    Operator.GTE: "From this on, included.",
    Operator.LT: "Below this, not included.",
    Operator.EXISTS: "Whether there is a value.",
    Operator.ALL: "Every one of these.",
}
ORDER: Final = (
    "The order: {}; with - from the end. Up to {} with commas between, of which the first weighs most; the id decides "
    "between equals, in the direction of the last."
)
FACETS: Final = (
    "By which fields to count the claims that the query finds, each without the query's filters on itself: {}; with "
    "commas between."
)
ETAG_FORM: Final = {"type": "string", "pattern": r'^(\*|"?\d{1,19}"?)$', "examples": ["*"]}
IF_MATCH: Final[Json] = {
    "name": "If-Match", "in": "header", "required": True, "schema": ETAG_FORM,
    "description": (
        "The ETag, or the `rev`, that you read: 428 without it, 412 if the row changed since; * overrides on purpose."
    ),
}  # fmt: skip
IF_NONE_MATCH: Final[Json] = {
    "name": "If-None-Match", "in": "header", "schema": {"type": "string"},
    "description": "The ETag that you have: the answer is 304, without a body, if it is still the same.",
}  # fmt: skip
IDEMPOTENCY_KEY: Final[Json] = {
    "name": "Idempotency-Key", "in": "header",
    "schema": {"type": "string", "pattern": r"^[!#-~]{1,255}$"},
    "description": (
        "A key that you choose, such as a UUID: the same request sent again under it within 24 hours is answered as "
        "before and not done again; another request under it is 422."
    ),
}  # fmt: skip
AT_LEAST: Final[Json] = {
    "name": "Hearsay-At-Least", "in": "header",
    "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    "description": (
        "A revision, such as the `rev` of what you wrote: nothing older is answered, but 503 with Retry-After where "
        "what answers has not come to it, as a replica may not have."
    ),
}  # fmt: skip

NAMES: Final[dict[str, Json]] = {
    "namespace": {
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_TERM_CHARS},
        "description": "The taxonomy's namespace, percent-encoded.",
    },
    "handle": {
        "schema": {"type": "string", "pattern": f"^{HANDLE.pattern}$"},
        "description": "The reviewer's handle.",
    },
}


def of_address(name: str) -> Json:
    """Describe an id within an address, or another name."""
    if name in NAMES:
        return {"name": name, "in": "path", "required": True, **NAMES[name]}
    kind = name.removesuffix("_id")
    schema = {"type": "string", "pattern": f"^{PREFIXES[kind]}{OWN_PART.pattern}$"}
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": f"The {kind}'s id."}


def of_grammar(grammar: Grammar, components: Components) -> Iterator[Json]:
    """Describe what may be asked of a list."""
    for name, wanted in grammar.filters.items():
        for operator in Operator:
            if operator in wanted.operators:
                value = components.value(FLAG if operator is Operator.EXISTS else wanted.field)
                schema = (
                    value
                    if operator in ONCE
                    else {"type": "array", "items": value, "maxItems": MAX_VALUES, "minItems": 1}
                )
                yield _asked(name + operator.value, schema, f"{wanted.meaning} {HOW[operator]}")
    if grammar.paging:
        yield from _of_pages(grammar)


def _of_pages(grammar: Grammar) -> Iterator[Json]:
    if grammar.sorts:
        key = f"-?({'|'.join(grammar.sorts)})"
        sort = {"type": "string", "pattern": f"^{key}(,{key}){{0,{MAX_KEYS - 1}}}$", "default": "id"}
        needs = [f"An order that begins with `{key}` needs `{other}`." for key, other in grammar.sort_needs.items()]
        yield _asked("sort", sort, " ".join([ORDER.format(", ".join(grammar.sorts), MAX_KEYS), *needs]))
    yield _asked("limit", {**describe(LIMIT), "default": DEFAULT_LIMIT}, "How many rows a page has at most.")
    cursor = {"type": "string", "maxLength": MAX_CURSOR_CHARS}
    yield _asked("cursor", cursor, "Where the page begins: follow `next`, which has it; it is good for the same query.")
    yield _asked("count", describe(FLAG), "Whether to say how many rows the query finds; counted up to 10,000.")
    if grammar.facets:
        facet = f"({'|'.join(grammar.facets)})"
        facets = {"type": "string", "pattern": f"^{facet}(,{facet}){{0,{len(grammar.facets) - 1}}}$"}
        yield _asked("facets", facets, FACETS.format(", ".join(grammar.facets)))


def of_values(parameters: Mapping[str, fields.Field[Any]], components: Components) -> Iterator[Json]:
    """Describe parameters that have one value each."""
    for name, field in parameters.items():
        asked = _asked(name, components.value(field), field.metadata["description"])
        yield {**asked, "required": True, "example": QUERIED[name]} if field.required else asked


def _asked(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": description}
