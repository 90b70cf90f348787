"""Shapes and fields as JSON Schema (2020-12), for readers, tools and tests of the contract."""

import re
from collections.abc import Callable
from functools import singledispatch
from typing import Any

from marshmallow import fields

from service.domain.identifiers import OWN_PART
from service.domain.terms import MAX_TERM_CHARS
from service.schemas.address import MAX_URL_CHARS, Address
from service.schemas.fields import (
    LANGUAGE,
    Flag,
    Id,
    Instant,
    Language,
    ListOf,
    Nothing,
    OneOf,
    Part,
    Pattern,
    Text,
    Whole,
)
from service.schemas.shape import Shape
from service.schemas.tag import Machine

Json = dict[str, Any]
Refer = Callable[[Any], Json]

NO_BLANK: str = r"\S"


class Components:
    """The shapes that were referred to, each described once, by the name that it has in the contract."""

    def __init__(self) -> None:
        """Begin with none."""
        self.schemas: dict[str, Json] = {}

    def body(self, shape: Shape) -> Json:
        """Refer to a shape as it is taken: needed keys only where it needs them, and no others."""
        return self._refer(shape, "Body", _body)

    def patch(self, shape: Shape) -> Json:
        """Refer to a shape as a merge patch of it."""
        return self._refer(shape, "Patch", _patch)

    def answer(self, shape: Shape) -> Json:
        """Refer to a shape as it is answered: with every key."""
        return self._refer(shape, "", _answer)

    def _refer(self, shape: Shape, suffix: str, describe: Any) -> Json:
        name = re.sub(r"(Shape|Answer)$", "", type(shape).__name__) + suffix
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = describe(self, shape)
        return {"$ref": f"#/components/schemas/{name}"}


def _body(components: Components, shape: Shape) -> Json:
    taken = _taken(components.body, components.body, shape)
    return {**taken, "required": [name for name, field in shape.fields.items() if field.required]}


def _patch(components: Components, shape: Shape) -> Json:
    # RFC 7396: null takes a key away, also within an object; a list is replaced whole.
    described = _taken(components.patch, components.body, shape)
    return {**described, "properties": {name: _or_null(value) for name, value in described["properties"].items()}}


def _taken(refer: Refer, to_items: Refer, shape: Shape) -> Json:
    taken = {name: field for name, field in shape.fields.items() if name not in shape.read_only and not field.dump_only}
    read_only = {name: {"description": "Read only: it may come along and is not used."} for name in shape.read_only}
    properties = {name: _property(refer, to_items, field) for name, field in taken.items()}
    return {**_object(shape, properties | dict(sorted(read_only.items()))), "additionalProperties": False}


def _answer(components: Components, shape: Shape) -> Json:
    shown = {name: field for name, field in shape.fields.items() if not field.load_only}
    return {
        **_object(
            shape, {name: _property(components.answer, components.answer, field) for name, field in shown.items()}
        ),
        "required": [name for name in shown if name not in shape.sometimes],
        "additionalProperties": False,
    }


def _object(shape: Shape, properties: Json) -> Json:
    return {"type": "object", "description": first_line(shape), "properties": properties}


def first_line(described: Any) -> str:
    """Give the first line of a docstring."""
    return (described.__doc__ or "").strip().partition("\n")[0]


def _property(refer: Refer, to_items: Refer, field: fields.Field[Any]) -> Json:
    if isinstance(field, Part):
        value = refer(field.schema)
    elif isinstance(field, ListOf):
        value = {"type": "array", "items": _property(to_items, to_items, field.inner), "maxItems": field.most}
    else:
        value = describe(field)
    meaning = field.metadata.get("description")
    value = {**value, "description": meaning} if meaning else value
    return _or_null(value) if field.allow_none else value


def _or_null(value: Json) -> Json:
    if "null" in value.get("type", []) or {"type": "null"} in value.get("anyOf", []):
        return value
    if isinstance(value.get("type"), str):
        words = {"enum": [*value["enum"], None]} if "enum" in value else {}
        return {**value, "type": [value["type"], "null"], **words}
    about = {key: value[key] for key in ("description",) if key in value}
    rest = {key: inner for key, inner in value.items() if key not in about}
    return {"anyOf": [rest, {"type": "null"}], **about} if rest else value


@singledispatch
def describe(_: fields.Field[Any]) -> Json:
    """Describe a field that is neither a part nor a list; one of no type takes any JSON."""
    return {}


@describe.register
def _(field: Text) -> Json:
    return {"type": "string", "minLength": 1, "maxLength": field.max_chars, "pattern": NO_BLANK}


@describe.register
def _(_: Machine) -> Json:
    return {"type": "string", "maxLength": MAX_TERM_CHARS, "pattern": r"^[^:]*[^:\s][^:]*:.*\S", "examples": ["a:b"]}


@describe.register
def _(field: OneOf) -> Json:
    return {"type": "string", "enum": list(field.words)}


@describe.register
def _(field: Whole) -> Json:
    return {"type": "integer", "minimum": field.least, "maximum": field.most}


@describe.register
def _(_: Flag) -> Json:
    return {"type": "boolean"}


@describe.register
def _(_: Nothing) -> Json:
    return {"type": "null"}


@describe.register
def _(_: Instant) -> Json:
    return {"type": "string", "format": "date-time"}


@describe.register
def _(field: Id) -> Json:
    return {"type": "string", "pattern": f"^{field.prefix}{OWN_PART.pattern}$"}


@describe.register
def _(_: Language) -> Json:
    return {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"}


@describe.register
def _(field: Pattern) -> Json:
    return {"type": "string", "pattern": f"^{field.pattern.pattern}$"}


@describe.register
def _(_: Address) -> Json:
    return {"type": "string", "format": "uri", "maxLength": MAX_URL_CHARS}
