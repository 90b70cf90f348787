"""A whole store moves to another one, of either engine, and nobody who reads it can tell."""

import re

from service.store.database import database
from service.store.models import Article, Claim, Evidence, Source, Tag
from tests.api import Api
from tests.full import fill
from tests.stored import everything
from tests.stores import at, export, hearsay, move, serving

LISTS = (
    "articles", "sources", "claims", "evidence", "tags", "tags?state=withdrawn", "reviewers", "changes", "vocabulary",
    "claims?sort=-published_at", "claims?via_type=media", "claims?documented=true", "claims?speaker=åda%20obi",
    "claims?source_id=src_first-ada", "claims?tag=check:done", "claims?reviewer=ben", "claims?in_text=false",
    "claims?article_url=https://daily.example/br%C3%BCcke?a=%C3%BC", "claims?origins_max__gte=2",
    "evidence?claim_id=clm_law", "evidence?state=proposed", "evidence?source_id=src_first-ada", "evidence?reviewer=ben",
    "sources?name=a.%20obi", "sources?same_as=https://law.example/7%23s2", "articles?copy_of=art_m-copy",
)  # fmt: skip


def answers(api: Api) -> dict[str, tuple[int, str | None, bytes]]:
    """Give what every address of the store answers."""
    with database.connection_context():
        rows = [f"{kind.__name__.lower()}s/{row.id}" for kind in (Article, Source, Claim, Tag) for row in kind.select()]
        rows += [f"evidence/{tie.id}" for tie in Evidence.select()]
    histories = [f"changes?claim_id={row.partition('/')[2]}" for row in rows if row.startswith("claims/")]
    found = {}
    for path in [*LISTS, *rows, *histories]:
        following: str | None = f"/v1/{path}"
        while following is not None:
            answer = api.call("GET", following, X_Request_Id="same")
            found[following] = (answer.status_code, answer.headers.get("ETag"), answer.get_data())
            following = (answer.get_json() or {}).get("next")
    return found


def without_numbers(rows: list[str]) -> list[str]:
    return sorted(re.sub(r"'number': \d+, ", "", row) for row in rows)


def test_there_and_back_the_file_is_the_same(api: Api, url: str, other_url: str, second_url: str) -> None:
    fill(api)
    first = export(url)

    move(first, other_url)
    there = export(other_url)
    move(there, second_url)

    assert there == first
    assert export(second_url) == first


def test_within_one_engine_the_file_is_the_same(api: Api, url: str, second_url: str) -> None:
    fill(api)
    first = export(url)

    done = move(first, second_url)

    rows = first.count(b"\n") - 1
    assert done.out.decode() == f"{rows} rows stored, 0 left out\n"
    assert export(second_url) == first


def test_every_address_answers_the_same_bytes(api: Api, url: str, other_url: str) -> None:
    fill(api)
    before = answers(api)
    assert {status for status, _, _ in before.values()} == {200, 410}

    move(export(url), other_url)

    with serving(other_url) as other:
        assert answers(other) == before


def test_every_column_of_every_table_is_the_same_but_those_of_tokens(api: Api, url: str, other_url: str) -> None:
    fill(api)
    before = everything()

    move(export(url), other_url)

    with at(other_url):
        after = everything()
    # The numbers of claims are given anew; `hearsay check` sees that what they are searched in is the same.
    assert {table for table, rows in before.items() if rows != after[table]} <= {"Token", "Claim", "ClaimWords"}
    assert without_numbers(after["Claim"]) == without_numbers(before["Claim"])


def test_what_was_moved_has_nothing_that_differs_from_what_follows(api: Api, url: str, other_url: str) -> None:
    fill(api)

    move(export(url), other_url)

    for store in (url, other_url):
        done = hearsay(store, "check")
        assert (done.code, done.out, done.said) == (0, b"", "")


def test_new_writes_take_the_next_numbers(api: Api, url: str, other_url: str) -> None:
    fill(api)
    rev = api.get("/v1/changes")["rev"]
    move(export(url), other_url)

    with serving(other_url) as other:
        claim = other.claim(article={"id": "art_plain"})
        unnamed = other.post("/v1/sources", {"kind": "person", "article": {"id": "art_plain"}})

    assert (claim["rev"], unnamed["rev"], unnamed["number"]) == (rev + 1, rev + 2, 3)


def test_a_store_with_rows_of_its_own_is_not_moved_into(api: Api, url: str, second_url: str) -> None:
    fill(api)
    content = export(url)
    with serving(second_url) as second:
        second.claim()
        before = everything()

        done = hearsay(second_url, "import", "--as-is", "-", stdin=content)

        assert (done.code, done.out) == (1, b"")
        assert "has rows of its own" in done.said
        assert everything() == before
