"""Reading and writing a shape as marshmallow would, in a tenth of the time, where nothing is wrong.

From a shape's own fields a function is made once that passes over what marshmallow asks anew of each value. It reads
what is right, and doubts everything else, which marshmallow then reads, and says what is wrong with it.
"""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields

from service.schemas.fields import ListOf, Part
from service.schemas.strict import Strict

Read = Callable[[Any], Any]
Write = Callable[[Any], Any] | None
"""None leaves a value as it is."""


class Doubted(Exception):
    """Something may be wrong with what was to be read."""


def reader(schema: Schema) -> Callable[[Any], dict[str, Any]]:
    """Give what reads the objects of a shape; it raises Doubted, or marshmallow's own error."""
    skipped: frozenset[str] = getattr(schema, "read_only", frozenset())
    loaded = {name: field for name, field in schema.load_fields.items() if name not in skipped}
    readers = {name: _reader(field) for name, field in loaded.items()}
    nullable = {name for name, field in loaded.items() if field.allow_none}
    required = {name for name, field in loaded.items() if field.required}

    def read(data: Any) -> dict[str, Any]:
        if type(data) is not dict:
            raise Doubted
        found = {}
        for key, value in data.items():
            one = readers.get(key)
            if one is not None and value is not None:
                found[key] = one(value)
            elif key in nullable:
                found[key] = None
            elif key not in skipped:
                raise Doubted
        if not required <= found.keys():
            raise Doubted
        return found

    return read


def _nullable(field: fields.Field[Any]) -> Read:
    read = _reader(field)
    if not field.allow_none:
        return _never_null(read)
    return lambda value: None if value is None else read(value)


def _never_null(read: Read) -> Read:
    def known(value: Any) -> Any:
        if value is None:
            raise Doubted
        return read(value)

    return known


def _reader(field: fields.Field[Any]) -> Read:
    if field.validators:
        return field.deserialize
    if isinstance(field, Part):
        return reader(field.schema)
    if isinstance(field, ListOf):
        return _list_reader(_nullable(field.inner), field.most)
    return field.reading if isinstance(field, Strict) else field.deserialize


def _list_reader(read: Read, most: int) -> Read:
    def read_all(values: Any) -> list[Any]:
        if type(values) is not list or len(values) > most:
            raise Doubted
        return [read(value) for value in values]

    return read_all


def writer(schema: Schema) -> Callable[[Any], Any]:
    """Give what makes JSON of the objects of a shape, in the order of its keys."""
    names = tuple(schema.dump_fields)
    writers = [(name, one) for name, field in schema.dump_fields.items() if (one := _writer(field)) is not None]

    def write(values: Any) -> Any:
        if type(values) is not dict:
            return schema.dump(values)
        if tuple(values) == names:
            if not writers:
                return values
            found = values.copy()
        else:
            found = {name: values[name] for name in names if name in values}
        for key, one in writers:
            value = found.get(key)
            if value is not None:
                found[key] = one(value)
        return found

    return write


def _writer(field: fields.Field[Any]) -> Write:
    if isinstance(field, Part):
        return writer(field.schema)
    if isinstance(field, ListOf):
        return _list_writer(_writer(field.inner))
    if not isinstance(field, Strict):
        raise TypeError(f"There is no quick way to write a {type(field).__name__}.")
    return field.writing


def _list_writer(write: Write) -> Write:
    if write is None:
        return None
    return lambda values: [None if value is None else write(value) for value in values]
