"""What all JSON shapes share: strict reading, faults with JSON pointers, and rendering to bytes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

import orjson
from marshmallow import RAISE, Schema, ValidationError, pre_load

from service.domain.errors import Fault, Invalid, Place
from service.domain.patches import merge
from service.schemas.fields import Part
from service.schemas.quick import Doubted, reader, writer
from service.schemas.strict import NOT_AN_OBJECT, UNKNOWN

MAX_POINTER_CHARS = 200
MAX_FAULTS = 50

MESSAGES: dict[str, str] = {"type": NOT_AN_OBJECT, "unknown": UNKNOWN}


class Shape(Schema):
    """A JSON object that is read strictly and always written whole.

    The keys in `read_only` may come along, as in the body of a GET that is sent back, and are not used.
    """

    error_messages = MESSAGES
    read_only: ClassVar[frozenset[str]] = frozenset()
    posted_only: ClassVar[frozenset[str]] = frozenset()
    """Keys that only a new row is sent with."""
    sometimes: ClassVar[frozenset[str]] = frozenset()
    """Keys that not every answer has."""

    class Meta:
        """Refuse what is not known; a misspelt key must not be lost in silence."""

        unknown = RAISE

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """Say what each key means; where a shape only narrows a key of its base, the base says it."""
        bases = [base().fields for base in reversed(cls.__mro__) if issubclass(base, Shape)]
        described = [(key, field.metadata.get("description")) for fields in bases for key, field in fields.items()]
        return {key: str(meaning) for key, meaning in described if meaning}

    @pre_load
    def _drop_read_only(self, data: Any, **_: Any) -> Any:
        return self.without_read_only(data)

    def without_read_only(self, data: Any) -> Any:
        """Drop the keys that a client may send back and that are not used."""
        if self.read_only and isinstance(data, dict):
            return {key: value for key, value in data.items() if key not in self.read_only}
        return data

    def read(self, data: Any, may_lack: Collection[str] = ()) -> dict[str, Any]:
        """Read a parsed body; refuse it with every fault that it has. `may_lack` are required keys that were erased."""
        if not may_lack:
            try:
                return self._read_quickly(data)
            except (Doubted, ValidationError):
                pass
        try:
            return dict(self.load(data, partial=tuple(may_lack)))
        except ValidationError as error:
            faults = [({"pointer": pointer}, fault) for pointer, fault in _faults(error.messages, "")]
            raise Invalid("The body breaks the rules named in `errors`.", faults=faults[:MAX_FAULTS]) from None

    def patch(self, before: dict[str, Any], patch: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """Apply a merge patch to a body; also give the keys that the patch speaks of.

        A row that another one refers to is named anew, not merged, where the patch has no id for it.
        """
        used = self.without_read_only(patch)
        faults = [({"pointer": pointer}, UNKNOWN) for pointer in _unknown(self, used, "")]
        if faults:
            raise Invalid("The patch breaks the rules named in `errors`.", faults=faults[:MAX_FAULTS])
        return merge(_kept(before, used), used), set(used)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """Write the JSON of a value that holds every key."""
        return orjson.dumps(self._write_quickly(values))

    @cached_property
    def _read_quickly(self) -> Callable[[Any], dict[str, Any]]:
        return reader(self)

    @cached_property
    def _write_quickly(self) -> Callable[[Any], Any]:
        return writer(self)


def _kept(before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a body the rows that a patch names anew, however deep they are in it."""
    kept = dict(before)
    for key, value in patch.items():
        old = before.get(key)
        if not isinstance(value, dict) or not isinstance(old, dict):
            continue
        if "id" in old and "id" not in value:
            del kept[key]
        else:
            kept[key] = _kept(old, value)
    return kept


def _unknown(shape: Shape, patch: dict[str, Any], pointer: str) -> Iterator[str]:
    """Find keys that are not known; one that is set to null would be gone before the body is read."""
    for key, value in shape.without_read_only(patch).items():
        field, place = shape.fields.get(key), f"{pointer}/{_escaped(key)}"
        if field is None:
            yield place[:MAX_POINTER_CHARS]
        elif isinstance(value, dict) and isinstance(field, Part) and isinstance(field.schema, Shape):
            yield from _unknown(field.schema, value, place)


def _faults(messages: Any, pointer: str) -> Iterator[tuple[str, Fault]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            # marshmallow keeps what is wrong with an object as a whole under this key.
            step = "" if key == "_schema" else f"/{_escaped(str(key))}"
            yield from _faults(inner, f"{pointer}{step}")
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield pointer[:MAX_POINTER_CHARS], message if isinstance(message, Fault) else Fault("invalid", str(message))


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def at(parameter: str) -> Place:
    """Name a query parameter as the place of a fault."""
    return {"parameter": parameter[:MAX_POINTER_CHARS]}
