"""The history of a claim in sentences, with what differs between two states of it, word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from service.web.words import TIES

Json = Mapping[str, Any]

WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS: Final = 2_000
"""Longer texts are shown whole, the old one and the new one: to compare them takes the square of their length."""

TEXTS: Final = ("statement", "quote")
PLAIN: Final = {
    "position": "its place",
    "language": "its language",
    "channel": "its channel",
    "selector": "its passage",
}
CHANGES: Final = {
    "created": "was stored", "updated": "was changed", "deleted": "was withdrawn", "merged": "was merged",
    "erased": "lost a value that was erased",
}  # fmt: skip
SUBJECTS: Final = {
    "claim": "The claim", "evidence": "A tie", "tag": "A tag", "source": "A source", "article": "The article",
    "taxonomy": "A taxonomy",
}  # fmt: skip


class Piece(NamedTuple):
    """A piece of text that was there before (`del`), came (`ins`), or stayed (empty)."""

    how: str
    text: str


class Difference(NamedTuple):
    """What differs under one name."""

    name: str
    pieces: list[Piece]


class Entry(NamedTuple):
    """One entry of the history."""

    rev: int
    at: str
    by: str | None
    said: str
    differences: list[Difference]
    status: str | None


def tell(claim_id: str, entries: Iterable[Json], names: Mapping[str, str]) -> list[Entry]:
    """Tell the entries of a claim's history, oldest first; `names` are those of sources that are known."""
    told, before = list[Entry](), dict[str, Any]()
    for entry in entries:
        differences = list[Difference]()
        if entry["type"] == "claim" and entry["id"] == claim_id and entry["document"]:
            document = entry["document"]
            if before and entry["change"] == "updated":
                differences = list(_differences(before, document, names))
            before = document if entry["change"] in {"created", "updated"} else before
        moved = (touched["status"] for touched in entry["touched"] if touched["claim"] == claim_id and touched["moved"])
        said = _sentence(entry, claim_id)
        told.append(Entry(entry["rev"], entry["at"], entry["by"], said, differences, next(moved, None)))
    return told


def _sentence(entry: Json, claim_id: str) -> str:
    document = entry["document"] or {}
    what = ""
    if entry["type"] == "tag" and document.get("term"):
        what = f": {document['term']}"
    if entry["type"] == "evidence" and document.get("tie"):
        what = f": {_tie(document, claim_id)}"
    return f"{SUBJECTS[entry['type']]} {CHANGES[entry['change']]}{what}."


def _tie(tie: Json, claim_id: str) -> str:
    """Say a tie as a sentence; it may be one between two other claims of the story."""
    subject = "this claim" if tie["subject"] == claim_id else "another claim of its story"
    other = "this claim" if tie.get("claim") == claim_id else "another claim" if tie.get("claim") else "a cited article"
    return f"{subject} {TIES[tie['tie']]} {other}"


def _differences(before: Json, after: Json, names: Mapping[str, str]) -> Iterator[Difference]:
    for key in TEXTS:
        if before.get(key) != after.get(key):
            yield Difference(f"its {key}", compare(before.get(key) or "", after.get(key) or ""))
    chains = [_chain(state, names) for state in (before, after)]
    if before.get("attribution") != after.get("attribution"):
        yield Difference("its chain", compare(*chains) if chains[0] != chains[1] else [Piece("", chains[1])])
    for key, name in PLAIN.items():
        if before.get(key) != after.get(key):
            yield Difference(name, [])


def _chain(document: Json, names: Mapping[str, str]) -> str:
    return " ← ".join(
        names.get(link["source"]["id"]) or link.get("as_printed") or link.get("description") or "a source"
        for link in document.get("attribution", [])
    )


def compare(before: str, after: str) -> list[Piece]:
    """Compare two texts, word by word."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [Piece("del", before), Piece("ins", after)]
    return [*_pieces(old, new)]


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for how, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece("", "".join(new[new_start:new_end]))
            continue
        if old_end > old_start:
            yield Piece("del", "".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece("ins", "".join(new[new_start:new_end]))
