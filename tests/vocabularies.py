"""Taxonomies for tests: one that every store begins with, and short ways to make and install others."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from service import taxonomies
from service.domain.taxonomies import read
from service.domain.terms import parse
from service.store.database import database
from service.store.revisions import writing

Json = dict[str, Any]


def vocabulary(namespace: str, predicates: Iterable[str] | dict[str, Iterable[str]], **keys: Any) -> Json:
    """Make a taxonomy from its predicates or, where these have values, from both."""
    values = predicates if isinstance(predicates, dict) else {}
    return {
        "namespace": namespace,
        "description": "For tests.",
        "version": 1,
        "predicates": [{"value": predicate} for predicate in predicates],
        "values": [
            {"predicate": predicate, "entry": [{"value": value} for value in some]}
            for predicate, some in values.items()
            if some
        ],
        **keys,
    }


LETTERS = "abcdefghijklmnopqrstuvwxyz"
BARE = ("done", "Done", "undone", "now", "later", "then", "null", "other", "again", "only", *LETTERS)
CHECK = vocabulary("check", {**dict.fromkeys(BARE, ()), "level": "abcde"})
"""Terms of which a reviewer may hold any number, most of them without a value."""


def begin() -> None:
    """Let a store have the taxonomy of the tests from its beginning."""
    with writing(None) as transaction:
        taxonomies.begin_with(transaction, read(CHECK))


def install(*given: Json) -> list[taxonomies.Outcome]:
    """Install taxonomies into the store that is worked on."""
    with database.connection_context():
        return taxonomies.install((one["namespace"], read(one)) for one in given)


def hold(*terms: str) -> None:
    """Install taxonomies that hold these terms and no others."""
    cut = [parse(term) for term in terms]
    for namespace in {term.partition(":")[0] for term in terms}:
        predicates: dict[str, list[str]] = {}
        for term in cut:
            if term is not None and term.namespace == namespace:
                predicates.setdefault(term.predicate, []).extend([] if term.value is None else [term.value])
        install(vocabulary(namespace, predicates, version=2))


def write(folder: Path, *given: Json) -> list[Path]:
    """Write taxonomies as files, each in a folder of its own."""
    paths = []
    for number, one in enumerate(given):
        path = folder / f"{number:03}" / "machinetag.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(one, ensure_ascii=False), "utf-8")
        paths.append(path)
    return paths
