"""Bodies that work when they are sent; a test sends each of them. Outlets and people are made up."""

from typing import Any, Final

Json = dict[str, Any]

CLAIM: Final[Json] = {
    "article": {
        "url": "https://courier.example/2024/05/14/bridge", "publisher": {"name": "Quillhaven Daily"},
        "published_at": "2024-05-14T05:10:00Z", "language": "en",
    },
    "statement": "Two of the eight pins of the bridge are cracked.",
    "attribution": [
        {"source": {"kind": "outlet", "name": "Harbour Wire"}, "source_type": "media", "channel": "press-report"},
        {
            "source": {"kind": "person", "name": "Ida Marlowe"}, "source_type": "expert",
            "role": "structural engineer", "channel": "quote", "ground_rule": "on-the-record",
        },
    ],
}  # fmt: skip
UNNAMED: Final[Json] = {
    "article": {"url": "https://courier.example/2024/05/14/bridge"},
    "statement": "The council had known of the damage since the autumn.",
    "attribution": [
        {
            "source": {"kind": "person", "number": 1}, "source_type": "official", "identification": "collective",
            "count": 4, "as_printed": "four city officials",
        }
    ],
}  # fmt: skip
TWO_CHAINS: Final[Json] = {
    "article": {"url": "https://courier.example/2024/05/14/bridge"},
    "statement": "The bridge was closed at six o'clock.",
    "attribution": [{"source": {"kind": "body", "name": "Quillhaven Police"}, "source_type": "official"}],
    "also": [[{"source": {"kind": "person"}, "source_type": "participant", "identification": "described"}]],
}
ROWS: Final = (
    '{"article": {"url": "https://courier.example/2024/05/15/bridge"}}\n'
    '{"claim": {"article": {"url": "https://courier.example/2024/05/15/bridge"}, '
    '"statement": "The bridge is open again.", "attribution": []}}\n'
)

QUERIED: Final = {"predicate": "admiralty-scale:source-reliability"}
"""Parameters that are needed."""


def _named(**values: Any) -> Json:
    return {name.replace("_", "-"): {"value": value} for name, value in values.items()}


def _erase(path: str) -> Json:
    return _named(one_place={"paths": [path], "reason": "Asked for by the person."})


EXAMPLES: Final[dict[str, Json]] = {
    "create_article": _named(
        smallest={"url": "https://courier.example/2024/05/16/bridge"},
        with_its_text={
            "url": "https://courier.example/2024/05/17/bridge", "title": "Bridge open again",
            "publisher": {"name": "Quillhaven Daily"}, "text": "The bridge is open again.", "authors": ["Nell Harrow"],
        },
    ),
    "change_article": _named(new_title={"title": "Bridge closed after inspection"}),
    "create_source": _named(
        person={"kind": "person", "name": "Ida Verrall", "aliases": ["I. Verrall"]},
        document={
            "kind": "document", "name": "Inspection memo LB-18", "same_as": ["https://quillhaven.example/records/lb-18"],
            "belongs_to": {"kind": "body", "name": "Quillhaven Works Department"},
        },
    ),
    "change_source": _named(another_spelling={"aliases": ["A. Obi"]}),
    "merge_source": _named(into_another={"into": "src_other"}),
    "create_claim": _named(through_another_outlet=CLAIM, four_who_are_not_named=UNNAMED, two_chains=TWO_CHAINS),
    "change_claim": _named(reworded={"statement": "At least two of the eight pins are cracked."}),
    "create_evidence": _named(
        another_claim={"tie": "contradicted_by", "claim": "clm_other", "note": "The harbour master says so."},
        citation={
            "tie": "supported_by",
            "citation": {
                "article": {"url": "https://observer.example/2024/05/14/bridge"},
                "attribution": [
                    {"source": {"kind": "document", "name": "Inspection memo LB-17"}, "source_type": "document"}
                ],
            },
        },
    ),
    "put_override": _named(
        held_for_retracted={"status": "retracted", "reason": "The agency told its clients not to use it."}
    ),
    "create_tag": _named(
        judged={"term": 'admiralty-scale:source-reliability="b"', "note": "Wrong once, in 2021."},
        checked={"term": 'hearsay:check="done"'},
        in_your_own_words={"term": 'free:word="to be asked again"'},
    ),
    "erase_article": _erase("/title"),
    "erase_source": _erase("/name"),
    "erase_claim": _erase("/quote"),
    "erase_evidence": _erase("/note"),
    "erase_tag": _erase("/note"),
    "load_rows": {"article-and-claim": {"value": ROWS}},
}  # fmt: skip
