from urllib.parse import parse_qsl

import pytest

from service.schemas.grammars import ARTICLES, SOURCES, TAGS
from service.schemas.query import ONCE
from service.store.query import Operator
from tests.api import Api, Json

# Each filter's queries with the rows that they find; {row[key]} is filled in from what was stored.
OF_ARTICLES = {
    "id": {
        "id=art_first": "first",
        "id=art_first&id=art_bare&id=art_nobody": "first bare",
        "id__not=art_first&id__not=art_bare": "second copy novel",
    },
    "rev": {
        "rev={copy[rev]}": "copy",
        "rev={copy[rev]}&rev={novel[rev]}": "copy novel",
        "rev__not={copy[rev]}": "first second novel bare",
        "rev__gte={novel[rev]}": "first novel bare",
        "rev__lt={novel[rev]}": "second copy",
    },
    "created_at": {
        "created_at={copy[created_at]}": "copy",
        "created_at={copy[created_at]}&created_at={novel[created_at]}": "copy novel",
        "created_at__not={copy[created_at]}": "first second novel bare",
        "created_at__gte={novel[created_at]}": "novel bare",
        "created_at__lt={copy[created_at]}": "first second",
    },
    "updated_at": {
        "updated_at={copy[updated_at]}": "copy",
        "updated_at={copy[updated_at]}&updated_at={first[updated_at]}": "first copy",
        "updated_at__not={copy[updated_at]}": "first second novel bare",
        "updated_at__gte={novel[updated_at]}": "first novel bare",
        "updated_at__lt={novel[updated_at]}": "second copy",
    },
    "url": {
        "url=https://one.example/a%3Fx%3D1": "first",
        "url=HTTPS://ONE.example:443/b/../%2561%3Fx%3D1%23top": "first",
        "url=https://one.example/a": "second",
        "url=https://one.example/A": "",
        "url=https://one.example/a&url=urn:isbn:0451450523": "second novel",
        "url__not=https://one.example/a%3Fx%3D1": "second copy novel bare",
    },
    "publisher_id": {
        "publisher_id=src_daily": "first second",
        "publisher_id=src_daily&publisher_id=src_weekly": "first second copy",
        "publisher_id__not=src_daily": "copy novel bare",
        "publisher_id__exists=true": "first second copy",
        "publisher_id__exists=false": "novel bare",
    },
    "published_at": {
        "published_at=2020-10-09T15:00:00Z": "first",
        "published_at=2020-10-09T11:00:00-04:00": "first",
        "published_at=2020-10-09T15:00:00Z&published_at=1969-07-20T20:17:40Z": "first novel",
        "published_at__not=2020-10-09T15:00:00Z": "second copy novel bare",
        "published_at__gte=2020-10-09T15:00:00.000001Z": "second copy",
        "published_at__lt=2020-10-09T15:00:00.000001Z": "first novel",
        "published_at__exists=true": "first second copy novel",
        "published_at__exists=false": "bare",
    },
    "language": {
        "language=en": "first copy",
        "language=en&language=zh-Hant": "first second copy",
        "language__not=en": "second novel bare",
        "language__exists=true": "first second copy",
        "language__exists=false": "novel bare",
    },
    "copy_of": {
        "copy_of=art_first": "copy",
        "copy_of=art_first&copy_of=art_copy": "copy novel",
        "copy_of__not=art_first": "first second novel bare",
        "copy_of__exists=true": "copy novel",
        "copy_of__exists=false": "first second bare",
    },
    "fictional": {
        "fictional=true": "novel",
        "fictional=true&fictional=false": "first second copy novel bare",
        "fictional__not=true": "first second copy bare",
    },
}
OF_SOURCES = {
    "id": {
        "id=src_ada": "ada",
        "id=src_ada&id=src_port&id=src_nobody": "ada port",
        "id__not=src_ada&id__not=src_port": "adele group ship witness",
    },
    "rev": {
        "rev={port[rev]}": "ada port",
        "rev={ship[rev]}&rev={adele[rev]}": "adele ship",
        "rev__not={port[rev]}": "adele group ship witness",
        "rev__gte={witness[rev]}": "ada port witness",
        "rev__lt={ship[rev]}": "adele group",
    },
    "created_at": {
        "created_at={ship[created_at]}": "ship",
        "created_at={ship[created_at]}&created_at={adele[created_at]}": "adele ship",
        "created_at__not={ship[created_at]}": "ada adele group port witness",
        "created_at__gte={ship[created_at]}": "ship witness",
        "created_at__lt={adele[created_at]}": "ada group port",
    },
    "updated_at": {
        "updated_at={port[updated_at]}": "ada port",
        "updated_at={ship[updated_at]}&updated_at={adele[updated_at]}": "adele ship",
        "updated_at__not={port[updated_at]}": "adele group ship witness",
        "updated_at__gte={witness[updated_at]}": "ada port witness",
        "updated_at__lt={ship[updated_at]}": "adele group",
    },
    "name": {
        "name=Ada+Obi": "ada",
        "name=++aDA+++obi": "ada",
        "name=ADELE+%C3%98STERG%C3%85RD": "adele",
        "name=adele+%C3%98sterga%CC%8Ard": "adele",
        "name=Prof.+Obi": "ada ship",
        "name=Ada": "",
        "name=Port&name=Group": "group port",
        "name__not=prof.+obi": "adele group port witness",
    },
    "kind": {
        "kind=person": "ada adele witness",
        "kind=body&kind=document": "group port ship",
        "kind__not=person": "group port ship",
    },
    "belongs_to": {
        "belongs_to=src_port": "ada",
        "belongs_to=src_port&belongs_to=src_group": "ada port",
        "belongs_to__not=src_port": "adele group port ship witness",
        "belongs_to__exists=true": "ada port",
        "belongs_to__exists=false": "adele group ship witness",
    },
    "same_as": {
        "same_as=https://id.example/Q1%23it": "ada",
        "same_as=https://id.example/Q1": "",
        "same_as=https://ID.example/Q2&same_as=https://id.example/Q3": "ada ship",
        "same_as__not=https://id.example/Q1%23it": "adele group port ship witness",
        "same_as__all=https://id.example/Q1%23it&same_as__all=https://id.example/Q2": "ada",
        "same_as__all=https://id.example/Q1%23it&same_as__all=https://id.example/Q4": "",
    },
    "article_id": {
        "article_id=art_inquest": "witness",
        "article_id=art_inquest&article_id=art_other": "witness",
        "article_id__not=art_inquest": "ada adele group port ship",
        "article_id__exists=true": "witness",
        "article_id__exists=false": "ada adele group port ship",
    },
    "identified_as": {
        "identified_as=src_ada": "witness",
        "identified_as=src_ada&identified_as=src_adele": "witness",
        "identified_as__not=src_ada": "ada adele group port ship",
        "identified_as__exists=true": "witness",
        "identified_as__exists=false": "ada adele group port ship",
    },
}
OF_TAGS = {
    "id": {
        "id=tag_done": "done",
        "id=tag_done&id=tag_stale&id=tag_nothing": "done stale",
        "id__not=tag_done": "level stale",
    },
    "rev": {
        "rev={level[rev]}": "level",
        "rev={level[rev]}&rev={done[rev]}": "done level",
        "rev__not={level[rev]}": "done stale",
        "rev__gte={level[rev]}": "level stale",
        "rev__lt={level[rev]}": "done",
    },
    "created_at": {
        "created_at={level[created_at]}": "level",
        "created_at={level[created_at]}&created_at={done[created_at]}": "done level",
        "created_at__not={level[created_at]}": "done stale",
        "created_at__gte={level[created_at]}": "level",
        "created_at__lt={level[created_at]}": "done stale",
    },
    "updated_at": {
        "updated_at={level[updated_at]}": "level",
        "updated_at={level[updated_at]}&updated_at={done[updated_at]}": "done level",
        "updated_at__not={level[updated_at]}": "done stale",
        "updated_at__gte={level[updated_at]}": "level stale",
        "updated_at__lt={level[updated_at]}": "done",
    },
    "claim_id": {
        "claim_id=clm_one": "done level",
        "claim_id=clm_one&claim_id=clm_two": "done level stale",
        "claim_id__not=clm_one": "stale",
    },
    "article_id": {
        "article_id=art_one": "done level",
        "article_id=art_one&article_id=art_two": "done level stale",
        "article_id__not=art_one": "stale",
    },
    "reviewer": {
        "reviewer=ben": "level",
        "reviewer=ben&reviewer=mina": "done level stale",
        "reviewer__not=ben": "done stale",
    },
    "term": {
        "term=check:done": "done stale",
        "term=check:done&term=check:level%3D%22b%22": "done level stale",
        "term=check:level": "",
        "term=CHECK:done": "",
        "term__not=check:done": "level",
    },
    "stale": {
        "stale=true": "stale",
        "stale=true&stale=false": "done level stale",
        "stale__not=true": "done level",
    },
    "state": {
        "state=withdrawn": "withdrawn",
        "state=current": "done level stale",
        "state=current&state=withdrawn": "done level stale withdrawn",
        "state__not=current": "withdrawn",
    },
    "withdrawn_at": {
        "withdrawn_at={withdrawn[withdrawn_at]}&state=withdrawn": "withdrawn",
        "withdrawn_at={withdrawn[withdrawn_at]}&withdrawn_at=1999-01-01T00:00:00Z&state=withdrawn": "withdrawn",
        "withdrawn_at={withdrawn[withdrawn_at]}": "",
        "withdrawn_at__not={withdrawn[withdrawn_at]}&state=current&state=withdrawn": "done level stale",
        "withdrawn_at__gte={withdrawn[withdrawn_at]}&state=withdrawn": "withdrawn",
        "withdrawn_at__lt={withdrawn[withdrawn_at]}&state=withdrawn": "",
        "withdrawn_at__exists=true&state=current&state=withdrawn": "withdrawn",
        "withdrawn_at__exists=false": "done level stale",
    },
}
TABLES = [("articles", ARTICLES, OF_ARTICLES), ("sources", SOURCES, OF_SOURCES), ("tags", TAGS, OF_TAGS)]


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
