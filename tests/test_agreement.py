"""Agreement over HTTP: which tags are ratings of which claims, and what is said of them."""

import pytest

from tests import vocabularies
from tests.api import Api, named, places
from tests.ratings import ADMIRALTY, PATH, SCALE, SMALL, TEXTBOOK, agreement, claims, matrix, rate, term
from tests.vocabularies import vocabulary


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_of_what_reviewers_hold_is_the_textbooks(api: Api, level: str, alpha: float) -> None:
    claims(api, 13)
    rate(api, TEXTBOOK)

    found = agreement(api, level=level)

    assert found["alpha"]["value"] == pytest.approx(alpha, abs=0.0005)
    assert found["alpha"]["reason"] is None
    interval = found["alpha"]["interval"]
    assert interval["low"] < found["alpha"]["value"] < interval["high"]
    assert {key: interval[key] for key in ("level", "resamples", "undefined")} == {
        "level": 0.95, "resamples": 1_000, "undefined": 0,
    }  # fmt: skip
    assert found["units"] == {"count": 11, "of": 12, "share": 0.9167}
    assert found["ratings"] == {"count": 40, "of": 41, "share": 0.9756}
    assert (found["raters"], found["by_rater"][0]) == (4, {"reviewer": "ann", "ratings": 9})
    counts = {"a": 9, "b": 13, "c": 11, "d": 5, "e": 3}
    assert found["values"] == [{"value": value, "ratings": count} for value, count in counts.items()]
    assert found["confusion"][0] == [7, 1.333333, 0.333333, 0.333333, 0]


def test_every_figure_of_a_small_case(api: Api) -> None:
    claims(api, 4)
    rate(api, {"ann": "abc-", "ben": "aac-", "cleo": "---d"})

    found = agreement(api)

    reliable = {"low": found["alpha"]["interval"]["low"], "high": 1.0}
    assert found == {
        "predicate": SCALE, "query": "predicate=check%3Alevel", "rev": api.rev(), "level": "nominal", "order": "none",
        "values": [{"value": value, "ratings": count} for value, count in (("a", 3), ("b", 1), ("c", 2), ("d", 1))],
        "units": {"count": 3, "of": 4, "share": 0.75},
        "raters": 3,
        "by_rater": [{"reviewer": who, "ratings": count} for who, count in (("ann", 3), ("ben", 3), ("cleo", 1))],
        "ratings": {"count": 6, "of": 7, "share": 0.8571},
        "missing": [], "several": 0, "stale": 0,
        "alpha": {
            "value": 0.545455, "reason": None,
            "interval": {**found["alpha"]["interval"], **reliable, "resamples": 1_000, "level": 0.95},
        },
        "agreement": {"count": 2, "of": 3, "share": 0.6667},
        "pairs": [
            {
                "reviewers": ["ann", "ben"], "units": 3, "agreement": {"count": 2, "of": 3, "share": 0.6667},
                "kappa": 0.5, "reason": None,
            },
            {
                "reviewers": ["ann", "cleo"], "units": 0, "agreement": {"count": 0, "of": 0, "share": None},
                "kappa": None, "reason": "too-few",
            },
            {
                "reviewers": ["ben", "cleo"], "units": 0, "agreement": {"count": 0, "of": 0, "share": None},
                "kappa": None, "reason": "too-few",
            },
        ],
        "pairs_truncated": False,
        "confusion": [[2, 1, 0, 0], [1, 0, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0]],
        "disagreements": [{
            "claim": "clm_01", "statement": "It is 1.", "disagreement": 1.0,
            "ratings": [{"reviewer": "ann", "value": "b"}, {"reviewer": "ben", "value": "a"}],
        }],
        "truncated": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [({}, "too-few"), ({"ann": "ab", "ben": "--c"}, "too-few"), ({"ann": "aab", "ben": "aa-"}, "one-value")],
)
def test_without_what_could_be_compared_there_is_no_alpha_and_the_answer_says_why(
    api: Api, ratings: dict[str, str], reason: str
) -> None:
    claims(api, 3)
    rate(api, ratings)

    for level in ("nominal", "ordinal"):
        found = agreement(api, level=level)
        assert found["alpha"] == {"value": None, "reason": reason, "interval": None}
        assert found["disagreements"] == []


def test_what_cannot_be_judged_is_no_rating_and_is_counted(api: Api) -> None:
    claims(api, 4)
    rate(api, {"ann": "abff", "ben": "affa"}, ADMIRALTY)

    found = agreement(api, ADMIRALTY)

    assert found["missing"] == [{"value": "f", "ratings": 4}]
    assert found["units"] == {"count": 1, "of": 3, "share": 0.3333}
    assert [one["value"] for one in found["values"]] == ["b", "a"]
    assert found["disagreements"] == []
    assert matrix(api, scale=ADMIRALTY)[3] == ["clm_02", term("f", ADMIRALTY), term("f", ADMIRALTY)]


def test_numbers_order_a_scale_that_has_them_and_make_it_ordinal(api: Api) -> None:
    claims(api, 3)
    rate(api, {"ann": "abe", "ben": "aee"}, ADMIRALTY)

    found = agreement(api, ADMIRALTY)

    assert (found["level"], found["order"]) == ("ordinal", "numerical_value")
    assert [one["value"] for one in found["values"]] == ["e", "b", "a"]
    assert agreement(api, ADMIRALTY, level="interval")["order"] == "numerical_value"
    assert agreement(api, ADMIRALTY, level="nominal")["order"] == "none"


def test_without_numbers_a_scale_is_nominal_unless_its_entries_are_asked_to_order_it(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)

    assert (agreement(api)["level"], agreement(api)["order"]) == ("nominal", "none")
    assert agreement(api, level="ordinal")["order"] == "entries"
    problem = api.refused(422, "GET", f"{PATH}?predicate={SCALE}&level=interval")
    assert places(problem) == {"level": "no-numbers"}


def test_several_values_of_one_reviewer_are_left_out_and_counted(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)
    rate(api, {"ann": "b"})

    found = agreement(api)

    assert found["several"] == 1
    assert found["ratings"] == {"count": 2, "of": 3, "share": 0.6667}
    assert matrix(api) == [["claim", "ann", "ben"], ["clm_00", "", term("a")], ["clm_01", term("b"), term("a")]]


def test_predicates_without_values_are_the_values_of_their_namespace(api: Api) -> None:
    vocabularies.install(vocabulary("light", ["red", "green"], exclusive=True))
    claims(api, 1)
    api.by("ann").tag("clm_00", "light:red")
    api.by("ben").tag("clm_00", "light:green")

    found = agreement(api, "light")

    assert [one["value"] for one in found["values"]] == ["red", "green"]
    assert found["disagreements"][0]["ratings"][0] == {"reviewer": "ann", "value": "red"}


def test_only_tags_that_hold_are_ratings(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)
    for tag in api.get("/v1/tags", reviewer="ben")["items"]:
        api.by("ben").delete(f"/v1/tags/{tag['id']}")

    assert agreement(api)["ratings"]["of"] == 2


def test_what_was_worded_anew_since_counts_unless_it_is_left_out(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)
    api.patch("/v1/claims/clm_01", {"statement": "It is one."})

    assert (agreement(api)["stale"], agreement(api)["ratings"]["of"]) == (2, 4)
    fresh = agreement(api, stale="false")
    assert (fresh["stale"], fresh["ratings"]["of"]) == (0, 2)
    assert len(matrix(api, "&stale=false")) == 2


def test_filters_of_claims_narrow_the_units_and_reviewer_the_raters(api: Api) -> None:
    claims(api, 2)
    api.claim(id="clm_02", attribution=[named("Ada Obi")])
    rate(api, {"ann": "aba", "ben": "aab", "cleo": "ccc"})

    assert agreement(api, speaker="Ada Obi")["units"]["count"] == 1
    assert agreement(api, id__not="clm_00")["units"]["count"] == 2
    found = agreement(api, SCALE, ("reviewer", "ann"), ("reviewer", "ben"))
    assert [one["reviewer"] for one in found["by_rater"]] == ["ann", "ben"]
    assert found["units"] == {"count": 3, "of": 3, "share": 1.0}
    assert agreement(api, reviewer="ann", speaker="Ada Obi")["ratings"] == {"count": 0, "of": 1, "share": 0.0}
    assert matrix(api, "&reviewer=cleo&id=clm_01") == [["claim", "cleo"], ["clm_01", term("c")]]


def test_the_most_disputed_claims_are_listed_first_as_many_as_are_asked_for(api: Api) -> None:
    claims(api, 4)
    rate(api, {"ann": "aaab", "ben": "abab", "cleo": "acab", "dan": "ab-a"})

    found = agreement(api)
    assert [(one["claim"], one["disagreement"]) for one in found["disagreements"]] == [
        ("clm_01", 0.8333), ("clm_03", 0.5),
    ]  # fmt: skip
    assert found["truncated"] is False
    cut = agreement(api, limit=1)
    assert ([one["claim"] for one in cut["disagreements"]], cut["truncated"]) == (["clm_01"], True)
