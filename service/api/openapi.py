"""The OpenAPI 3.1 document, made from the routes, the shapes that read and write, and the table of operations."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from inspect import getdoc
from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

from service.api.contract import OPERATIONS, Operation
from service.api.examples import EXAMPLES
from service.api.parameters import HEADERS, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, of_address, of_grammar, of_values
from service.api.problems import PROBLEM, STATUS
from service.domain.identifiers import PREFIXES
from service.schemas.json_schema import Components

Json = dict[str, Any]

JSON_TYPE: Final = "application/json"
MERGE_PATCH: Final = "application/merge-patch+json"
NDJSON: Final = "application/x-ndjson"
SKIPPED_METHODS: Final = frozenset({"HEAD", "OPTIONS"})
BEARER: Final[list[dict[str, list[str]]]] = [{"token": []}]
TAGS: Final = {
    "articles": "Published pieces of news.",
    "sources": "Who says, owns, issues or publishes something: persons, bodies, outlets, documents.",
    "claims": "What articles say, each with the chain of those it came from and what it amounts to.",
    "tags": "Reviewers' judgements of claims.",
    "rows": "Many rows at once.",
    "changes": "What happened, in order.",
    "meta": "What this service is, and whether it lives.",
}
ABOUT: Final = """\
Stores the claims of news articles with who each rests on: the chain of those who passed it on, outermost first; its
last link is whom the claim rests on. Everything is JSON. Reading is public unless the operator says otherwise; writing
needs a token. Every document has a revision, `rev`, which is its ETag and its place in the change feed. What is not
known in a query or a body is refused. Every failure is a problem (RFC 9457): what, where and what would be right."""


def document(app: Flask, version: str) -> Json:
    """Describe every operation of an app."""
    components = Components()
    paths: Json = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        name = rule.endpoint.rpartition(".")[2]
        if name not in OPERATIONS:
            continue
        path = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - SKIPPED_METHODS):
            described = _operation(name, OPERATIONS[name], rule, app, components)
            paths.setdefault(path, {})[method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hearsay", "version": version, "summary": "The claims of news articles, and who each rests on.",
            "description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": meaning} for name, meaning in TAGS.items()],
        "security": [{}, *BEARER],
        "paths": paths,
        "components": {
            "schemas": {**components.schemas, "Problem": PROBLEM_SCHEMA},
            "headers": HEADERS,
            "responses": {_problem_name(status): _problem(status) for status in sorted(_all_statuses())},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "hs_<id>_<secret>"}},
        },
    }  # fmt: skip


def _operation(name: str, operation: Operation, rule: Rule, app: Flask, components: Components) -> Json:
    summary, _, rest = (getdoc(app.view_functions[rule.endpoint]) or "").partition("\n")
    scope = f"Needs the scope `{operation.scope}`." if operation.scope else ""
    described: Json = {
        "operationId": name,
        "tags": [operation.tag],
        "summary": summary.rstrip("."),
        "description": " ".join(filter(None, [summary, rest.strip(), scope])),
        "parameters": list(_parameters(operation, rule)),
        "responses": _responses(operation, components),
    }
    body = _body(name, operation, components)
    if body is not None:
        described["requestBody"] = body
    if operation.scope is not None:
        described["security"] = BEARER
    elif operation.public:
        described["security"] = [{}]
    return described


def _parameters(operation: Operation, rule: Rule) -> Iterator[Json]:
    for name in sorted(rule.arguments):
        yield of_address(name, PREFIXES[name.removesuffix("_id")])
    if operation.grammar is not None:
        yield from of_grammar(operation.grammar)
    yield from of_values(operation.parameters)
    if operation.needs_revision:
        yield IF_MATCH
    if operation.conditional:
        yield IF_NONE_MATCH
    if operation.repeatable:
        yield IDEMPOTENCY_KEY


def _body(name: str, operation: Operation, components: Components) -> Json | None:
    if operation.lines:
        lines = {"type": "string", "description": "Typed rows, one JSON object a line."}
        return {"required": True, "content": {NDJSON: {"schema": lines, "examples": EXAMPLES[name]}}}
    if operation.takes is None:
        return None
    schema = components.patch(operation.takes) if operation.patches else components.body(operation.takes)
    media = {"schema": schema, "examples": EXAMPLES[name]}
    return {
        "required": True,
        "content": dict.fromkeys((MERGE_PATCH, JSON_TYPE) if operation.patches else (JSON_TYPE,), media),
    }


def _responses(operation: Operation, components: Components) -> Json:
    schema = _gives(operation, components)
    headers = ["X-Request-Id", *(["ETag"] if operation.gives and not operation.paged and not operation.lines else [])]
    if operation.paged:
        headers.append("Link")
    answer: Json = {
        "description": HTTPStatus(operation.status).phrase,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
    }
    if schema is not None:
        answer["content"] = {operation.media: {"schema": schema}}
    responses: Json = {str(operation.status): answer}
    if operation.also_status is not None:
        responses[str(operation.also_status)] = {**answer, "description": "It stood already"}
    if operation.status == HTTPStatus.CREATED:
        created = {"Location": {"$ref": "#/components/headers/Location"}, **answer["headers"]}
        responses["201"] = {**answer, "headers": created, "links": _links(operation.links or "")}
    if operation.conditional:
        known = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "X-Request-Id")}
        responses["304"] = {"description": "The client has it", "headers": known}
    for status in sorted(set(operation.refuses)):
        responses[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    return responses


def _gives(operation: Operation, components: Components) -> Json | None:
    if operation.free is not None:
        return operation.free
    if operation.gives is None:
        return None
    one = components.answer(operation.gives)
    if operation.paged:
        following = {"type": ["string", "null"], "description": "The address of the next page."}
        rev = {"type": "integer", "description": "The store's revision before the page was read."}
        items = {"type": "array", "items": one}
        return _all_of({"items": items, "next": following, "rev": rev})
    if operation.or_many:
        return {"anyOf": [one, _all_of({"items": {"type": "array", "items": one}})]}
    return one


def _all_of(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _links(kind: str) -> Json:
    """Lead from a new row to what can be done with it; its ETag comes along where a revision is needed."""
    where = {f"path.{kind}_id": "$response.body#/id"}
    revised = {**where, "header.If-Match": "$response.header.ETag"}
    links: Json = {
        f"{verb}_{kind}": {"operationId": f"{verb}_{kind}", "parameters": where} for verb in ("show", "erase")
    }
    if kind == "source":
        links["merge_source"] = {"operationId": "merge_source", "parameters": where}
    if kind == "tag":
        links["delete_tag"] = {"operationId": "delete_tag", "parameters": where}
    else:
        for verb in ("change", "delete"):
            links[f"{verb}_{kind}"] = {"operationId": f"{verb}_{kind}", "parameters": revised}
    if kind == "claim":
        links["create_tag"] = {"operationId": "create_tag", "parameters": where}
    return links


def _all_statuses() -> set[int]:
    return {status for operation in OPERATIONS.values() for status in operation.refuses}


def _problem_name(status: int) -> str:
    return "".join(word.capitalize() for word in HTTPStatus(status).phrase.replace("-", " ").split())


def _problem(status: int) -> Json:
    kinds = [kind for kind, known in STATUS.items() if known == status]
    meaning = " ".join((kind.__doc__ or "").partition("\n")[0] for kind in kinds) or HTTPStatus(status).phrase
    headers = ["X-Request-Id", *{401: ["WWW-Authenticate"], 405: ["Allow"], 503: ["Retry-After"]}.get(status, [])]
    return {
        "description": meaning,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


PLACE: Final = {"type": "string", "description": "One of these four says where."}
PROBLEM_SCHEMA: Final[Json] = {
    "type": "object",
    "description": "A failure (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Its kind; /problems lists them."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong."},
        "instance": {"type": "string", "description": "The request's X-Request-Id."},
        "hint": {"type": "string", "description": "What would be right."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": PLACE, "parameter": PLACE, "header": PLACE, "line": {**PLACE, "type": "integer"},
                    "code": {"type": "string"}, "detail": {"type": "string"},
                },
                "required": ["code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}  # fmt: skip
