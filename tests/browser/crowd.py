"""An article with ten thousand claims: 500 are stored by the verbs and multiplied in SQL, 20 to a passage."""

from collections.abc import Iterator
from typing import Any, Final

from benchmarks.multiplying import NUMBER, multiply, set_aside
from service.domain.vocabulary import RowType
from service.exchange import load
from service.loading import Line, Loading
from service.store.database import database
from service.store.models import Counter
from service.store.revisions import current
from tests.api import Api

MANY: Final = 10_000
COPIES: Final = 20
ORIGINALS: Final = MANY // COPIES
A_PARAGRAPH: Final = 5
TYPES: Final = ("expert", "official", "public", "participant", "organisation")


def stock(api: Api) -> None:
    """Store it all."""
    with database.connection_context():
        load(_lines(), Loading(None))
        rev = current()
        set_aside()
        with database.atomic():
            multiply(range(1, COPIES), rev)
            Counter.update(rev=rev * COPIES).execute()
    assert api.get("/v1/claims", article_id="art_crowd", count="true", limit=1)["count"]["value"] == MANY


def _lines() -> Iterator[Line]:
    said = [f"Guards say that lorry {number} crossed the bridge." for number in range(ORIGINALS)]
    paragraphs = (" ".join(said[first : first + A_PARAGRAPH]) for first in range(0, ORIGINALS, A_PARAGRAPH))
    article = {"id": "art_crowd", "url": "https://a.example/1", "title": "The lorries", "text": "\n\n".join(paragraphs)}
    yield Line(0, RowType.ARTICLE, article)
    for number in range(ORIGINALS):
        yield Line(number + 1, RowType.CLAIM, _claim(number))


def _claim(number: int) -> dict[str, Any]:
    source = {"kind": "person", "name": f"Guard {number % 100}"} if number % 3 else {"kind": "person"}
    hidden = {} if number % 3 else {"identification": "withheld"}
    return {
        "id": f"clm_{NUMBER}-{number:03}", "article": {"id": "art_crowd"}, "position": number + 1,
        "statement": f"Lorry {number} crossed the bridge.", "quote": f"lorry {number} crossed the bridge",
        "attribution": [{"source": source, "source_type": TYPES[number % len(TYPES)], **hidden}],
    }  # fmt: skip
