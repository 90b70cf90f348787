"""The form of an answer: how it is written, and which keys of its documents it has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.errors import Fault, Invalid
from service.domain.names import nearest
from service.domain.vocabulary import Format
from service.schemas.fields import OneOf
from service.schemas.query import FORMS, Pairs, read_single_values
from service.schemas.shape import Shape, at
from service.schemas.strict import Strict, wrong

NOT_WITH_STREAM: Final = frozenset({"sort", "limit", "cursor", "count", "facets"})
"""What chooses a page; a stream has all there is, by id."""

MAX_KEYS: Final = 100


class Keys(Strict):
    """Keys of a document, with commas between them."""

    def __init__(self, known: Iterable[str], always: str) -> None:
        """Take the keys that there are, and the one that is always there."""
        super().__init__(meaning=f"Which keys are wanted, with commas between them; `{always}` is always there.")
        self.known, self.always = tuple(known), always

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        asked = str(value).split(",", MAX_KEYS)
        if len(asked) > MAX_KEYS:
            raise wrong("too-many", f"At most {MAX_KEYS} fields.")
        wanted = {self.always, *asked}
        unknown = sorted(wanted.difference(self.known))
        if unknown:
            near = nearest(unknown[0], self.known)
            meant = f"Did you mean '{near}'? " if near else ""
            raise wrong("unknown-field", f"{meant}Known fields: {', '.join(self.known)}.")
        return tuple(key for key in self.known if key in wanted)


@dataclass(frozen=True)
class Form:
    """The form that a client asked for: a format, JSON where there is none, and some keys, or all."""

    format: Format = Format.JSON
    keys: tuple[str, ...] | None = None

    @property
    def streams(self) -> bool:
        """Whether it is written as a stream: the whole list, not a page of it."""
        return self.format is not Format.JSON


class Shown:
    """What may be chosen of the documents of one kind; `always` is the key that each has in any form."""

    def __init__(self, shape: Shape, always: str = "id") -> None:
        """Take the shape of the documents."""
        self.always = always
        keys = Keys((name for name, field in shape.fields.items() if not field.load_only), always)
        self.of_one: Mapping[str, fields.Field[Any]] = {"fields": keys}
        """What may be asked of one document."""
        self.of_list: Mapping[str, fields.Field[Any]] = {"format": FORMAT, "fields": keys}
        """What may be asked of a list."""


FORMAT: Final = OneOf(
    Format,
    meaning=(
        "How the list is written; by `Accept` if left out. "
        "All but `json` take no `sort`, `limit`, `cursor`, `count` or `facets`."
    ),
)


def read_form(parameters: Mapping[str, fields.Field[Any]], pairs: Pairs, accepted: Format = Format.JSON) -> Form:
    """Read the form that the parameters of a URL ask for, or else the one that `Accept` does."""
    every = list(pairs)
    values = read_single_values(parameters, [pair for pair in every if pair[0] in FORMS])
    form = Form(values.get("format", accepted), values.get("fields"))
    not_with_it = sorted({name for name, _ in every} & NOT_WITH_STREAM)
    if form.streams and not_with_it:
        fault = Fault("not-with-stream", f"A stream has all there is, by id; leave out {', '.join(not_with_it)}.")
        raise Invalid("A stream has no pages.", faults=[(at(name), fault) for name in not_with_it])
    return form


def without_form(pairs: Pairs) -> list[tuple[str, str]]:
    """Leave out of the parameters of a URL what asks for a form."""
    return [pair for pair in pairs if pair[0] not in FORMS]
