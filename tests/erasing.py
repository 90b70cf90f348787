"""Erasing, and looking for what was erased in every place where the store could keep it."""

from pathlib import Path

from tests.api import Api, Json
from tests.stored import everything

REASON = "Asked for by the person."


def erase(admin: Api, path: str, *paths: str) -> Json:
    """Erase what must be erasable."""
    response = admin.call("POST", f"{path}/erase", {"paths": list(paths), "reason": REASON})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def holders(url: str, words: list[str]) -> set[str]:
    """Name the tables, and the files, that hold one of these words in any form that the store could keep it in."""
    needles = {form for word in words for form in (word, word.casefold(), word.encode("unicode_escape").decode())}
    found = {table for table, rows in everything().items() for row in rows if any(needle in row for needle in needles)}
    if not url.startswith("sqlite"):
        return found
    file = Path(url.removeprefix("sqlite:///"))
    for path in file.parent.glob(f"{file.name}*"):
        content = path.read_bytes().lower()
        found |= {path.suffix for needle in needles if needle.encode().lower() in content}
    return found


def body(claim_id: str, chain: list[Json]) -> Json:
    """Make a claim with this chain."""
    return {"id": claim_id, "article": {"url": "https://a.example/1"}, "statement": "It is so.", "attribution": chain}
