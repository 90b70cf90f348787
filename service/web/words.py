"""How templates write what is stored: times, numbers, and the words of closed lists."""

from datetime import datetime
from typing import Final

from flask import Flask

from service.domain import vocabulary
from service.formats.spoken import MONTHS

SOURCE_TYPES: Final = {
    "official": "official", "expert": "expert", "participant": "participant", "organisation": "organisation",
    "media": "another outlet", "document": "document", "public": "private person", "undisclosed": "not disclosed",
    "outlet": "the outlet alone",
}  # fmt: skip
SPEAKER_KINDS: Final = {"named": "named", "anonymous": "not named", "none": "nobody"}
TIES: Final = {
    "supported_by": "is supported by", "contradicted_by": "is contradicted by", "repeats": "repeats",
    "retracted_by": "is retracted by",
}  # fmt: skip
WORDS: Final = {**SOURCE_TYPES, **SPEAKER_KINDS, **TIES}
MEANINGS: Final = {
    (name, entry["word"]): entry["meaning"] for name, entries in vocabulary.vocabulary().items() for entry in entries
}


def register(app: Flask) -> None:
    """Teach an app's templates to write."""
    app.jinja_env.filters.update(day=day, moment=moment, number=number, word=word)
    app.jinja_env.globals.update(meaning=meaning)


def day(at: str | None) -> str:
    """Write the day of a time as it is written in English."""
    if at is None:
        return ""
    when = datetime.fromisoformat(at)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(at: str | None) -> str:
    """Write a time to the minute; all times are UTC."""
    return "" if at is None else f"{day(at)}, {at[11:16]} UTC"


def number(count: int) -> str:
    """Write a number with its thousands apart."""
    return f"{count:,}"


def word(said: str | None) -> str:
    """Write a word of a closed list as people say it."""
    return "not recorded" if said is None else WORDS.get(said, said.replace("_", " ").replace("-", " "))


def meaning(name: str, said: str | None) -> str:
    """Say what a word of a closed list means."""
    return MEANINGS.get((name, said or ""), "")
