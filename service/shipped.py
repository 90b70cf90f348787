"""The taxonomies that come with Hearsay, and with which a store begins."""

from pathlib import Path
from typing import Final

import orjson

from service import taxonomies
from service.domain.taxonomies import Vocabulary, read
from service.domain.terms import FREE
from service.store import migrating
from service.store.models import Taxonomy
from service.store.revisions import writing

DIRECTORY: Final = Path(__file__).parent / "vocabularies"


def files() -> list[Path]:
    """List their files, but for that of free words, which is never installed anew."""
    return [path for path in sorted(DIRECTORY.glob("*/machinetag.json")) if path.parent.name != FREE]


def migrate(target: str | None = None) -> list[str]:
    """Bring the store's schema to this release, and let a store that is new begin with what is shipped."""
    applied = migrating.up(target)
    if migrating.is_current():
        begin()
    return applied


def begin() -> None:
    """Let a store that never had taxonomies have those that are shipped, as if it had always had them.

    They have the revision 0 and stand in no feed: nobody wrote them.
    """
    if Taxonomy.find(namespace=FREE) is not None:
        return
    with writing(None) as transaction:
        # Another process may have begun meanwhile.
        if Taxonomy.find(namespace=FREE) is None:
            for path in sorted(DIRECTORY.glob("*/machinetag.json")):
                taxonomies.begin_with(transaction, _read(path))


def _read(path: Path) -> Vocabulary:
    return read(orjson.loads(path.read_bytes()), built_in=True)
