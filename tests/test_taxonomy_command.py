"""Taxonomies on the command line."""

import json
from pathlib import Path

import pytest

from service import shipped
from tests.stored import everything
from tests.stores import at, hearsay
from tests.vocabularies import vocabulary, write

COLOURS = vocabulary("colours", {"hue": ["red", "blue"], "plain": []})
SIZES = vocabulary("sizes", ["small", "large"])

pytestmark = pytest.mark.usefixtures("store")


def run(url: str, *arguments: str | Path, watched: bool = False) -> tuple[int, list[str], list[str]]:
    """Run `hearsay taxonomy`; give its exit code, and the lines that it wrote and said."""
    done = hearsay(url, "taxonomy", *map(str, arguments), watched=watched)
    return done.code, done.out.decode().splitlines(), done.said.splitlines()


def test_files_and_folders_of_files_are_installed(url: str, tmp_path: Path) -> None:
    (file,) = write(tmp_path / "one", COLOURS)
    write(tmp_path / "many", SIZES, vocabulary("moods", ["calm"]))

    assert run(url, "import", file, tmp_path / "many") == (
        0, ["colours 1: added (3 terms)", "sizes 1: added (2 terms)", "moods 1: added (1 terms)"], [],
    )  # fmt: skip
    assert run(url, "list")[1] == [
        "admiralty-scale  version 1  13 terms", "check  version 1  41 terms", "colours  version 1  3 terms",
        "free  version 1  0 terms", "hearsay  version 1  33 terms", "moods  version 1  1 terms",
        "sizes  version 1  2 terms",
    ]  # fmt: skip


def test_a_folder_may_hold_its_own_file(url: str, tmp_path: Path) -> None:
    (file,) = write(tmp_path, COLOURS)

    assert run(url, "import", file.parent)[1] == ["colours 1: added (3 terms)"]


def test_what_came_of_each_file_is_said(url: str, tmp_path: Path) -> None:
    (first,) = write(tmp_path / "1", COLOURS)
    (second,) = write(tmp_path / "2", {**COLOURS, "version": 2, "values": []})
    run(url, "import", first)

    assert run(url, "import", first)[1] == ["colours 1: unchanged (3 terms)"]
    assert run(url, "import", second)[1] == ["colours 2: updated (2 terms)"]
    assert run(url, "import", first)[1] == ["colours 1: left out, a newer version is there (3 terms)"]


def test_a_fault_in_one_file_keeps_all_out_and_every_fault_is_named_by_file_and_place(url: str, tmp_path: Path) -> None:
    wrong = {**COLOURS, "values": [{"predicate": "size", "entry": [{"expanded": "Large"}]}], "version": "1"}
    paths = write(tmp_path, SIZES, wrong, vocabulary("free", ["word"]))
    with at(url):
        before = everything()

    code, out, said = run(url, "import", tmp_path)

    assert (code, out) == (1, [])
    assert said == [
        f"{paths[1]}: /version: An integer from 0 is needed.",
        f"{paths[1]}: /values/0/predicate: No predicate has this value.",
        f"{paths[1]}: /values/0/entry/0/value: This is needed.",
        f"{paths[2]}: /namespace: `free` is for reviewers' own words.",
        "hearsay: Nothing was installed: 4 faults in 2 of 3 files.",
    ]
    with at(url):
        assert everything() == before


def test_only_so_many_faults_are_named(url: str, tmp_path: Path) -> None:
    write(tmp_path, *({**SIZES, "version": None} for _ in range(60)))

    code, _, said = run(url, "import", tmp_path)

    assert (code, len(said)) == (1, 51)
    assert said[-1].endswith("60 faults in 60 of 60 files, of which the first 50 are named.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "This is not JSON: "),
        (b"\xff", "This is not JSON: "),
        (b'"\\ud800"', "This is not JSON: "),
        (b"[]", "obj"),
    ],
)
def test_what_is_no_json_object_is_refused(url: str, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "machinetag.json"
    file.write_bytes(content)

    code, _, said = run(url, "import", file)

    assert (code, len(said)) == (1, 2)
    assert said[0].startswith(f"{file}: ")
    assert told in said[0]


def test_a_byte_order_mark_is_no_fault(url: str, tmp_path: Path) -> None:
    file = tmp_path / "machinetag.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(SIZES).encode())

    assert run(url, "import", file)[1] == ["sizes 1: added (2 terms)"]


def test_a_folder_without_files_is_refused(url: str, tmp_path: Path) -> None:
    code, _, said = run(url, "import", tmp_path)

    assert (code, len(said)) == (1, 1)
    assert f"{tmp_path}: There is no machinetag.json in this folder" in said[0]


def test_another_taxonomy_of_the_same_version_is_named_by_its_file(url: str, tmp_path: Path) -> None:
    (first,) = write(tmp_path / "1", COLOURS)
    (other,) = write(tmp_path / "2", {**COLOURS, "description": "Another."})
    run(url, "import", first)

    code, out, said = run(url, "import", other)

    assert (code, out, len(said)) == (1, [], 1)
    assert said[0].startswith(f"hearsay: {other}: ")
    assert "raise the version" in said[0]


def test_without_paths_the_shipped_ones_are_installed_again(url: str) -> None:
    assert run(url, "import")[1] == ["admiralty-scale 1: unchanged (13 terms)", "hearsay 1: unchanged (33 terms)"]

    run(url, "remove", "hearsay")

    assert run(url, "import")[1][1] == "hearsay 1: added (33 terms)"
    assert [path.parent.name for path in shipped.files()] == ["admiralty-scale", "hearsay"]


def test_a_taxonomy_is_removed_by_its_namespace(url: str) -> None:
    assert run(url, "remove", "hearsay") == (0, ["removed: hearsay"], [])

    code, _, said = run(url, "remove", "hearsay")
    assert (code, said) == (1, ["hearsay: There is no taxonomy with this namespace. GET /v1/taxonomies lists them."])
    assert run(url, "remove", "free")[0] == 1


def test_on_a_terminal_an_import_shows_how_far_it_is(url: str, tmp_path: Path) -> None:
    (file,) = write(tmp_path, SIZES)

    assert run(url, "import", file, watched=True)[0] == 0
    assert run(url, "import", file)[2] == []
