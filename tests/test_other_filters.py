from urllib.parse import parse_qsl

import pytest

from service import evidence
from service.domain.vocabulary import Tie
from service.schemas.grammars import ARTICLES, EVIDENCE, SOURCES, TAGS
from service.schemas.query import ONCE
from service.store.database import database
from service.store.matches import Operator
from tests.api import Api, Json, named, outlet
from tests.filters_of_evidence import OF_EVIDENCE
from tests.filters_of_others import OF_ARTICLES, OF_SOURCES, OF_TAGS

TABLES = [
    ("articles", ARTICLES, OF_ARTICLES), ("sources", SOURCES, OF_SOURCES), ("tags", TAGS, OF_TAGS),
    ("evidence", EVIDENCE, OF_EVIDENCE),
]  # fmt: skip


@pytest.fixture
def shelf(api: Api) -> dict[str, Json]:
    """Store articles of every kind, and one more that was withdrawn; give them as they are at the end."""
    daily, weekly = ({"id": f"src_{name}", "name": name} for name in ("daily", "weekly"))
    first = {"url": "https://one.example/a?x=1", "publisher": daily, "published_at": "2020-10-09T15:00:00Z"}
    second = {"url": "https://one.example/a", "publisher": daily, "published_at": "2020-10-10T00:00:00Z"}
    copy = {"url": "https://two.example/", "publisher": weekly, "published_at": "2020-10-11T00:00:00Z"}
    novel: Json = {"url": "urn:isbn:0451450523", "published_at": "1969-07-20T20:17:40Z", "fictional": True}
    articles = {
        "first": {**first, "language": "en"},
        "second": {**second, "language": "zh-Hant"},
        "copy": {**copy, "language": "en", "copy_of": {"id": "art_first"}},
        "novel": {**novel, "copy_of": {"id": "art_copy"}},
        "bare": {"url": "https://bare.example/"},
        "withdrawn": {**first, "url": "https://one.example/withdrawn", "language": "en"},
    }
    for name, article in articles.items():
        api.post("/v1/articles", {"id": f"art_{name}", **article})
    api.delete("/v1/articles/art_withdrawn")
    api.patch("/v1/articles/art_first", {"title": "Bridge closed"})
    return {article["id"].removeprefix("art_"): article for article in api.get("/v1/articles")["items"]}


@pytest.fixture
def people(api: Api) -> dict[str, Json]:
    """Store sources of every kind, and one more that was withdrawn; give them as they are at the end."""
    api.post("/v1/articles", {"id": "art_inquest", "url": "https://one.example/inquest"})
    first, second, third, fourth = (f"https://id.example/{place}" for place in ("Q1#it", "Q2", "Q3", "Q4"))
    ada: Json = {"kind": "person", "name": "Ada Obi", "aliases": ["Prof. Obi"], "same_as": [first, second]}
    sources: dict[str, Json] = {
        "group": {"kind": "body", "name": "Group"},
        "port": {"kind": "body", "name": "Harbour", "belongs_to": {"id": "src_group"}},
        "withdrawn": ada,
        "ada": {**ada, "belongs_to": {"id": "src_port"}},
        "adele": {"kind": "person", "name": "Adele Østergård", "same_as": [fourth]},
        "ship": {"kind": "document", "name": "Prof. Obi", "same_as": [third]},
        "witness": {
            "kind": "person",
            "article": {"id": "art_inquest"},
            "identified_as": {"source": {"id": "src_ada"}, "citation": {"article": {"id": "art_inquest"}}},
        },
    }
    for name, source in sources.items():
        api.post("/v1/sources", {"id": f"src_{name}", **source})
        if name == "withdrawn":
            api.delete("/v1/sources/src_withdrawn")
    api.patch("/v1/sources/src_port", {"name": "Port"})
    return {source["id"].removeprefix("src_"): source for source in api.get("/v1/sources")["items"]}


@pytest.mark.parametrize("field", OF_ARTICLES)
def test_a_filter_finds_the_articles_that_it_is_for_and_no_other(api: Api, shelf: dict[str, Json], field: str) -> None:
    asked = {query: query.format(**shelf) for query in OF_ARTICLES[field]}

    found = {query: api.ids(f"/v1/articles?{filled}") for query, filled in asked.items()}

    assert found == {
        query: sorted(f"art_{name}" for name in names.split()) for query, names in OF_ARTICLES[field].items()
    }


@pytest.mark.parametrize("field", OF_SOURCES)
def test_a_filter_finds_the_sources_that_it_is_for_and_no_other(api: Api, people: dict[str, Json], field: str) -> None:
    asked = {query: query.format(**people) for query in OF_SOURCES[field]}

    found = {query: api.ids(f"/v1/sources?{filled}") for query, filled in asked.items()}

    assert found == {
        query: sorted(f"src_{name}" for name in names.split()) for query, names in OF_SOURCES[field].items()
    }


@pytest.fixture
def judged(api: Api) -> dict[str, Json]:
    """Store tags of every kind; give them as they are at the end."""
    for number in ("one", "two"):
        api.claim(id=f"clm_{number}", article={"id": f"art_{number}", "url": f"https://{number}.example/"})
    api.tag("clm_two", id="tag_stale")
    api.tag("clm_one", id="tag_done")
    api.by("ben").tag("clm_one", 'check:level="b"', id="tag_level")
    api.tag("clm_one", "check:later", id="tag_withdrawn")
    api.delete("/v1/tags/tag_withdrawn")
    api.patch("/v1/claims/clm_two", {"statement": "Worded anew."})
    listed = api.get("/v1/tags?state=current&state=withdrawn")["items"]
    return {tag["id"].removeprefix("tag_"): tag for tag in listed}


@pytest.mark.parametrize("field", OF_TAGS)
def test_a_filter_finds_the_tags_that_it_is_for_and_no_other(api: Api, judged: dict[str, Json], field: str) -> None:
    asked = {query: query.format(**judged) for query in OF_TAGS[field]}

    found = {query: api.ids(f"/v1/tags?{filled}") for query, filled in asked.items()}

    assert found == {query: sorted(f"tag_{name}" for name in names.split()) for query, names in OF_TAGS[field].items()}


@pytest.fixture
def tied(api: Api) -> dict[str, Json]:
    """Store ties of every kind, and one more that was ended; give them as they are at the end."""
    speaker = {**named("Cy Dane"), "source": {"id": "src_speaker", "kind": "person", "name": "Cy Dane"}}
    for number in ("one", "two", "three", "four"):
        api.claim(id=f"clm_{number}", attribution=[speaker])
    ada, adah, wire = named("Ada Obi"), named("Adah Obi"), outlet("Wire")
    ada["source"]["id"], adah["source"]["id"], wire["source"]["id"] = "src_ada", "src_adah", "src_wire"
    cited = {"article": {"id": "art_cited", "url": "https://cited.example/"}}
    ben = api.by("ben")
    api.tie("clm_one", "repeats", "clm_two", id="evd_repeats")
    ben.tie("clm_two", "contradicted_by", "clm_three", id="evd_against")
    api.tie("clm_one", "supported_by", {**cited, "attribution": [wire, adah]}, id="evd_cited")
    api.tie("clm_one", "supported_by", {"article": {"id": "art_own", "url": "https://own.example/"}}, id="evd_own")
    ben.tie("clm_three", "retracted_by", {**cited, "attribution": [ada]}, id="evd_proposed")
    desk = {"id": "evd_desk", "tie": Tie.CONTRADICTED_BY, "citation": {"article": {"url": "https://desk.example/"}}}
    with database.connection_context():
        evidence.add("clm_four", desk, None, edits=True)
    api.tie("clm_one", "repeats", "clm_four", id="evd_ended")
    api.delete("/v1/evidence/evd_ended")
    assert api.call("POST", "/v1/evidence/evd_against/accept").status_code == 200
    listed = api.get("/v1/evidence")["items"]
    return {tie["id"].removeprefix("evd_"): tie for tie in listed}


@pytest.mark.parametrize("field", OF_EVIDENCE)
def test_a_filter_finds_the_ties_that_it_is_for_and_no_other(api: Api, tied: dict[str, Json], field: str) -> None:
    asked = {query: query.format(**tied) for query in OF_EVIDENCE[field]}

    found = {query: api.ids(f"/v1/evidence?{filled}") for query, filled in asked.items()}

    assert found == {
        query: sorted(f"evd_{name}" for name in names.split()) for query, names in OF_EVIDENCE[field].items()
    }


@pytest.mark.parametrize(
    ("table", "field", "operators"),
    [
        pytest.param(table, field, wanted.operators, id=f"{name}-{field}")
        for name, grammar, table in TABLES
        for field, wanted in grammar.filters.items()
    ],
)
def test_every_operator_of_every_filter_is_in_a_table(
    table: dict[str, dict[str, str]], field: str, operators: frozenset[Operator]
) -> None:
    pairs = [parse_qsl(query) for query in table[field]]
    asked = [[name for name, _ in query if name == "state" == field or name != "state"] for query in pairs]

    assert {name for names in asked for name in names} == {field + operator for operator in operators}
    assert [field, field] in [names[:2] for names in asked], "a repeated value means any of them"
    assert all(len(names) == 1 for names in asked if Operator(names[0].removeprefix(field)) in ONCE)


def test_different_fields_of_articles_mean_all_of_them(api: Api, shelf: dict[str, Json]) -> None:
    assert shelf["second"]["publisher"]["id"] == shelf["first"]["publisher"]["id"]

    assert api.ids("/v1/articles", publisher_id="src_daily", language="en", fictional="false") == ["art_first"]


def test_different_fields_of_sources_mean_all_of_them(api: Api, people: dict[str, Json]) -> None:
    assert people["ada"]["same_as"] != people["ship"]["same_as"]

    assert api.ids("/v1/sources", name="prof. obi", kind="document", belongs_to__exists="false") == ["src_ship"]
