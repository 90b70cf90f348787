"""Files of taxonomies in MISP's format: `machinetag.json`, one taxonomy each."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import orjson

from service.domain import taxonomies
from service.domain.errors import Fault, Invalid, Place
from service.domain.taxonomies import MAX_FAULTS, Vocabulary

NAME: Final = "machinetag.json"
MARK: Final = b"\xef\xbb\xbf"
"""Some editors begin a file with it; it is no part of the JSON."""

Faults = list[tuple[Place, Fault]]


def within(path: Path) -> list[Path]:
    """Give a file, or the files of a folder: its own, and one in each folder in it."""
    if path.is_file():
        return [path]
    found = [one for one in [path / NAME, *sorted(path.glob(f"*/{NAME}"))] if one.is_file()]
    if not found:
        detail = f"There is no {NAME} in this folder, nor in a folder in it."
        raise Invalid(detail, faults=[({"file": str(path)}, Fault("no-files", detail))])
    return found


def read(paths: Iterable[Path], watch: Callable[[int], None] = lambda _: None) -> list[tuple[str, Vocabulary]]:
    """Read files, each with its name; refuse them all with whatever is wrong in any, by file and place.

    `watch` is told of each file that was read.
    """
    read: list[tuple[str, Vocabulary]] = []
    faults: Faults = []
    files = 0
    for path in paths:
        files += 1
        try:
            read.append((str(path), _one(path)))
        except Invalid as refusal:
            faults += [({"file": str(path), **place}, fault) for place, fault in refusal.faults]
        watch(1)
    if faults:
        raise Invalid(_summary(faults, files), faults=faults[:MAX_FAULTS])
    return read


def lines(faults: Iterable[tuple[Place, Fault]]) -> Iterator[str]:
    """Say what is wrong where, a line each: the file, the JSON pointer, the fault."""
    for place, fault in faults:
        where = [str(place[key]) for key in ("file", "pointer") if place.get(key)]
        yield ": ".join([*where, fault])


def _one(path: Path) -> Vocabulary:
    try:
        data = orjson.loads(path.read_bytes().removeprefix(MARK))
    except orjson.JSONDecodeError as error:
        detail = f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise Invalid(detail, faults=[({}, Fault("json", detail))]) from None
    return taxonomies.read(data)


def _summary(faults: Faults, files: int) -> str:
    wrong = len({place["file"] for place, _ in faults})
    named = "" if len(faults) <= MAX_FAULTS else f", of which the first {MAX_FAULTS} are named"
    return f"Nothing was installed: {len(faults)} faults in {wrong} of {files} files{named}."
