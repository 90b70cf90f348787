"""In which forms agreement is answered, to whom, and what is refused."""

import pytest

from service import reliability
from service.domain.vocabulary import Level, Scope
from service.reliability import Ratings
from tests import vocabularies
from tests.api import Api, Json, places
from tests.ratings import ADMIRALTY, PATH, SCALE, SMALL, TEXTBOOK, agreement, claims, make_blind, matrix, rate, term
from tests.vocabularies import vocabulary


@pytest.mark.parametrize("level", ["nominal", "ordinal"])
def test_alpha_can_be_recomputed_from_the_matrix(api: Api, level: str) -> None:
    claims(api, 13)
    rate(api, TEXTBOOK)
    rate(api, {"eve": "fgafbcd"}, ADMIRALTY)
    rate(api, {"flo": "aaabbfd"}, ADMIRALTY)

    for scale in (SCALE, ADMIRALTY):
        (_, *reviewers), *rows = matrix(api, scale=scale)
        order = [term(value, scale) for value in ("abcde" if scale == SCALE else "gedcba")]
        cells = [
            (unit, rater, order.index(cell))
            for unit, (_, *cells) in enumerate(rows)
            for rater, cell in enumerate(cells)
            if cell not in {"", term("f", ADMIRALTY)}
        ]
        ratings = Ratings(cells, (len(rows), len(reviewers)), [float(place) for place in range(len(order))])
        alpha = reliability.alpha(ratings, Level(level)).value
        assert alpha is not None
        assert agreement(api, scale, level=level)["alpha"]["value"] == pytest.approx(alpha, abs=1e-6)


def test_the_matrix_is_csv_as_the_rfc_has_it(api: Api) -> None:
    odd = 'a, "b"\nc é'
    vocabularies.install(vocabulary("odd", {"p,q": [odd]}))
    claims(api, 1)
    api.by("ann").tag("clm_00", term(odd, "odd:p,q"))

    response = api.call("GET", f"{PATH}?predicate=odd:p,q", Accept="text/csv")

    assert response.content_type == "text/csv; charset=utf-8; header=present"
    quoted = term(odd, "odd:p,q").replace('"', '""')
    assert response.get_data(as_text=True) == f'claim,ann\r\nclm_00,"{quoted}"\r\n'


def test_the_form_of_the_answer_is_what_is_asked_for_also_from_memory(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)
    path = f"{PATH}?predicate={SCALE}"

    for _ in range(2):
        for accept, media in (
            ("*/*", "application/json"),
            ("text/csv", "text/csv"),
            ("application/json", "application/json"),
        ):
            response = api.call("GET", path, Accept=accept)
            assert response.mimetype == media
            assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert api.call("GET", f"{path}&format=json", Accept="text/csv").mimetype == "application/json"
    etag = api.call("GET", path).headers["ETag"]
    assert api.call("GET", path, If_None_Match=etag).status_code == 304
    assert api.call("GET", path, If_None_Match=etag, Accept="text/csv").status_code == 200


@pytest.mark.parametrize(
    ("query", "place", "code"),
    [
        ("", "predicate", "required"),
        ("predicate=check:level&predicate=check", "predicate", "too-many"),
        ("predicate=check:leve", "predicate", "unknown-scale"),
        ("predicate=free:word", "predicate", "unknown-scale"),
        ("predicate=x%00", "predicate", "character"),
        ("predicate=check:level&level=ratio", "level", "unknown-word"),
        ("predicate=check:level&limit=0", "limit", "range"),
        ("predicate=check:level&limit=201", "limit", "range"),
        ("predicate=check:level&format=xml", "format", "unknown-word"),
        ("predicate=check:level&reviewer__not=ann", "reviewer__not", "unknown-operator"),
        ("predicate=check:level&sort=id", "sort", "unknown-parameter"),
        ("predicate=check:level&cursor=x", "cursor", "unknown-parameter"),
        ("predicat=check:level&predicate=check:level", "predicat", "unknown-parameter"),
    ],
)
def test_what_cannot_be_measured_is_refused(api: Api, query: str, place: str, code: str) -> None:
    problem = api.refused(422, "GET", f"{PATH}?{query}")

    assert places(problem) == {place: code}


def test_an_unknown_scale_is_refused_with_those_that_are_near(api: Api) -> None:
    near = api.refused(422, "GET", f"{PATH}?predicate=admiralty-scale")["errors"][0]["detail"]
    assert "admiralty-scale:information-credibility or admiralty-scale:source-reliability" in near
    far = api.refused(422, "GET", f"{PATH}?predicate=admiralti-scale:source-reliability")["errors"][0]["detail"]
    assert "admiralty-scale:source-reliability" in far


def test_agreement_of_a_blind_scale_is_for_an_administrator(api: Api, admin: Api) -> None:
    claims(api, 2)
    make_blind("check")
    rate(api, SMALL)

    for path in (f"{PATH}?predicate={SCALE}", f"{PATH}?predicate={SCALE}&format=csv"):
        api.refused(403, "GET", path)
        Api(api.app, None).refused(401, "GET", path)
        response = admin.call("GET", path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert "Authorization" in response.headers["Vary"]
        api.refused(403, "GET", path)
    assert agreement(admin)["ratings"]["of"] == 4


def test_anybody_reads_agreement(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)

    told: list[Json] = [agreement(who) for who in (Api(api.app, None), api, api.by("zoe", Scope.READ))]

    assert told[0] == told[1] == told[2]


def test_agreement_is_known_by_the_revision_of_the_store(api: Api) -> None:
    claims(api, 2)
    rate(api, SMALL)
    path = f"{PATH}?predicate={SCALE}"
    first = api.call("GET", path)

    assert first.headers["ETag"] == f'"{api.rev()}"'
    rate(api, {"cleo": "ba"})
    second = api.call("GET", path, If_None_Match=first.headers["ETag"])
    assert second.status_code == 200
    assert (second.json or {})["raters"] == 3
