"""What a client might send: bodies made from the shapes themselves, some with one place spoiled."""

import copy
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st
from marshmallow import fields

from service.schemas.address import Address
from service.schemas.fields import Flag, Id, Instant, Language, ListOf, OneOf, Part, Pattern, Text, Whole
from service.schemas.shape import Shape
from service.schemas.tag import Machine

ODD_TEXTS: Final = [
    "a\0b", "\ud800", " ", "", "é" * 600, "x" * 30_000, "unknown", "2020-10-09", "2020-W01-1",
    "0001-01-01T00:00:00+01:00",
    "http://[", "//", "ftp://x", "https://a.example/\ud800", "clm_a", "src_nobody", "1", "true", "null", "F" * 64, "e",
]  # fmt: skip
JUNK: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(ODD_TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
SENTENCES: Final = ["It is closed.", "closed", "Ada Obi said so.", "Niemand weiß es."]
NAMES: Final = ["Ada Obi", "ada  obi", "Ben", "Daily", "Wire"]
WORDS: Final[dict[type[fields.Field[Any]], list[Any]]] = {
    # The most special kind of field first: some are kinds of text.
    Machine: ["check:done", 'check:level="b"', "a b:c d", "check:Done"],
    Instant: ["2020-10-09T15:23:00Z", "2020-10-09T15:23:00+02:00", "1969-07-20T20:17:40.000001Z"],
    Address: [
        "https://a.example/1",
        "HTTPS://A.example:443/1#x",
        "https://b.example/2",
        "urn:isbn:1",
        "https://c.example/",
    ],
    Language: ["en", "zh-hant", "EN-gb"],
    Pattern: ["mina", "0" * 64],
    Flag: [True, False],
    Text: [*SENTENCES, *NAMES],
}
SELDOM: Final = frozenset({
    "source_type", "speaker_kind", "hearsay_depth", "selector", "quote", "text_sha256", "new", "count", "number",
    "also", "article", "claim_rev", "reviewer", "claim", "subject",
})  # fmt: skip
"""Keys that must agree with something else; they come in as what spoils a body."""

Ids = dict[str, list[str]]


def of_field(field: fields.Field[Any], ids: Ids) -> st.SearchStrategy[Any]:
    """Give values of a field's type."""
    if isinstance(field, Part):
        return of_shape(field.schema, ids)
    if isinstance(field, ListOf):
        return st.lists(of_field(field.inner, ids), max_size=2)
    if isinstance(field, Id):
        return st.sampled_from([*ids.get(field.prefix, []), f"{field.prefix}new"])
    if isinstance(field, OneOf):
        return st.sampled_from(list(field.words))
    if isinstance(field, Whole):
        return st.integers(field.least, min(field.most, 30))
    return next((st.sampled_from(words) for kind, words in WORDS.items() if isinstance(field, kind)), JUNK)


def of_shape(shape: Any, ids: Ids) -> st.SearchStrategy[Any]:
    """Give objects of a shape, with all that it requires and some of the rest."""
    if not isinstance(shape, Shape):
        return JUNK
    keys = {name: of_field(field, ids) for name, field in shape.fields.items() if name not in shape.read_only}
    required = {name: keys[name] for name, field in shape.fields.items() if field.required}
    optional = {name: value for name, value in keys.items() if name not in required and name not in SELDOM}
    return st.fixed_dictionaries(required, optional=optional)


def spoiled(draw: st.DrawFn, body: Any, shape: Any) -> Any:
    """Put something else into one place of a body: where there is something, or under a key that it might have."""
    body = copy.deepcopy(body)
    places = list(_places(body))
    if isinstance(body, dict) and isinstance(shape, Shape):
        places += [(body, key) for key in [*shape.fields, "typo"]]
    if not places:
        return draw(JUNK)
    parent, key = draw(st.sampled_from(places))
    parent[key] = draw(JUNK | st.sampled_from([*ODD_TEXTS, *SENTENCES, 0, -1, 2**63, [], {}, None]))
    return body


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


@st.composite
def bodies(draw: st.DrawFn, shape: Any, ids: Ids) -> Any:
    """Give bodies, every second of them as it should be."""
    body = draw(of_shape(shape, ids))
    return spoiled(draw, body, shape) if draw(st.booleans()) else body
