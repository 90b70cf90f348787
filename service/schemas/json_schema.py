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
    Number,
    OneOf,
    Part,
    Pattern,
    Said,
    Share,
    Text,
    Whole,
)
from service.schemas.forms import MAX_KEYS, Keys
from service.schemas.past import MOST_IN_A_MOMENT, Moment
from service.schemas.search import Words
from service.schemas.shape import Shape
from service.schemas.tag import Machine

Json = dict[str, Any]
Refer = Callable[[Any], Json]

MOST_IN_AN_ADDRESS: int = 6_900
"""Text that all by itself has room in an address."""

NO_BLANK: str = r"\S"
READ_ONLY = "Read only: it may come along and is not used."


class Components:
    """The shapes and lists of words that were referred to, each described once, by the name it has in the contract."""

    def __init__(self) -> None:
        """Begin with none."""
        self.schemas: dict[str, Json] = {}

    def body(self, shape: Shape) -> Json:
        """Refer to a shape as it is taken: needed keys only where it needs them, and no others."""
        return self._refer(_name(shape, "Body"), lambda: self._body(shape))

    def patch(self, shape: Shape) -> Json:
        """Refer to a shape as a merge patch of it."""
        return self._refer(_name(shape, "Patch"), lambda: self._patch(shape))

    def answer(self, shape: Shape) -> Json:
        """Refer to a shape as it is answered: with every key."""
        return self._refer(_name(shape), lambda: self._answer(shape))

    def some_of(self, shape: Shape, always: str) -> Json:
        """Refer to a shape of which only some keys were asked for: one is there in any case."""
        return self._refer(f"SomeOf{_name(shape)}", lambda: self._some_of(shape, always))

    def value(self, field: fields.Field[Any]) -> Json:
        """Describe a field that is neither a part nor a list; a word refers to its list."""
        if isinstance(field, OneOf):
            name = f"{field.list.__name__}Word" + "".join(f"But{word.capitalize()}" for word in field.without)
            return self._refer(name, lambda: _words(field))
        return describe(field)

    def _refer(self, name: str, described: Callable[[], Json]) -> Json:
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = described()
        return {"$ref": f"#/components/schemas/{name}"}

    def _body(self, shape: Shape) -> Json:
        taken = self._taken(self.body, shape)
        return {**taken, "required": [name for name, field in shape.fields.items() if field.required]}

    def _patch(self, shape: Shape) -> Json:
        # RFC 7396: null takes a key away, also within an object; a list is replaced whole.
        taken = self._taken(self.patch, shape)
        patched = {name: value for name, value in taken["properties"].items() if name not in shape.posted_only}
        return {**taken, "properties": {name: _or_null(value) for name, value in patched.items()}}

    def _taken(self, refer: Refer, shape: Shape) -> Json:
        used = {name: field for name, field in shape.fields.items() if name not in shape.read_only}
        meanings = shape.meanings()
        read_only = {name: {"description": f"{meanings[name]} {READ_ONLY}"} for name in sorted(shape.read_only)}
        properties = {name: self._property(refer, field) for name, field in used.items()}
        return {**_object(shape, properties | read_only), "additionalProperties": False}

    def _answer(self, shape: Shape) -> Json:
        shown = {name: field for name, field in shape.fields.items() if not field.load_only}
        return {
            **_object(shape, {name: self._property(self.answer, field) for name, field in shown.items()}),
            "required": [name for name in shown if name not in shape.sometimes],
            "additionalProperties": False,
        }

    def _some_of(self, shape: Shape, always: str) -> Json:
        answered = self._answer(shape)
        keys = f"{answered['description'].removesuffix('.')}: the keys that were asked for in `fields`."
        return {**answered, "description": keys, "required": [always]}

    def _property(self, refer: Refer, field: fields.Field[Any]) -> Json:
        if isinstance(field, Part):
            value = refer(field.schema)
        elif isinstance(field, ListOf):
            # What is in a list is sent whole, also in a patch.
            to_item = self.body if refer == self.patch else refer
            value = {"type": "array", "items": self._property(to_item, field.inner), "maxItems": field.most}
        else:
            value = self.value(field)
        return _or_null(value) if field.allow_none else value


def _name(shape: Shape, suffix: str = "") -> str:
    return re.sub(r"(Shape|Answer)$", "", type(shape).__name__) + suffix


def _object(shape: Shape, properties: Json) -> Json:
    meanings = shape.meanings()
    described = {name: {"description": meanings[name], **value} for name, value in properties.items()}
    return {"type": "object", "description": first_line(shape), "properties": described}


def _words(field: OneOf) -> Json:
    lines = [first_line(field.list), "", *(f"- `{word}`: {word.meaning}" for word in field.words.values())]
    return {"type": "string", "description": "\n".join(lines), "enum": list(field.words)}


def first_line(described: Any) -> str:
    """Give the first line of a docstring."""
    return (described.__doc__ or "").strip().partition("\n")[0]


def _or_null(value: Json) -> Json:
    if "null" in value.get("type", []) or {"type": "null"} in value.get("anyOf", []):
        return value
    if isinstance(value.get("type"), str):
        return {**value, "type": [value["type"], "null"]}
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
def _(_: Words) -> Json:
    return {"type": "string", "maxLength": MOST_IN_AN_ADDRESS, "examples": ['bridge "eight pins" OR bolts -closed']}


@describe.register
def _(_: Machine) -> Json:
    return {"type": "string", "maxLength": MAX_TERM_CHARS, "pattern": r"^[^:]*[^:\s][^:]*:.*\S", "examples": ["a:b"]}


@describe.register
def _(_: Moment) -> Json:
    return {"type": "string", "maxLength": MOST_IN_A_MOMENT, "examples": ["812", "2020-10-09T15:23:00Z"]}


@describe.register
def _(field: Keys) -> Json:
    key = f"({'|'.join(field.known)})"
    several = f"^{key}(,{key}){{0,{MAX_KEYS - 1}}}$"
    return {"type": "string", "pattern": several, "examples": [",".join(field.known[:2])]}


@describe.register
def _(field: Whole) -> Json:
    return {"type": "integer", "minimum": field.least, "maximum": field.most}


@describe.register
def _(_: Share) -> Json:
    return {"type": "number", "minimum": 0, "maximum": 1}


@describe.register
def _(_: Number) -> Json:
    return {"type": "number"}


@describe.register
def _(_: Said) -> Json:
    return {"type": "string"}


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
