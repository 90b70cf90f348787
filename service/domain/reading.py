"""Taking values out of JSON that somebody else has made: what is wrong with it is said at once, each by its place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from service.domain.errors import Fault, Place

MAX_LABEL_CHARS: Final = 10_000
"""The longest description in the public taxonomies has about 2,000."""

Json = dict[str, Any]


@dataclass
class Reading:
    """What was found wrong so far, and how values are taken out of an object."""

    faults: list[tuple[Place, Fault]] = field(default_factory=list)

    def add(self, pointer: str, code: str, detail: str) -> None:
        """Note what is wrong at one place."""
        self.faults.append(({"pointer": pointer}, Fault(code, detail)))

    def expects(self, value: Any, pointer: str, kind: type) -> bool:
        """Tell whether a value is an object or a list, as it must be."""
        if isinstance(value, kind):
            return True
        self.add(pointer, "type", f"A JSON {'object' if kind is dict else 'list'} is needed.")
        return False

    def text(self, data: Json, key: str, pointer: str, *, may_be_empty: bool = False) -> str | None:
        """Take text that must be there."""
        if key not in data:
            self.add(f"{pointer}/{key}", "required", "This is needed.")
            return None
        text = self.label(data, key, pointer, may_be_null=False)
        if text is not None and _can_be_kept(text) and not (may_be_empty or says_something(text)):
            self.add(f"{pointer}/{key}", "empty", "This cannot be empty.")
        return text

    def label(self, data: Json, key: str, pointer: str, *, may_be_null: bool = True) -> str | None:
        """Take text that may be missing, as it also is where nothing of it can be seen."""
        value = data.get(key)
        if value is None and may_be_null:
            return None
        if not isinstance(value, str):
            self.add(f"{pointer}/{key}", "type", "Text is needed.")
            return None
        if len(value) > MAX_LABEL_CHARS:
            self.add(f"{pointer}/{key}", "too-long", f"At most {MAX_LABEL_CHARS} characters.")
        if not _can_be_kept(value):
            self.add(f"{pointer}/{key}", "character", "Text has no NUL and no lone surrogates.")
        return value if not may_be_null or says_something(value) else None

    def flag(self, data: Json, pointer: str) -> bool:
        """Take whether it is exclusive; it is not where nothing is said."""
        value = data.get("exclusive")
        if value is not None and not isinstance(value, bool):
            self.add(f"{pointer}/exclusive", "type", "true or false is needed.")
        return value is True

    def number(self, data: Json, pointer: str) -> float | None:
        """Take a numerical value."""
        value = data.get("numerical_value")
        if value is None:
            return None
        try:
            if not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value):
                return float(value)
        except OverflowError:
            pass
        self.add(f"{pointer}/numerical_value", "type", "A finite number is needed.")
        return None

    def objects(self, data: Json, key: str, pointer: str) -> Iterator[tuple[str, Json]]:
        """Take a list of objects, each with its place; one that is missing is empty."""
        items = data.get(key)
        if items is None or not self.expects(items, f"{pointer}/{key}", list):
            return
        for number, item in enumerate(items):
            place = f"{pointer}/{key}/{number}"
            if self.expects(item, place, dict):
                yield place, item


def says_something(text: str) -> bool:
    """Tell whether anything of a text can be seen."""
    return any(character.isprintable() and not character.isspace() for character in text)


def _can_be_kept(text: str) -> bool:
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
