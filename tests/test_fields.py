"""The strict fields: what each takes, and with which code it refuses the rest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from service.domain.errors import Fault
from service.domain.vocabulary import SourceType
from service.schemas.address import Address
from service.schemas.fields import MAX_INTEGER, Flag, Id, Instant, Language, ListOf, Name, OneOf, Text, Whole
from service.schemas.inline import sha256_field
from service.schemas.strict import faults_of

Field = fields.Field[Any]


def fault(field: Field, value: Any) -> Fault:
    with pytest.raises(ValidationError) as refusal:
        field.deserialize(value)
    (found,) = faults_of(refusal.value)
    return found


@pytest.mark.parametrize("text", ["a", " a ", "abcde", "😀😀😀😀😀", "a\nb", "<b>"])
def test_text_is_taken_as_it_is(text: str) -> None:
    assert Text(5).deserialize(text) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("\u00a0", "empty"),
        ("\u200b", "empty"),
        ("abcdef", "too-long"),
        ("a\0b", "character"),
        ("\0", "character"),
        ("a\ud800", "character"),
        ("\udfff", "character"),
        (None, "null"),
        (5, "type"),
        (True, "type"),
        (["a"], "type"),
        ({"a": "b"}, "type"),
    ],
)
def test_text_is_not_empty_nor_too_long_nor_anything_but_text(value: Any, code: str) -> None:
    assert fault(Text(5), value).code == code


def test_a_name_in_a_query_is_found_in_any_spelling() -> None:
    assert Name(20).deserialize("  ADA  Obi ") == "ada obi"


@pytest.mark.parametrize("number", [0, 1, MAX_INTEGER])
def test_an_integer_is_taken_up_to_its_bounds(number: int) -> None:
    assert Whole().deserialize(number) == number


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-1, "range"),
        (2**63, "range"),
        (5.0, "type"),
        (5.5, "type"),
        (True, "type"),
        (False, "type"),
        ("5", "type"),
        (" 5 ", "type"),
        ("1_000", "type"),
        (None, "null"),
        ([5], "type"),
    ],
)
def test_an_integer_is_nothing_that_only_looks_like_one(value: Any, code: str) -> None:
    assert fault(Whole(), value).code == code


def test_an_integer_outside_its_bounds_is_told_what_they_are() -> None:
    assert fault(Whole(1, 200), 201) == "It lies between 1 and 200."


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_true_or_false(flag: Any) -> None:
    assert Flag().deserialize(flag) is flag


@pytest.mark.parametrize(
    ("value", "code"),
    [("yes", "type"), ("true", "type"), (1, "type"), (0, "type"), ("", "type"), ([], "type"), (None, "null")],
)
def test_a_flag_is_nothing_that_only_looks_like_one(value: Any, code: str) -> None:
    assert fault(Flag(), value).code == code


def test_a_word_of_the_list_is_taken() -> None:
    assert OneOf(SourceType).deserialize("expert") is SourceType.EXPERT


@pytest.mark.parametrize(
    ("value", "code"),
    [("exprt", "unknown-word"), ("Expert", "unknown-word"), ("", "unknown-word"), (1, "type"), (["expert"], "type")],
)
def test_any_other_word_is_refused(value: Any, code: str) -> None:
    assert fault(OneOf(SourceType), value).code == code


def test_a_misspelt_word_is_answered_with_the_nearest_and_the_whole_list() -> None:
    detail = fault(OneOf(SourceType), "exprt")

    assert "Did you mean 'expert'?" in detail
    assert all(word.value in detail for word in SourceType)


def test_a_word_that_is_not_for_this_place_is_neither_taken_nor_offered() -> None:
    detail = fault(OneOf(SourceType, without=[SourceType.OUTLET]), "outlet")

    assert detail.code == "unknown-word"
    assert "outlet" not in detail


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2020-10-09T15:23:00Z", datetime(2020, 10, 9, 15, 23, tzinfo=UTC)),
        ("2020-10-09t15:23:00z", datetime(2020, 10, 9, 15, 23, tzinfo=UTC)),
        ("2020-10-09T23:23:00+08:00", datetime(2020, 10, 9, 15, 23, tzinfo=UTC)),
        ("2020-10-09T15:23:00-00:00", datetime(2020, 10, 9, 15, 23, tzinfo=UTC)),
        ("2020-10-09T15:23:00.5Z", datetime(2020, 10, 9, 15, 23, 0, 500_000, tzinfo=UTC)),
        ("2020-02-29T00:00:00.000001Z", datetime(2020, 2, 29, 0, 0, 0, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_with_its_zone_and_kept_in_utc(text: str, utc: datetime) -> None:
    assert Instant().deserialize(text) == utc


@pytest.mark.parametrize(
    "value",
    [
        "2020-10-09T15:23:00",
        "2020-10-09",
        "2020-W01-1",
        "2020-W01-1T00:00:00Z",
        "20201009T152300Z",
        "2020-10-09 15:23:00Z",
        "2020-10-09T15:23Z",
        "2020-10-09T15:23:00+0800",
        "2020-10-09T15:23:00+24:00",
        "2020-10-09T15:23:00.1234567Z",
        "2020-10-09T15:23:00Z\n",
        " 2020-10-09T15:23:00Z",
        "2020-10-09T24:00:00Z",
        "2020-02-30T00:00:00Z",
        "2021-02-29T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "\u0662020-10-09T15:23:00Z",
        "now",
        "",
        1_602_256_980,
        True,
    ],
)
def test_a_time_is_nothing_but_rfc_3339(value: Any) -> None:
    assert fault(Instant(), value).code == "time"


ZONES = st.integers(-1_439, 1_439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST, LAST = datetime.fromisoformat("0001-01-03"), datetime.fromisoformat("9999-12-29")
TIMES = st.datetimes(FIRST, LAST, timezones=ZONES)


@given(TIMES)
def test_a_time_that_was_printed_reads_as_the_same_time(at: datetime) -> None:
    printed = Instant().serialize("at", {"at": at})

    assert printed is not None
    assert printed.endswith("Z")
    assert Instant().deserialize(printed) == at


@pytest.mark.parametrize("text", ["art_1", "art_global-times", "art_" + "a" * 40])
def test_an_id_is_taken_behind_its_prefix(text: str) -> None:
    assert Id("art_").deserialize(text) == text


@pytest.mark.parametrize("value", ["art_", "art_" + "a" * 41, "art_A", "art_a_b", "src_1", "art_1\n", "", 1, ["art_1"]])
def test_anything_else_is_no_id(value: Any) -> None:
    assert fault(Id("art_"), value).code == "id"


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "de-CH-1996", "yue"])
def test_a_language_tag_is_taken(tag: str) -> None:
    assert Language().deserialize(tag) == tag


@pytest.mark.parametrize("value", ["e", "english", "en_GB", "en-", "en ", "en\n", "", "ä", 5])
def test_anything_else_is_no_language_tag(value: Any) -> None:
    assert fault(Language(), value).code == "form"


@pytest.mark.parametrize("value", ["0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n", 0])
def test_a_digest_is_64_lower_case_hex_digits(value: Any) -> None:
    assert sha256_field().deserialize("0a" * 32) == "0a" * 32
    assert fault(sha256_field(), value).code == "form"


@pytest.mark.parametrize(
    ("value", "code"), [("ab", "type"), ({"a": 1}, "type"), (["a"] * 3, "too-many"), (None, "null"), (5, "type")]
)
def test_a_list_is_a_json_list_and_not_too_long(value: Any, code: str) -> None:
    assert fault(ListOf(Text(5), 2), value).code == code


PRIVATE = "xyzzy-7"
FIELDS: list[Callable[[], Field]] = [
    lambda: Text(3), Whole, Flag, lambda: OneOf(SourceType), Instant, lambda: Id("art_"), Address, Language,
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_no_refusal_repeats_the_value(field: Callable[[], Field]) -> None:
    assert PRIVATE not in fault(field(), PRIVATE)
