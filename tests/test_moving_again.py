"""A move that was interrupted is done again; a file that is not one whole store's is refused."""

import orjson
import pytest

from service.formats import files
from tests.stored import everything
from tests.stores import at, export, hearsay, move, serving


def cut(content: bytes, rows: int) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:rows])


@pytest.mark.parametrize("rows", [0, 20, 47, 100])
def test_a_move_that_was_interrupted_ends_the_same_when_it_is_done_again(
    full: bytes, other_url: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROWS_A_TRANSACTION", 7)

    begun = hearsay(other_url, "import", "--as-is", "-", stdin=cut(full, rows) + b'{"claim": {"id"')

    assert (begun.code, begun.out) == (1, b"")
    kept = rows - rows % 7
    told = f"{kept} rows are stored; to go on, mend what is wrong and import it in the same way"
    assert (told in begun.said) == (kept > 0)
    move(full, other_url)
    assert export(other_url) == full
    assert hearsay(other_url, "check").code == 0


def test_a_file_that_was_cut_between_two_rows_does_not_finish(full: bytes, other_url: str) -> None:
    rows = full.count(b"\n") - 1

    done = hearsay(other_url, "import", "--as-is", "-", stdin=cut(full, rows))

    assert (done.code, done.out) == (1, b"")
    assert "The file is not whole" in done.said
    assert hearsay(other_url, "check").code == 1
    move(full, other_url)


@pytest.mark.parametrize("lost", [5, 36, 44, 70])
def test_a_file_that_lacks_a_row_does_not_finish(full: bytes, other_url: str, lost: int) -> None:
    lines = full.splitlines(keepends=True)

    done = hearsay(other_url, "import", "--as-is", "-", stdin=b"".join(lines[:lost] + lines[lost + 1 :]))

    assert (done.code, done.out) == (1, b"")
    assert "The file is not whole" in done.said or "not the rows of one store" in done.said
    assert done.said.count("\n") == 1


def test_a_store_that_was_moved_into_is_not_moved_into_again(full: bytes, other_url: str) -> None:
    move(full, other_url)

    done = hearsay(other_url, "import", "--as-is", "-", stdin=full)

    assert done.code == 1
    assert "This store has rows of its own" in done.said
    assert export(other_url) == full


def test_a_move_is_not_finished_with_another_stores_file(
    full: bytes, second_url: str, other_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROWS_A_TRANSACTION", 2)
    with serving(second_url) as second:
        second.claim()
    hearsay(other_url, "import", "--as-is", "-", stdin=export(second_url)[:-2])

    done = hearsay(other_url, "import", "--as-is", "-", stdin=full)

    assert done.code == 1
    assert "other rows than the file" in done.said or "not the rows of one store" in done.said
    assert hearsay(other_url, "check").code == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"id":"src_law","rev":', b'"id":"src_law","ver":', "/rev: This is needed."),
        (b',"article":{"id":"art_plain"', b',"article":{"id":"art_never"', "not the rows of one store"),
        (b'[{"source":{"id":"src_law"', b'[{"source":{"id":"src_never"', "not the rows of one store"),
        (b'"publisher":{"id":"src_aa-daily"', b'"publisher":{"name":"src_aa-daily"', "/publisher/id: This is needed."),
        (b'"id":"clm_some"', b'"id":"clm_one"', "not the rows of one store"),
        (b'"claim":"clm_law"', b'"claim":"clm_never"', "not the rows of one store"),
        (b'"subject":"clm_law"', b'"subject":"clm_never"', "not the rows of one store"),
        (b'"claim":"clm_quote","citation"', b'"claim":"clm_never","citation"', "not the rows of one store"),
        (
            b'"citation":{"article":{"id":"art_plain"',
            b'"citation":{"article":{"id":"art_never"',
            "not the rows of one store",
        ),
        (b'"state":"proposed"', b'"state":"certain"', "/state: Known words: proposed, accepted."),
        (b'"reviewer":"ben"', b'"reviewer":"eve"', "not the rows of one store"),
        (b'"position":1,', b'"position":0,', "/position: It lies between"),
        (b',"touched":[', b',"reached":[', "/reached: There is no such field here."),
        (b'"_end":{"count":', b'"_end":{"count":1', "The file is not whole"),
    ],
)
def test_a_file_that_is_not_one_whole_stores_is_refused_in_one_line(
    full: bytes, other_url: str, old: bytes, new: bytes, said: str
) -> None:
    assert old in full

    done = hearsay(other_url, "import", "--as-is", "-", stdin=full.replace(old, new))

    assert (done.code, done.out) == (1, b"")
    assert said in done.said
    assert done.said.count("\n") == 1


def test_a_file_that_ends_with_a_revision_before_its_history_is_refused(full: bytes, other_url: str) -> None:
    *rows, end = full.splitlines(keepends=True)
    count = orjson.loads(end)["_end"]["count"]
    changed = b'{"_end":{"count":%d,"rev":%d}}\n' % (count, 3)

    done = hearsay(other_url, "import", "--as-is", "-", stdin=b"".join(rows) + changed)

    assert done.code == 1
    assert "not the rows of one store" in done.said


def test_rows_that_were_never_in_a_store_cannot_be_moved(other_url: str) -> None:
    with at(other_url):
        before = everything()

    row = b'{"source": {"id": "src_ada", "kind": "person", "name": "Ada"}}\n'
    done = hearsay(other_url, "import", "--as-is", "-", stdin=row)

    assert done.code == 1
    assert "line 1, /rev: This is needed." in done.said
    with at(other_url):
        assert everything() == before


def test_a_claim_may_have_more_terms_than_a_body_may_list(full: bytes, other_url: str) -> None:
    many = b",".join(b'{"term":"check:%d","reviewers":1}' % number for number in range(1_001))

    move(full.replace(b'"tags":[]', b'"tags":[%s]' % many), other_url)
