"""Loading files of typed rows: the fixtures that come with Hearsay, or anybody's."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from service import exchange
from service.formats import ndjson

DIRECTORY: Final = Path(__file__).parents[2] / "fixtures"

Watch = Callable[[Iterable[bytes]], Iterator[bytes]]


def shipped() -> list[Path]:
    """List the files that come with Hearsay."""
    return sorted(DIRECTORY.glob("*.ndjson"))


def seed(path: Path, watch: Watch = iter) -> exchange.Tally:
    """Load one file, all of it or nothing; a row whose id is there already is left as it is.

    `watch` passes the lines through, and may show how far they are.
    """
    with path.open("rb") as lines:
        return exchange.load(ndjson.read(watch(lines)), by=None)
