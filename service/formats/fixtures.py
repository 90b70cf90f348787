"""Loading files of typed rows: the fixtures that come with Hearsay, or anybody's."""

from pathlib import Path
from typing import Final

from service import exchange
from service.formats import ndjson

DIRECTORY: Final = Path(__file__).parents[2] / "fixtures"


def shipped() -> list[Path]:
    """List the files that come with Hearsay."""
    return sorted(DIRECTORY.glob("*.ndjson"))


def seed(path: Path) -> exchange.Tally:
    """Load one file, all of it or nothing; a row whose id is there already is left as it is."""
    with path.open("rb") as lines:
        return exchange.load(ndjson.read(lines), by=None)
