"""What a file in MISP's format must be, and what it may be besides."""

from copy import deepcopy
from time import perf_counter
from typing import Any

import pytest

from service.domain.errors import Invalid
from service.domain.taxonomies import MAX_FAULTS, read
from tests.api import Json
from tests.vocabularies import vocabulary

NO_NUMBERS: list[Any] = ["5", True, float("nan"), float("inf"), 10**400, []]
PLAIN = vocabulary("colours", {"hue": ["red", "blue"], "plain": []}, expanded="Colours")


def but(place: str, value: Any) -> Json:
    """Give the plain taxonomy with another value at one place; `...` takes out what is there."""
    changed: Json = deepcopy(PLAIN)
    *steps, last = [int(step) if step.isdigit() else step for step in place.split("/")[1:]]
    inner: Any = changed
    for step in steps:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return changed


def terms(data: Json) -> list[str]:
    return [entry.term for entry in read(data).entries]


def faults(data: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        read(data)
    return {str(place["pointer"]): fault.code for place, fault in refusal.value.faults}


def test_a_predicate_with_values_gives_a_term_for_each_and_one_without_gives_itself() -> None:
    assert terms(PLAIN) == ['colours:hue="red"', 'colours:hue="blue"', "colours:plain"]
    assert [entry.scale for entry in read(PLAIN).entries] == ["colours:hue", "colours:hue", "colours"]
    assert [entry.value for entry in read(PLAIN).entries] == ["red", "blue", "plain"]


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        *[(f"/{key}", ..., "required") for key in ("namespace", "description", "version", "predicates")],
        *[(f"/{key}", 5, "type") for key in ("namespace", "description", "expanded", "predicates", "values")],
        *[("/namespace", value, code) for value, code in {
            "": "empty", " \t": "empty", "\u200b": "empty", "  ": "empty",
            "a:b": "colon", "free": "reserved", " FREE ": "reserved",
            "=a": "formula", "+a": "formula", "-a": "formula", "@a": "formula", "\ta": "formula", "\ra": "formula",
            ".": "dots", "..": "dots", "a\0": "character", "\ud800": "character",
        }.items()],
        *[("/version", other, "type") for other in ("1", 1.5, -1, None, True, 2**63)],
        ("/predicates", [], "empty"), ("/predicates", None, "empty"), ("/predicates/0", "hue", "type"),
        ("/predicates/0/value", ..., "required"), ("/predicates/0/value", 5, "type"),
        ("/predicates/0/value", None, "type"), ("/predicates/1/value", " ", "empty"),
        ("/predicates/1/value", "a\0", "character"), ("/predicates/1/expanded", "\udfff", "character"),
        ("/predicates/1/description", "a\0", "character"), ("/predicates/1/exclusive", "yes", "type"),
        ("/exclusive", 1, "type"), ("/values", {}, "type"), ("/values/0", [], "type"),
        ("/values/0/predicate", "size", "unknown-predicate"), ("/values/0/predicate", ..., "required"),
        ("/values/0/entry", ..., "required"), ("/values/0/entry", "red", "type"), ("/values/0/entry/0", 5, "type"),
        ("/values/0/entry/0/value", ..., "required"), ("/values/0/entry/1/value", 5, "type"),
        ("/values/0/entry/1/value", "a\0b", "character"), ("/values/0/entry/1/value", "\ud800", "character"),
        ("/values/0/entry/1/value", "x" * 490, "too-long"), ("/description", "x" * 10_001, "too-long"),
        *[("/values/0/entry/0/numerical_value", other, "type") for other in NO_NUMBERS],
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(place: str, value: Any, code: str) -> None:
    assert faults(but(place, value)).get(place) == code


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_a_taxonomy_is_an_object(data: Any) -> None:
    assert faults(data) == {"": "type"}


def test_what_nests_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(40):
        deep = [deep]

    assert faults({**PLAIN, "extra": deep}) == {"": "depth"}


def test_everything_that_is_wrong_is_said_at_once_up_to_a_limit() -> None:
    assert faults({"predicates": [{}, {"value": ""}]}) == {
        "/namespace": "required", "/version": "required", "/description": "required",
        "/predicates/0/value": "required", "/predicates/1/value": "empty",
    }  # fmt: skip
    assert len(faults(but("/predicates", [{}] * 100))) == MAX_FAULTS


@pytest.mark.parametrize(
    "predicates", [{"a": ['b="c'], 'a="b': ["c"]}, {'a="b"': [], "a": ["b"]}, {"a": ['="'], 'a="': ['']}]
)  # fmt: skip
def test_two_different_pairs_that_make_the_same_tag_are_refused(predicates: dict[str, list[str]]) -> None:
    assert set(faults(vocabulary("n", predicates)).values()) == {"twice"}


def test_a_predicate_that_is_lost_in_its_tag_is_refused() -> None:
    assert faults(vocabulary("n", ['="b"'])) == {"/predicates/0/value": "machine-tag"}


@pytest.mark.parametrize(
    "text",
    [
        " a ", "a,b", "a:b", 'a"b', "a\\b", "a=b", "a\nb", "Ünïcödé 港", 'a="b', "A", "a", "%2F/?#&+", "'", "-",
        "x" * 240,
    ],
)  # fmt: skip
def test_what_real_files_have_is_taken_as_it_is(text: str) -> None:
    assert terms(vocabulary("n", {text: [text]})) == [f'n:{text}="{text}"']
    assert terms(vocabulary("n", [text])) == [f"n:{text}"]


def test_a_value_may_be_empty() -> None:
    assert terms(vocabulary("n", {"a": [""]})) == ['n:a=""']


def test_an_entry_or_a_predicate_that_is_there_twice_counts_once_as_it_stands_first() -> None:
    twice = vocabulary("n", {"a": ["x", "y"], "b": []})
    twice["predicates"].append({"value": "b", "expanded": "Another"})
    twice["values"][0]["entry"][0]["expanded"] = "First"
    twice["values"][0]["entry"].append({"value": "x", "expanded": "Again"})

    found = [(entry.term, entry.expanded) for entry in read(twice).entries]

    assert found == [('n:a="x"', "First"), ('n:a="y"', None), ("n:b", None)]


def test_values_of_one_predicate_in_several_places_are_joined() -> None:
    apart = vocabulary("n", {"a": ["x"], "b": ["z"]})
    apart["values"].append({"predicate": "a", "entry": [{"value": "y"}]})

    assert terms(apart) == ['n:a="x"', 'n:a="y"', 'n:b="z"']


def test_terms_that_differ_only_by_case_are_two() -> None:
    assert terms(vocabulary("n", {"a": ["x", "X"], "A": ["x"]})) == ['n:a="x"', 'n:a="X"', 'n:A="x"']


def test_keys_that_are_not_known_are_kept() -> None:
    data = {"refs": ["https://x.example"], **PLAIN, "uuid": 5, "mine": {"a": [1, None]}}

    assert read(data).machinetag == data


@pytest.mark.parametrize("number", [0, -1, 5, 0.5, 1e300, 2**70, None])
def test_a_numerical_value_is_any_finite_number(number: float | None) -> None:
    assert read(but("/values/0/entry/0/numerical_value", number)).entries[0].numerical_value == number


def test_an_entry_says_within_what_a_reviewer_holds_one() -> None:
    assert {entry.within for entry in read(PLAIN).entries} == {None}
    assert {entry.within for entry in read({**PLAIN, "exclusive": True}).entries} == {"colours"}
    within_scale = read(but("/predicates/0/exclusive", value=True)).entries
    assert [entry.within for entry in within_scale] == ["colours:hue", "colours:hue", None]


def test_a_predicate_without_values_excludes_nothing_but_itself() -> None:
    assert {entry.within for entry in read(but("/predicates/1/exclusive", value=True)).entries} == {None}


@pytest.mark.parametrize(
    ("entry", "rates"),
    [
        ({"value": "f", "expanded": "Reliability CANNOT be judged"}, False),
        ({"value": "f", "expanded": "Judged"}, True), ({"value": "It cannot be judged"}, False),
        ({"value": "cannot be judged", "expanded": "Undecided"}, True),
        ({"value": "cannot be judged", "expanded": " "}, False), ({"value": "6"}, True),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_judged_rates_nothing(entry: Json, *, rates: bool) -> None:
    (found,) = read({**PLAIN, "predicates": [{"value": "p"}], "values": [{"predicate": "p", "entry": [entry]}]}).entries

    assert found.rates is rates


def test_thousands_of_terms_are_read_in_no_time() -> None:
    values = [f"{number} " + "x" * 300 for number in range(1_300)]
    large = vocabulary("large", {f"predicate {number}": values for number in range(10)})
    began = perf_counter()

    assert len(read(large).entries) == 13_000

    assert perf_counter() - began < 5
