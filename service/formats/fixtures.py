"""The fixtures that come with Hearsay, or anybody's files of the same form, loaded whole."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from service import exchange
from service.domain.vocabulary import OnConflict
from service.formats import ndjson
from service.loading import Loading, Outcome

DIRECTORY: Final = Path(__file__).parents[2] / "fixtures"

Watch = Callable[[Iterable[bytes]], Iterator[bytes]]


def shipped() -> list[Path]:
    """List the files that come with Hearsay."""
    return sorted(DIRECTORY.glob("*.ndjson"))


def seed(path: Path, watch: Watch = iter) -> list[Outcome]:
    """Load one file, all of it or nothing; a row whose id is there already is left as it is.

    `watch` passes the lines through, and may show how far they are.
    """
    with path.open("rb") as lines:
        outcomes, _ = exchange.load(ndjson.read(watch(lines)), Loading(None, OnConflict.SKIP))
    return outcomes
