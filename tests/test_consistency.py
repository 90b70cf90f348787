"""`hearsay check` says nothing of a store that is as it follows, and names whatever is not."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from service import consistency
from service.store.database import database
from service.store.models import FACETED
from service.store.query import run
from tests.api import Api
from tests.bulk import ONE_OF_EACH, load
from tests.served import HEARSAY
from tests.stores import at, hearsay, move


@pytest.fixture
def filled(full: bytes, url: str) -> str:
    move(full, url)
    return url


def spoil(url: str, *statements: str) -> None:
    """Change the store behind the back of the service."""
    with at(url):
        if url.startswith("sqlite"):
            run("PRAGMA foreign_keys = OFF", [])
        for statement in statements:
            database.execute_sql(statement)


def test_a_store_with_everything_in_it_is_as_it_follows(filled: str) -> None:
    done = hearsay(filled, "check")

    assert (done.code, done.out, done.said) == (0, b"", "")


def test_an_empty_store_is_as_it_follows(url: str) -> None:
    assert hearsay(url, "check").code == 0


def test_the_command_is_silent_in_a_pipe_and_says_so_by_its_exit_code(filled: str) -> None:
    variables = {**os.environ, "HEARSAY_DATABASE_URL": filled}
    checks = [str(HEARSAY), "check"]

    before = subprocess.run(checks, env=variables, capture_output=True, timeout=60, check=False)
    spoil(filled, "UPDATE claim SET origins_max = 7 WHERE id = 'clm_law'")
    after = subprocess.run(checks, env=variables, capture_output=True, timeout=60, check=False)

    assert (before.returncode, before.stdout, before.stderr) == (0, b"", b"")
    assert (after.returncode, after.stderr) == (1, b"differences: 1\n")
    assert after.stdout == b"clm_law: origins_max is not what follows from the rest\n"


def test_every_column_that_does_not_follow_is_named_with_its_row(filled: str) -> None:
    spoil(filled, *(statement for _, _, statement in COLUMNS))

    done = hearsay(filled, "check")

    expected = {f"{row_id}: {column} is not what follows from the rest" for row_id, column, _ in COLUMNS}
    assert expected - set(done.out.decode().splitlines()) == set()
    assert done.code == 1


SPOILED = "UPDATE claim SET {} = {}, facets = {} WHERE id = '{}'"


def counted_by(claim_id: str, column: str, value: str) -> tuple[str, str, str]:
    """Change a column that facets are counted by, and with it what they are counted by, as the table asks."""
    values = {name: value if name == column else name for name in FACETED}
    facets = " || ' ' || ".join(f"COALESCE(CAST({one} AS TEXT), '')" for one in values.values())
    return claim_id, column, SPOILED.format(column, value, facets, claim_id)


COLUMNS = (
    ("clm_law", "origins_max", "UPDATE claim SET origins_max = 7 WHERE id = 'clm_law'"),
    ("clm_some", "origins_min", "UPDATE claim SET origins_min = 0 WHERE id = 'clm_some'"),
    counted_by("clm_law", "source_type", "'expert'"),
    counted_by("clm_one", "speaker_kind", "'named'"),
    counted_by("clm_quote", "channel", "NULL"),
    counted_by("clm_quote", "hearsay_depth", "3"),
    counted_by("clm_one", "identification", "'bare'"),
    ("clm_one", "ground_rule", "UPDATE claim SET ground_rule = NULL WHERE id = 'clm_one'"),
    ("clm_law", "speaker", "UPDATE claim SET speaker_id = 'src_ada' WHERE id = 'clm_law'"),
    ("clm_quote", "publisher_id", "UPDATE claim SET publisher_id = NULL WHERE id = 'clm_quote'"),
    ("clm_quote", "published_at", "UPDATE claim SET published_at = 0 WHERE id = 'clm_quote'"),
    ("clm_law", "story", "UPDATE claim SET story = 'sty_one' WHERE id = 'clm_law'"),
    counted_by("clm_law", "corroboration", "'circular'"),
    ("clm_law", "documented", "UPDATE claim SET documented = (1 = 0) WHERE id = 'clm_law'"),
    ("clm_law", "terms", "UPDATE claim SET terms = 'check:undone' WHERE id = 'clm_law'"),
    ("clm_law", "terms_digest", "UPDATE claim SET terms_digest = 7 WHERE id = 'clm_law'"),
    ("clm_law", "facets_digest", "UPDATE claim SET facets_digest = facets_digest + 1 WHERE id = 'clm_law'"),
    ("clm_law", "document", "UPDATE claim SET statement = 'Another.' WHERE id = 'clm_law'"),
    ("clm_last", "document", "UPDATE claim SET rev = rev - 1 WHERE id = 'clm_last'"),
    ("clm_seen", "document", "UPDATE claim SET updated_at = updated_at + 1 WHERE id = 'clm_seen'"),
    ("clm_smiths", "document", "UPDATE link SET cue = 'said' WHERE claim_id = 'clm_smiths' AND place = 1"),
    ("clm_some", "document", "UPDATE tag SET term = 'check:undone' WHERE claim_id = 'clm_some'"),
    ("clm_gone", "document", "UPDATE claim SET position = 17 WHERE id = 'clm_gone'"),
    ("src_zz-ministry", "document", "UPDATE source SET kind = 'document' WHERE id = 'src_zz-ministry'"),
    ("src_gone", "document", "UPDATE source SET deleted_at = deleted_at + 1 WHERE id = 'src_gone'"),
    ("src_stray", "document", "UPDATE source SET merged_into_id = 'src_law' WHERE id = 'src_stray'"),
    ("art_plain", "document", "UPDATE article SET title = 'Another' WHERE id = 'art_plain'"),
    ("art_m-copy", "document", "UPDATE article SET copy_of_id = NULL WHERE id = 'art_m-copy'"),
    ("art_gone", "document", "UPDATE article SET language = 'de' WHERE id = 'art_gone'"),
    ("evd_accepted", "document", "UPDATE evidence SET tie = 'repeats' WHERE id = 'evd_accepted'"),
    ("evd_proposed", "document", "UPDATE evidence SET state = 'accepted' WHERE id = 'evd_proposed'"),
    ("evd_cited", "document", "UPDATE evidence_link SET cue = 'said' WHERE evidence_id = 'evd_cited' AND place = 1"),
    ("evd_withdrawn", "document", "UPDATE evidence SET deleted_at = deleted_at + 1 WHERE id = 'evd_withdrawn'"),
    ("tag_replaced", "document", "UPDATE tag SET withdrawn_at = 0 WHERE id = 'tag_replaced'"),
    ("tag_secret", "stale", "UPDATE tag SET claim_rev = 1 WHERE id = 'tag_secret'"),
    ("tag_withdrawn", "stale", "UPDATE tag SET stale = (1 = 1) WHERE id = 'tag_withdrawn'"),
)


def test_every_document_that_differs_by_one_byte_is_named(filled: str) -> None:
    space = "x'20'" if filled.startswith("sqlite") else "'\\x20'::bytea"
    rows = [(table, row_id) for table, row_ids in DOCUMENTS.items() for row_id in row_ids]

    spoil(filled, *(SPOILED.format(table, space, row_id) for table, row_id in rows))

    done = hearsay(filled, "check")
    expected = [f"{row_id}: document is not what follows from the rest" for _, row_id in rows]
    assert done.out.decode().splitlines() == expected
    assert done.said == f"differences: {len(rows)}\n"


DOCUMENTS = {
    "source": ["src_gone", "src_law"],
    "article": ["art_gone", "art_plain"],
    "claim": ["clm_gone", "clm_law"],
    "evidence": ["evd_cited", "evd_withdrawn"],
    "tag": ["tag_secret", "tag_withdrawn"],
}
SPOILED = "UPDATE {} SET document = document || {} WHERE id = '{}'"


def test_whatever_hangs_on_a_row_and_does_not_follow_is_named_by_that_row(filled: str) -> None:
    spoil(filled, *(statement for _, statement in HANGING))

    done = hearsay(filled, "check")

    found = done.out.decode().splitlines()
    assert [line for line, _ in HANGING if not any(one.startswith(line) for one in found)] == []
    assert done.code == 1


HANGING = (
    ("clm_quote: who passed it on is not", "UPDATE link SET passed_on = NOT passed_on WHERE claim_id = 'clm_quote'"),
    ("src_law: it is found by another name", "DELETE FROM source_name WHERE source_id = 'src_law'"),
    ("src_ada: it is found by another name", "UPDATE source_name SET name = 'x' WHERE name = 'a. obi'"),
    ("src_gone: it is found by another name", "INSERT INTO source_name VALUES ('gone', 'src_gone')"),
    ("src_law: it is found by another uri", "DELETE FROM source_same_as WHERE source_id = 'src_law'"),
    ("src_ada: it is found by another uri", "INSERT INTO source_same_as VALUES ('urn:x:y', 'src_ada')"),
    ("src_law: its revision 1000 is beyond", "UPDATE source SET rev = 1000 WHERE id = 'src_law'"),
    ("art_plain: its revision 1000 is beyond", "UPDATE article SET rev = 1000 WHERE id = 'art_plain'"),
    ("clm_law: its revision 1000 is beyond", "UPDATE claim SET rev = 1000 WHERE id = 'clm_law'"),
    ("evd_cited: its revision 1000 is beyond", "UPDATE evidence SET rev = 1000 WHERE id = 'evd_cited'"),
    ("tag_secret: its revision 1000 is beyond", "UPDATE tag SET rev = 1000 WHERE id = 'tag_secret'"),
    ("clm_last: its revision ", "UPDATE counter SET rev = rev - 1"),
)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_every_reference_to_nothing_is_named_by_its_row(filled: str) -> None:
    spoil(filled, *(statement for _, _, statement in DANGLING))

    done = hearsay(filled, "check")

    found = done.out.decode().splitlines()
    expected = {f"{row_id}: its row of {table} refers to a row of " for row_id, table, _ in DANGLING}
    assert [line for line in expected if not any(one.startswith(line) for one in found)] == []
    assert done.code == 1


DANGLING = (
    ("clm_law", "claim", "UPDATE claim SET article_id = 'art_never' WHERE id = 'clm_law'"),
    ("clm_smiths", "link", "UPDATE link SET source_id = 'src_never' WHERE claim_id = 'clm_smiths'"),
    ("art_zz-text", "article", "UPDATE article SET publisher_id = 'src_never' WHERE id = 'art_zz-text'"),
    ("src_ada", "source", "UPDATE source SET belongs_to_id = 'src_never' WHERE id = 'src_ada'"),
    ("evd_own-voice", "evidence", "UPDATE evidence SET article_id = 'art_never' WHERE id = 'evd_own-voice'"),
    ("evd_cited", "evidence_link", "UPDATE evidence_link SET source_id = 'src_never' WHERE evidence_id = 'evd_cited'"),
    ("tag_secret", "tag", "UPDATE tag SET claim_id = 'clm_never' WHERE id = 'tag_secret'"),
)


def test_a_store_may_be_checked_while_it_is_written(api: Api) -> None:
    load(api, *ONE_OF_EACH)

    def write() -> None:
        for number in range(25):
            api.patch("/v1/sources/src_ada", {"name": f"Ada {number}"})

    with database.connection_context(), ThreadPoolExecutor(1) as pool:
        writer, found = pool.submit(write), []
        while not writer.done():
            found += list(consistency.check())
        writer.result()

    assert found == []
