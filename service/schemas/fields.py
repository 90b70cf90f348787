"""Strict fields: marshmallow's own take `" 5 "`, `1_000`, `yes` and week dates, and a published contract must not.

Every message is a `Fault`: a sentence for people with a code for programs, and never the value itself.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from marshmallow import Schema, fields

from service.domain.identifiers import is_id
from service.domain.names import fold, nearest
from service.domain.vocabulary import Word
from service.schemas.strict import LIST_MESSAGES, PART_MESSAGES, Strict, described, wrong

MAX_INTEGER: Final = 2**63 - 1
RFC_3339: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)")
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
# RFC 5646, section 2.1.1: scripts have four letters, regions two.
CASE_OF_SUBTAG: Final = {4: str.title, 2: str.upper}
NO_CHARACTER: Final = re.compile("[\0\ud800-\udfff]")
SHA256: Final = re.compile(r"[0-9a-f]{64}")


@lru_cache(maxsize=1_000)
def rfc_3339(at: datetime) -> str:
    """Print a time in UTC, with `Z`."""
    # Many rows have the time of one transaction, or of one article.
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def characters(value: Any, max_chars: int) -> str:
    """Read text of at most so many code points, with no NUL and no half of a surrogate pair; it may be empty."""
    if not isinstance(value, str):
        raise wrong("type", "Text is needed.")
    if len(value) > max_chars:
        raise wrong("too-long", f"At most {max_chars} characters.")
    if NO_CHARACTER.search(value):
        raise wrong("character", "Text has no NUL and no lone surrogates.")
    return value


class Text(Strict):
    """Text of 1 to `max_chars` code points, with no NUL and no half of a surrogate pair."""

    def __init__(self, max_chars: int, **kwargs: Any) -> None:
        """Take the most code points that the text may have."""
        super().__init__(**kwargs)
        self.max_chars = max_chars

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = characters(value, self.max_chars)
        if not any(character.isprintable() and not character.isspace() for character in text):
            way_out = "" if self.required else "; leave it out or send null" if self.allow_none else "; leave it out"
            raise wrong("empty", f"This cannot be empty{way_out}.")
        return text


class Name(Text):
    """A name in a query: found however it is spelled in case and spacing."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        return fold(super()._deserialize(value))


class OneOf(Strict):
    """A word of a closed list."""

    def __init__(self, words: type[Word], without: Iterable[Word] = (), **kwargs: Any) -> None:
        """Take the list, and the words of it that are not for this place."""
        super().__init__(**kwargs)
        self.list, self.without = words, tuple(without)
        self.words = {word.value: word for word in words if word not in self.without}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Word:
        if not isinstance(value, str):
            raise wrong("type", "A word is needed.")
        if value in self.words:
            return self.words[value]
        near = nearest(value, self.words)
        meant = f"Did you mean '{near}'? " if near else ""
        raise wrong("unknown-word", f"{meant}Known words: {', '.join(self.words)}.")


class Whole(Strict):
    """An integer between two bounds, both included; in a query, in plain decimal digits."""

    def __init__(self, least: int = 0, most: int = MAX_INTEGER, **kwargs: Any) -> None:
        """Take the bounds."""
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong("type", "An integer is needed.")
        if not self.least <= value <= self.most:
            raise wrong("range", f"It lies between {self.least} and {self.most}.")
        return value


class Share(Strict):
    """A part of one, to four digits; only written, never read."""


class Number(Strict):
    """A number of any size, whole or not; only written, never read."""


class Nothing(Strict):
    """Always null."""


class Anything(Strict):
    """Any JSON, as it is."""


class Said(Strict):
    """Text that is only written, never read: of any form."""


class Flag(Strict):
    """True or false, and nothing that only looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise wrong("type", "true or false is needed.")
        return value


class Instant(Strict):
    """A time in RFC 3339 with its zone; printed in UTC with `Z`."""

    as_it_is = False

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if not isinstance(value, str) or not RFC_3339.fullmatch(value):
            plus = " In an address, + is written %2B." if isinstance(value, str) and " " in value else ""
            raise wrong("time", f"A time with its zone is needed, as in 2020-10-09T15:23:00Z.{plus}")
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise wrong("time", "There is no such time.") from None

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else rfc_3339(value)


class Id(Strict):
    """An id with its prefix."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        """Take the prefix that says what the id names."""
        super().__init__(**kwargs)
        self.prefix = prefix

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not is_id(self.prefix, value):
            raise wrong("id", f"An id here is {self.prefix} and 1 to 40 of a-z, 0-9 and -.")
        return value


class Language(Strict):
    """A language tag, in the case that BCP 47 recommends; tags that differ only by case are one."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
            raise wrong("form", "A language tag is needed, as in en or zh-Hant.")
        language, *rest = value.lower().split("-")
        return "-".join([language, *(CASE_OF_SUBTAG.get(len(part), str.lower)(part) for part in rest)])


class Pattern(Strict):
    """Text of a fixed form."""

    def __init__(self, pattern: re.Pattern[str], form: str, **kwargs: Any) -> None:
        """Take the form, as a pattern and in words."""
        super().__init__(**kwargs)
        self.pattern, self.form = pattern, form

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or not self.pattern.fullmatch(value):
            raise wrong("form", self.form)
        return value


class ListOf(fields.List[Any]):
    """A list of at most `most` items."""

    default_error_messages = LIST_MESSAGES

    def __init__(self, inner: fields.Field[Any], most: int, *, meaning: str = "", **kwargs: Any) -> None:
        """Take the item's field and the most items that there may be."""
        super().__init__(inner, metadata=described(meaning), **kwargs)
        self.most = most

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise wrong("too-many", f"At most {self.most}.")
        return super()._deserialize(value, *args, **kwargs)


class Part(fields.Nested):
    """An object within an object."""

    default_error_messages = PART_MESSAGES

    def __init__(self, shape: type[Schema], *, meaning: str = "", **kwargs: Any) -> None:
        """Take the object's shape."""
        super().__init__(shape, metadata=described(meaning), **kwargs)


def revision() -> Whole:
    """Make a field for the revision of a row."""
    return Whole(meaning="The revision that last changed this document; its ETag has the same number.")


def stored_at() -> Instant:
    """Make a field for the time at which a row was stored."""
    return Instant(meaning="When it was stored.")


def changed_at() -> Instant:
    """Make a field for the time of a row's last change."""
    return Instant(meaning="When this document last changed.")
