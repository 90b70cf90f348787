"""Answers as the contract describes them: what each operation gives, with its headers, and how it refuses."""

from http import HTTPStatus
from typing import Any, Final

from service.api.answer_headers import refer
from service.api.contract import OPERATIONS, Operation
from service.api.problems import HTTP_PROBLEMS, PROBLEM, STATUS
from service.api.requests import CSV, NDJSON
from service.schemas.json_schema import Components
from service.schemas.problem import ProblemShape
from service.schemas.query import Grammar
from service.schemas.shape import Shape
from service.schemas.sums import CountShape, FacetsShape
from service.store.searching import RELEVANCE

Json = dict[str, Any]

DONE: Final = {200: "This is what was asked for.", 201: "It is stored.", 204: "It is withdrawn."}
VERBS: Final = ("show", "erase", "merge", "accept", "change", "delete")
OF_A_CLAIM: Final = ("create_tag", "create_evidence")
STREAMS: Final[Json] = {
    NDJSON: {
        "schema": {
            "type": "string",
            "description": (
                'All documents, one a line, by id. The last line is `{"_end": {"count": N, "rev": R}}`: what has it '
                "is whole; R is the store's revision before the first of them."
            ),
        }
    },
    CSV: {
        "schema": {
            "type": "string",
            "description": (
                "All documents as a table, one a row, below a row of names (RFC 4180, UTF-8). What a spreadsheet would "
                "take for a formula begins with an apostrophe."
            ),
        }
    },
}
ENCODED: Final = "Content-Encoding"
RANKED: Final[Json] = {
    "type": "object",
    "description": "What was put in the order of relevance; only where that was asked for.",
    "properties": {
        "count": {
            "type": "integer",
            "description": "How many claims were ranked: the newest of those that were found.",
        },
        "truncated": {"type": "boolean", "description": "Whether more were found, which are not in this list."},
    },
    "required": ["count", "truncated"],
    "additionalProperties": False,
}
OF_PROBLEMS: Final = {401: ["WWW-Authenticate"], 412: ["ETag"], 429: ["Retry-After"], 503: ["Retry-After"]}


def of_operation(operation: Operation, components: Components) -> Json:
    """Describe every answer of an operation, by its status."""
    headers = refer(*_own_headers(operation))
    meaning = "A page of the list." if operation.paged else DONE[operation.status]
    answer: Json = {"description": meaning, "headers": headers}
    schema = _gives(operation, components)
    if schema is not None:
        answer["content"] = {operation.media: {"schema": schema}, **(STREAMS if operation.paged else {})}
    if operation.also_media is not None:
        answer["content"][operation.also_media] = {"schema": {"type": "string"}}
    responses: Json = {str(operation.status): answer}
    if operation.also_status is not None:
        responses[str(operation.also_status)] = {**answer, "description": "It stood already: nothing was written."}
    if operation.status == HTTPStatus.CREATED:
        created = {**headers, **refer("Location")}
        responses["201"] = {**answer, "headers": created, "links": _links(operation.links or "")}
    if operation.conditional:
        responses["304"] = {"description": "You have it: it is as you know it.", "headers": refer("ETag")}
    for status in sorted(set(operation.refuses)):
        responses[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    return responses


def of_problems(components: Components) -> Json:
    """Describe every refusal, by the name that it has in the contract."""
    statuses = {status for operation in OPERATIONS.values() for status in operation.refuses}
    return {_problem_name(status): _problem(status, components) for status in sorted(statuses)}


def _own_headers(operation: Operation) -> list[str]:
    if operation.status == HTTPStatus.NO_CONTENT:
        return []
    if operation.paged:
        return [ENCODED, "Link", "ETag"] if operation.conditional else [ENCODED, "Link"]
    is_row = operation.gives and not operation.lines
    return [ENCODED, "ETag"] if is_row or operation.conditional else [ENCODED]


def _gives(operation: Operation, components: Components) -> Json | None:
    if operation.free is not None:
        return operation.free
    if operation.gives is None:
        return None
    one = _one(operation.gives, operation, components)
    if operation.paged:
        page: Json = {
            "items": {"type": "array", "items": one, "description": "What is on this page."},
            "next": {"type": ["string", "null"], "description": "The address of the next page; null on the last."},
            "rev": {"type": "integer", "description": "The store's revision before the page was read."},
        }
        return _all_of(page, _beside(operation.grammar, components))
    if operation.or_many:
        several = {"type": "array", "items": one, "description": "The new rows, where several were asked for."}
        return {"anyOf": [one, _all_of({"items": several})]}
    return one


def _one(gives: Shape, operation: Operation, components: Components) -> Json:
    """Describe one document: whole, or some of its keys, now or as it was."""
    if operation.shown is None:
        return components.answer(gives)
    shapes = [gives, *([operation.also_gives] if operation.also_gives else [])]
    whole = [components.answer(shape) for shape in shapes]
    return {"anyOf": [*whole, *(components.some_of(shape, operation.shown.always) for shape in shapes)]}


def _beside(grammar: Grammar | None, components: Components) -> Json:
    """Describe what a list shows beside its page where it is asked for."""
    if grammar is None:
        return {}
    of_facets = {**components.answer(FacetsShape()), "description": "What `facets` asked to be counted."}
    facets = {"facets": of_facets} if grammar.facets else {}
    ranked = {"ranked": RANKED} if RELEVANCE in grammar.sorts else {}
    of_count = {**components.answer(CountShape()), "description": "With `count=true`: how many there are."}
    counted = {"count": of_count} if grammar.sorts else {}
    return {**counted, **facets, **ranked}


def _all_of(properties: Json, perhaps: Json | None = None) -> Json:
    described = {**properties, **(perhaps or {})}
    return {"type": "object", "properties": described, "required": list(properties), "additionalProperties": False}


def _links(kind: str) -> Json:
    """Lead from a new row to what can be done with it; its ETag comes along where a revision is needed."""
    where = {f"path.{kind}_id": "$response.body#/id"}
    revised = {**where, "header.If-Match": "$response.header.ETag"}
    names = [f"{verb}_{kind}" for verb in VERBS if f"{verb}_{kind}" in OPERATIONS]
    links: Json = {
        name: {"operationId": name, "parameters": revised if OPERATIONS[name].needs_revision else where}
        for name in (*names, *(OF_A_CLAIM if kind == "claim" else ()))
    }
    return links


def _problem_name(status: int) -> str:
    return "".join(word.capitalize() for word in HTTPStatus(status).phrase.replace("-", " ").split())


def _problem(status: int, components: Components) -> Json:
    kinds = [kind for kind, known in STATUS.items() if known == status]
    meaning = " ".join((kind.__doc__ or "").partition("\n")[0] for kind in kinds) or HTTP_PROBLEMS[status][2]
    schema = components.answer(ProblemShape())
    return {
        "description": meaning,
        "headers": refer(ENCODED, *OF_PROBLEMS.get(status, [])),
        "content": {PROBLEM: {"schema": schema}},
    }
