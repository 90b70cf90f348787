"""The OpenAPI 3.1 document, made from the routes, the shapes that read and write, and the table of operations."""

import re
from collections.abc import Iterator
from inspect import getdoc
from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

from service.api import responses
from service.api.answer_headers import HEADERS
from service.api.contract import OPERATIONS, Operation
from service.api.examples import EXAMPLES
from service.api.parameters import AT_LEAST, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, of_address, of_grammar, of_values
from service.domain.rights import ANYBODY, READS, right_of
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
    "evidence": "Ties between claims, and articles that are cited for or against one.",
    "tags": "Reviewers' judgements of claims.",
    "taxonomies": "Controlled vocabularies: the terms that a tag may have.",
    "reviewers": "Who judges, what they have yet to judge, and how far they agree.",
    "reports": "What the claims of an article, of an outlet or of a query rest on, in figures.",
    "rows": "Many rows at once.",
    "changes": "What happened, in order.",
    "meta": "What this service is, and whether it lives.",
}
ABOUT: Final = """\
Stores the claims of news articles with who each rests on: the chain of those who passed it on, outermost first; its
last link is whom the claim rests on.

**Reading** is public unless the operator says otherwise. HEAD and OPTIONS work at every address; another method than
those that are described here is 405, and `Allow` names them.

**Asking.** `field=value`; the same field again means any of these values, another field that both must hold.
Suffixes: `__not`, `__gte`, `__lt`, `__exists`, `__all`. A list is read a page at a time: follow `next` until it is
null. A row that does not change meanwhile is seen exactly once. Or have all of it at once, as NDJSON or CSV: `format`.

**Writing** needs a token, whose scopes nest: `read` < `review` < `edit` < `admin`. Every document has a revision,
`rev`, which is its ETag and its place in the change feed. A change names in `If-Match` the one that it starts from,
so that it cannot undo somebody else's. A POST that may have to be sent again has an `Idempotency-Key`.

**Failures.** Whatever is not known in a query or a body is refused, never ignored. Every failure is a problem (RFC
9457): what, where and what would be right. `null` means not recorded; words of closed lists are explained where they
are listed, and at /v1/vocabulary."""


def document(app: Flask, version: str) -> Json:
    """Describe every operation of an app."""
    components = Components()
    paths: Json = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        name = rule.endpoint.rpartition(".")[2]
        if name not in OPERATIONS:
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
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
            "responses": responses.of_problems(components),
            "schemas": components.schemas,
            "headers": HEADERS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "hs_<id>_<secret>"}},
        },
    }  # fmt: skip


def _operation(name: str, operation: Operation, rule: Rule, app: Flask, components: Components) -> Json:
    summary, _, rest = (getdoc(app.view_functions[rule.endpoint]) or "").partition("\n")
    right = right_of(name)
    scope = "" if right in {ANYBODY, READS} else f"Needs the scope `{right.scope}`."
    described: Json = {
        "operationId": name,
        "tags": [operation.tag],
        "summary": summary.rstrip("."),
        "description": "\n\n".join(filter(None, [summary, rest.strip(), scope])),
        "parameters": list(_parameters(operation, rule, components)),
        "responses": responses.of_operation(operation, components),
    }
    body = _body(name, operation, components)
    if body is not None:
        described["requestBody"] = body
    if scope:
        described["security"] = BEARER
    elif right == ANYBODY:
        described["security"] = [{}]
    return described


def _parameters(operation: Operation, rule: Rule, components: Components) -> Iterator[Json]:
    for name in sorted(rule.arguments):
        yield of_address(name)
    if operation.grammar is not None:
        yield from of_grammar(operation.grammar, components)
        yield from of_values(operation.grammar.options, components)
    yield from of_values(operation.parameters, components)
    if operation.shown is not None:
        yield from of_values(operation.shown.of_list if operation.paged else operation.shown.of_one, components)
    if operation.needs_revision:
        yield IF_MATCH
    if operation.conditional:
        yield IF_NONE_MATCH
    if rule.rule.startswith("/v1/") and "GET" in (rule.methods or ()):
        yield AT_LEAST
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
