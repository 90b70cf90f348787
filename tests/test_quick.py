"""The quick way to read and write a shape gives what marshmallow gives, and doubts what marshmallow refuses."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from service.domain.vocabulary import RowType
from service.exchange import SHAPES
from service.schemas.kept import KEPT
from service.schemas.quick import Doubted, reader, writer
from service.schemas.shape import Shape
from tests.anything import bodies
from tests.api import Json

ALL = sorted({*SHAPES.values(), *KEPT.values()}, key=lambda shape: type(shape).__name__)
IDS = {"art_": ["art_a"], "src_": ["src_a"], "clm_": ["clm_a"]}
FOUND = {"start": 1, "end": 2, "sha256": None}


def quickly(shape: Shape, body: Any) -> Any:
    try:
        return reader(shape)(body)
    except (Doubted, ValidationError):
        return None


def slowly(shape: Shape, body: Any) -> Any:
    try:
        return dict(shape.load(body))
    except ValidationError:
        return None


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: type(shape).__name__)
@settings(max_examples=60)
@given(data=st.data())
def test_what_is_right_is_read_quickly_and_what_is_wrong_is_doubted(shape: Shape, data: st.DataObject) -> None:
    body = data.draw(bodies(shape, IDS))

    assert quickly(shape, body) == slowly(shape, body)


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: type(shape).__name__)
@settings(max_examples=30)
@given(data=st.data())
def test_what_was_read_is_written_as_marshmallow_writes_it(shape: Shape, data: st.DataObject) -> None:
    values = slowly(shape, data.draw(bodies(shape, IDS)))
    if values is not None:
        # With the order of the keys.
        assert repr(writer(shape)(values)) == repr(shape.dump(values))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"article": {"id": "art_a"}, "statement": "It is."},
        {"article": {"id": "art_a"}, "statement": "It is.", "attribution": [], "typo": 1},
        {"article": {"id": "art_a"}, "statement": None, "attribution": []},
        {"article": {"id": "art_a"}, "statement": "It is.", "attribution": [None]},
        {"article": {"id": "art_a"}, "statement": "It is.", "attribution": [], "selector": {**FOUND, "start": True}},
    ],
)
def test_what_may_be_wrong_is_doubted(body: Json) -> None:
    assert quickly(SHAPES[RowType.CLAIM], body) is None
