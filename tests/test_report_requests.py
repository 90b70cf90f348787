"""How a report is asked for: what may be asked, by whom, and what there is where something is gone."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, named, places
from tests.erasing import erase

ARTICLE = {"id": "art_one", "url": "https://one.example/1", "title": "Closed"}
DAILY = {"id": "src_daily", "kind": "outlet", "name": "Daily"}
REPORT = "/v1/articles/art_one/report"


@pytest.mark.parametrize(
    "query", ["limit=1", "sort=id", "cursor=x", "nothing=1", "source_type=nobody", "id__gte=clm_a"]
)
def test_what_a_report_cannot_be_asked_is_refused(api: Api, query: str) -> None:
    problem = api.refused(422, "GET", f"/v1/report?{query}")

    assert list(places(problem)) == [query.partition("=")[0]]


@pytest.mark.parametrize("path", [REPORT, "/v1/articles/art_one/label.svg"])
def test_the_report_of_an_article_takes_no_parameters(api: Api, path: str) -> None:
    api.claim(article=ARTICLE)

    api.refused(422, "GET", f"{path}?source_type=expert")


@pytest.mark.parametrize("part", ["report", "label.svg"])
def test_what_is_not_there_has_no_report(api: Api, part: str) -> None:
    api.post("/v1/articles", ARTICLE)
    api.delete("/v1/articles/art_one")

    api.refused(404, "GET", f"/v1/articles/art_none/{part}")
    api.refused(404, "GET", f"/v1/articles/NONE/{part}")
    assert "deleted_at" in api.refused(410, "GET", f"/v1/articles/art_one/{part}")


def test_the_report_of_an_outlet_that_was_merged_is_the_other_ones(api: Api) -> None:
    api.claim(article={**ARTICLE, "publisher": DAILY})
    api.post("/v1/sources", {**DAILY, "id": "src_the-daily", "name": "The Daily"})
    api.merge("src_daily", "src_the-daily")

    assert api.refused(410, "GET", "/v1/sources/src_daily/report")["merged_into"] == "src_the-daily"
    assert api.get("/v1/sources/src_the-daily/report")["claims"] == 1
    assert api.get("/v1/report?publisher_id=src_daily")["claims"] == 1


def test_a_report_says_nothing_that_was_erased(api: Api, admin: Api) -> None:
    api.claim("A secret.", id="clm_one", article=ARTICLE)
    api.claim(id="clm_two", article={"url": "https://two.example"})
    api.tie("clm_two", "repeats", "clm_one")
    before = api.get(REPORT)
    erase(admin, "/v1/articles/art_one", "/title")
    erase(admin, "/v1/claims/clm_one", "/statement")

    after = api.get(REPORT)

    assert (before["of"]["article"]["title"], before["most_hangs_on"][0]["statement"]) == ("Closed", "A secret.")
    assert (after["of"]["article"]["title"], after["most_hangs_on"][0]["statement"]) == (None, None)


@pytest.mark.parametrize("path", [REPORT, "/v1/report?article_id=art_one", "/v1/articles/art_one/label.svg"])
def test_a_report_is_known_by_the_revision_of_the_store(api: Api, path: str) -> None:
    api.claim(article=ARTICLE)
    first = api.call("GET", path)

    assert first.headers["ETag"] == f'"{api.rev()}"'
    assert api.call("GET", path, If_None_Match=first.headers["ETag"]).status_code == 304
    assert api.call("GET", path).get_data() == first.get_data()
    api.claim(article={"id": "art_one"}, attribution=[named("Ada Obi")])
    second = api.call("GET", path, If_None_Match=first.headers["ETag"])
    assert second.status_code == 200
    assert second.get_data() != first.get_data()


def test_anybody_reads_a_report(api: Api) -> None:
    api.claim(article=ARTICLE)

    assert Api(api.app, None).get(REPORT) == api.get(REPORT) == api.by("ben", Scope.READ).get(REPORT)
