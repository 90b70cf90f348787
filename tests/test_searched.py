"""What claims are searched in follows whatever is written, and keeps nothing that was erased."""

from pathlib import Path

import psycopg
import pytest

from service import backups
from service.store.database import database
from service.store.words import kept, remove, renew
from tests.api import Api, Json, named, outlet
from tests.erasing import erase
from tests.stored import differences
from tests.stores import at, export, hearsay, move, serving

UNHEARD_OF = "quixotzyx"


@pytest.fixture
def claim(api: Api) -> Json:
    """Store a claim that is made of words of its own."""
    article = {"url": "https://a.example/1", "publisher": {"id": "src_daily", "kind": "outlet", "name": "Daily"}}
    ada = named("Ada Obi", as_printed="Prof Obi")
    ada["source"]["id"] = "src_ada"
    said = {"article": article, "quote": "Pins crack", "attribution": [outlet("Courier"), ada]}
    api.claim("Noise of another outlet.", id="clm_noise")
    return api.claim("The bridge is closed.", id="clm_a", **said)


def found(api: Api, *searches: str) -> list[str]:
    """Give which of these searches find the claim."""
    assert differences() == []
    return [text for text in searches if "clm_a" in api.ids("/v1/claims", q=text)]


def test_a_new_claim_is_found_by_its_statement_its_quote_and_every_name_that_it_shows(api: Api, claim: Json) -> None:
    searches = ["bridge", "pins", "daily", "courier", "ada", "prof"]

    assert found(api, *searches, "noise", claim["id"]) == searches


def test_every_chain_of_a_statement_is_found(api: Api) -> None:
    api.claim("One statement.", attribution=[named("Ada")], also=[[named("Ben")], [named("Eve")]])

    assert [len(api.ids("/v1/claims", q=text)) for text in ("statement", "ada", "ben", "statement -eve")] == [
        3,
        1,
        1,
        2,
    ]


@pytest.mark.usefixtures("claim")
def test_a_claim_that_was_worded_anew_is_found_by_its_new_words_alone(api: Api) -> None:
    api.patch("/v1/claims/clm_a", {"statement": "It is open.", "quote": None, "attribution": [named("Ben Cole")]})

    assert found(api, "open", "ben", "bridge", "pins", "courier", "ada", "daily") == ["open", "ben", "daily"]


@pytest.mark.usefixtures("claim")
def test_a_claim_that_was_withdrawn_is_not_found(api: Api) -> None:
    api.delete("/v1/claims/clm_a")

    assert found(api, "bridge", "", "-noise") == []


@pytest.mark.usefixtures("claim")
def test_a_source_that_was_renamed_is_found_by_its_new_name(api: Api) -> None:
    api.patch("/v1/sources/src_ada", {"name": "Adaeze Okoye"})
    api.patch("/v1/sources/src_daily", {"name": "Evening Post"})

    assert found(api, "okoye", '"evening post"', "ada", "daily", "obi") == ["okoye", '"evening post"', "obi"]


@pytest.mark.usefixtures("claim")
def test_a_source_that_was_merged_is_found_by_the_name_that_stays(api: Api) -> None:
    into = api.post("/v1/sources", {"kind": "person", "name": "Eve Stone"})

    api.merge("src_ada", into["id"])

    assert found(api, "stone", "ada", "prof") == ["stone", "prof"]


def test_an_article_of_another_publisher_is_found_by_that_one(api: Api, claim: Json) -> None:
    api.patch(f"/v1/articles/{claim['article']['id']}", {"publisher": {"kind": "outlet", "name": "Weekly"}})

    assert found(api, "weekly", "daily") == ["weekly"]


def test_notes_and_tags_find_nothing(api: Api, claim: Json) -> None:
    api.tag(claim["id"], 'free:word="tagged"', note="a jotting")
    api.tie(claim["id"], "supported_by", "clm_noise", note="a scribble")

    assert found(api, "jotting", "scribble", "tagged", "bridge") == ["bridge"]


@pytest.mark.usefixtures("claim")
def test_a_store_that_was_moved_is_searched_in_the_same(api: Api, url: str, other_url: str) -> None:
    api.claim("Gone.", id="clm_gone")
    api.delete("/v1/claims/clm_gone")

    move(export(url), other_url)

    with serving(other_url) as other:
        assert found(other, "bridge", "prof", "courier", "noise") == ["bridge", "prof", "courier"]


@pytest.mark.usefixtures("claim")
def test_a_file_that_was_imported_is_searched(url: str, other_url: str) -> None:
    done = hearsay(other_url, "import", "-", stdin=export(url, "q=bridge"))

    assert done.code == 0, done.said
    with serving(other_url) as other:
        assert found(other, "bridge", "prof", "courier", "noise") == ["bridge", "prof", "courier"]


@pytest.mark.usefixtures("claim")
def test_a_backup_is_searched_when_it_was_restored(api: Api, other_url: str, tmp_path: Path) -> None:
    with database.connection_context():
        backups.make(tmp_path / "kept.db")
        api.patch("/v1/claims/clm_a", {"statement": "It is open."})
        backups.restore(tmp_path / "kept.db", replace=True)
    with at(other_url):
        backups.restore(tmp_path / "kept.db", replace=True)

    assert found(api, "bridge", "open", "courier") == ["bridge", "courier"]
    with serving(other_url) as other:
        assert found(other, "bridge", "open", "courier") == ["bridge", "courier"]


def test_a_claim_is_checked_for_what_it_is_searched_in(claim: Json) -> None:
    with database.connection_context():
        words = kept([claim["id"]])[claim["id"]]
        assert "the bridge is closed" in words
        renew({"clm_a": "other"})
        remove("clm_noise")

    told = "what it is searched in is not what its document shows"
    assert differences() == [f"clm_a: {told}", f"clm_noise: {told}"]


def test_an_index_of_other_words_is_found_out(api: Api, url: str) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL derives it from the words itself")
    api.claim()
    with database.connection_context():
        database.execute_sql("INSERT INTO claim_index (rowid, words) VALUES (7, 'stray')")

    assert differences() == ["the index of searches: it is not what claims are searched in"]


def indexed(url: str) -> bytes:
    """Give what the index of searches is on the disk, and what PostgreSQL notes of what is in its tables."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CHECKPOINT")
        index = "SELECT pg_read_binary_file(pg_relation_filepath('claim_words_lexemes'))"
        ((content,),) = server.execute(index).fetchall()
        statistics = server.execute("SELECT * FROM pg_stats WHERE schemaname = 'public'").fetchall()
        return bytes(content) + repr(statistics).encode()


@pytest.mark.parametrize("place", ["/statement", "/quote", "/attribution/0/as_printed", "name", "withdrawn"])
def test_a_word_that_was_erased_is_in_no_file_of_the_index(admin: Api, url: str, place: str) -> None:
    texts = {"/statement": "It is.", "/quote": "So.", "/attribution/0/as_printed": "Obi", "name": "Ada Obi"}
    texts[place if place in texts else "/statement"] = f"It is {UNHEARD_OF}"
    for number in range(30):
        admin.claim(f"Words {number} of the same first letter: quay, quill, quiz{number}.")
    ada = named(texts["name"], as_printed=texts["/attribution/0/as_printed"])
    ada["source"]["id"] = "src_ada"
    admin.claim(texts["/statement"], id="clm_a", quote=texts["/quote"], attribution=[ada])
    before = [name for name in (UNHEARD_OF, "quill") if name in str(admin.get("/v1/claims", q=name)["items"])]
    if place == "withdrawn":
        admin.delete("/v1/claims/clm_a")

    if place == "name":
        erase(admin, "/v1/sources/src_ada", "/name")
    else:
        erase(admin, "/v1/claims/clm_a", place if place in texts else "/statement")

    assert before == [UNHEARD_OF, "quill"]
    assert admin.ids("/v1/claims", q=UNHEARD_OF) == []
    # The index of SQLite leaves out what a word begins with that the one before it begins with, too.
    assert UNHEARD_OF.removeprefix("qui").encode() not in indexed(url)
    assert b"ill" in indexed(url)
    assert differences() == []
