"""Taxonomies in exchange files: they go with the store, and with the tags that need them."""

import orjson
import pytest

from tests.api import Api, Json
from tests.stored import everything
from tests.stores import Done, at, export, hearsay, move, serving
from tests.vocabularies import install, vocabulary

COLOURS = vocabulary("colours", {"hue": ["red", "blue"], "plain": []}, expanded="Colours", mine=[1.0, 2**60, "é"])
COLOURS["values"][0]["entry"][0] |= {"expanded": "Red", "numerical_value": 5}
COLOURS["predicates"][0]["exclusive"] = True
NEWER = vocabulary("colours", ["plain"], version=2)


@pytest.fixture
def judged(api: Api) -> Api:
    """Hold a tag of a term that is retired, one of a term that is not, and a withdrawn one."""
    install(COLOURS, vocabulary("unused", ["word"]))
    api.claim(id="clm_1")
    api.tag("clm_1", 'colours:hue="red"', id="tag_red")
    api.by("ben").tag("clm_1", 'colours:hue="blue"', id="tag_blue")
    install(NEWER)
    api.by("ben").call("DELETE", "/v1/tags/tag_blue")
    api.claim("Another.", id="clm_2")
    api.tag("clm_2", 'free:word="hm"')
    return api


def rows(content: bytes, kind: str = "taxonomy") -> list[Json]:
    return [row[kind] for row in map(orjson.loads, content.splitlines()) if kind in row]


def load(url: str, content: bytes, *options: str) -> Done:
    return hearsay(url, "import", *options, "-", stdin=content)


def row(data: Json, **keys: Json) -> bytes:
    return orjson.dumps({"taxonomy": {"namespace": data["namespace"], "machinetag": data, **keys}}) + b"\n"


@pytest.mark.usefixtures("judged")
def test_a_whole_store_has_its_taxonomies_above_what_uses_them(url: str) -> None:
    content = export(url)

    kinds = [next(iter(orjson.loads(line))) for line in content.splitlines()]
    assert kinds.index("taxonomy") < kinds.index("claim") < kinds.index("tag")
    assert [one["namespace"] for one in rows(content)] == [
        "admiralty-scale", "check", "colours", "free", "hearsay", "unused",
    ]  # fmt: skip
    (colours,) = [one for one in rows(content) if one["namespace"] == "colours"]
    assert (colours["rev"], colours["blind"], colours["machinetag"]) == (7, False, NEWER)
    within = {"within": "colours:hue"}
    assert colours["retired"] == [
        {"term": 'colours:hue="red"', "position": 0, "expanded": "Red", "numerical_value": 5.0, **within},
        {"term": 'colours:hue="blue"', "position": 1, "expanded": None, "numerical_value": None, **within},
    ]


def test_a_whole_store_moves_with_its_taxonomies_as_they_are(judged: Api, url: str, other_url: str) -> None:
    install({**NEWER, "version": 3, "z": {"b": 1, "a": "\u2028"}})
    content = export(url)
    with at(url):
        before = everything()

    move(content, other_url)

    assert export(other_url) == content
    with at(other_url):
        moved = everything()
    assert (moved["Taxonomy"], moved["Term"]) == (before["Taxonomy"], before["Term"])
    assert hearsay(other_url, "check").code == 0
    shown = judged.call("GET", "/v1/taxonomies/colours").data
    with serving(other_url) as there:
        assert there.call("GET", "/v1/taxonomies/colours").data == shown


def test_a_store_from_which_a_shipped_taxonomy_was_removed_moves_without_it(url: str, other_url: str, api: Api) -> None:
    assert api.rev() == 0
    hearsay(url, "taxonomy", "remove", "hearsay")

    move(export(url), other_url)

    assert [one["namespace"] for one in rows(export(other_url))] == ["admiralty-scale", "check", "free"]


@pytest.mark.usefixtures("judged")
def test_a_whole_store_is_loaded_under_new_numbers_with_what_it_retired(url: str, other_url: str) -> None:
    content = export(url)

    done = load(other_url, content)

    assert done.code == 0, done.said
    assert [one["retired"] for one in rows(export(other_url))] == [one["retired"] for one in rows(content)]
    assert {one["term"] for one in rows(export(other_url), "tag")} == {'colours:hue="red"', 'free:word="hm"'}
    assert hearsay(other_url, "check").code == 0


def test_the_claims_of_a_query_come_with_the_taxonomies_that_their_tags_need(
    judged: Api, url: str, other_url: str
) -> None:
    content, shown = export(url, "id=clm_1"), judged.get("/v1/claims/clm_1")["tags"]

    assert [one["namespace"] for one in rows(content)] == ["colours"]
    assert [one["namespace"] for one in rows(export(url, "id=clm_2"))] == ["free"]
    assert load(other_url, content).code == 0
    with serving(other_url) as there:
        assert there.get("/v1/claims/clm_1")["tags"] == shown
    assert hearsay(other_url, "check").code == 0


@pytest.mark.usefixtures("judged")
def test_a_file_whose_tags_need_what_is_not_there_says_which_taxonomy_it_is(url: str, other_url: str) -> None:
    content = b"".join(line + b"\n" for line in export(url, "id=clm_1").splitlines() if b'{"taxonomy"' not in line[:12])

    done = load(other_url, content.rpartition(b'{"_end"')[0])

    assert done.code == 1
    assert "/term: " in done.said
    assert "It is of the taxonomy 'colours'. Install that: hearsay taxonomy import." in done.said


@pytest.mark.usefixtures("store")
def test_a_taxonomy_that_is_there_is_met_as_by_any_file(url: str) -> None:
    assert load(url, row(COLOURS)).out == b"1 rows stored, 0 left out\n"
    assert load(url, row(COLOURS)).out == b"0 rows stored, 1 left out\n"
    assert load(url, row(NEWER)).out == b"1 rows stored, 0 left out\n"
    assert load(url, row(COLOURS)).out == b"0 rows stored, 1 left out\n"

    other = load(url, row({**NEWER, "description": "Another."}))

    assert (other.code, "raise the version" in other.said) == (1, True)
    skipped = load(url, row({**NEWER, "description": "Another.", "version": 9}), "--on-conflict", "skip")
    assert skipped.out == b"0 rows stored, 1 left out\n"
    assert [one["machinetag"] for one in rows(export(url)) if one["namespace"] == "colours"] == [NEWER]


@pytest.mark.usefixtures("store")
def test_free_words_are_there_already(url: str) -> None:
    (free,) = [one for one in rows(export(url)) if one["namespace"] == "free"]

    assert load(url, orjson.dumps({"taxonomy": free})).out == b"0 rows stored, 1 left out\n"


@pytest.mark.usefixtures("store")
def test_retired_terms_come_into_a_store_that_never_had_them(url: str) -> None:
    gone = {"term": "colours:gone", "position": 7, "expanded": None, "numerical_value": None, "within": None}
    load(url, row(NEWER))

    done = load(url, row(NEWER, retired=[gone]))

    assert done.out == b"1 rows stored, 0 left out\n"
    assert [one["retired"] for one in rows(export(url)) if one["namespace"] == "colours"] == [[gone]]
    assert load(url, row(NEWER, retired=[gone])).out == b"0 rows stored, 1 left out\n"
    assert hearsay(url, "check").code == 0


GONE = {"term": "colours:gone", "position": 0}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("content", "place"),
    [
        (row({**COLOURS, "version": "1"}), "/machinetag/version"),
        (row({**COLOURS, "values": [{"predicate": "x", "entry": []}]}), "/machinetag/values/0/predicate"),
        (row({**COLOURS, "namespace": "free"}, namespace="a"), "/machinetag/namespace"),
        (row(COLOURS, namespace="other"), "/namespace"), (row(COLOURS, machinetag=None), "/machinetag"),
        (row(COLOURS, blind=1), "/blind"), (row(COLOURS, more=1), "/more"),
        (row(COLOURS, retired=[{**GONE, "term": "other:gone"}]), "/retired/0/term"),
        (row(COLOURS, retired=[{**GONE, "numerical_value": "5"}]), "/retired/0/numerical_value"),
        (row(COLOURS, retired=[{"term": "colours:gone"}]), "/retired/0/position"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_with_its_place(url: str, content: bytes, place: str) -> None:
    with at(url):
        before = everything()

    done = load(url, content)

    assert (done.code, f"line 1, {place}" in done.said) == (1, True), done.said
    with at(url):
        assert everything() == before


@pytest.mark.usefixtures("store")
def test_the_blind_tags_of_a_file_are_not_shown_where_the_taxonomy_is_open(url: str) -> None:
    assert load(url, row(COLOURS, blind=True)).code == 0
    assert [one["blind"] for one in rows(export(url)) if one["namespace"] == "colours"] == [True]

    load(url, row(vocabulary("open", ["a"])))
    done = load(url, row(vocabulary("open", ["a"]), blind=True))

    assert (done.code, "line 1, /blind" in done.said) == (1, True)
