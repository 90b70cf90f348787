"""Taxonomies as they are installed, listed, read and removed."""

from typing import Any
from urllib.parse import quote

import orjson
import pytest

from service import taxonomies
from service.domain.errors import Conflict, InUse, NotFound
from service.store.database import database
from service.store.models import Taxonomy
from service.taxonomies import Became
from tests.api import Api, Json
from tests.stored import differences, everything
from tests.vocabularies import install, vocabulary

COLOURS = vocabulary("colours", {"hue": ["red", "blue"], "plain": []}, expanded="Colours", description="For paint.")
ODD = ["a b", "a/b", "/a", "a/", "a//b", "A", "Ünïcödé 港", "100%", "a?b#c", "a\nb", "a+b", "..a", "x/blind", "%2F"]


def remove(namespace: str) -> None:
    with database.connection_context():
        taxonomies.remove(namespace)


def became(*given: Json) -> list[Became]:
    return [outcome.became for outcome in install(*given)]


def listed(api: Api, namespace: str) -> Json:
    (found,) = [one for one in api.get("/v1/taxonomies", limit=200)["items"] if one["namespace"] == namespace]
    return found


def of(api: Api, namespace: str) -> Any:
    return api.get(f"/v1/taxonomies/{quote(namespace, safe='')}")


def test_a_taxonomy_is_listed_with_what_it_is_for_and_without_its_terms(api: Api) -> None:
    install(COLOURS)

    found = listed(api, "colours")

    assert found.pop("created_at") == found.pop("updated_at")
    assert found == {
        "namespace": "colours", "rev": 1, "version": 1, "expanded": "Colours", "description": "For paint.",
        "exclusive": False, "blind": False, "predicates": 2, "terms": 3, "retired": [],
    }  # fmt: skip


def test_a_store_begins_with_what_is_shipped_and_nobody_wrote_that(api: Api) -> None:
    found = [one["namespace"] for one in api.get("/v1/taxonomies")["items"]]

    assert found == ["admiralty-scale", "check", "free", "hearsay"]
    assert {one["rev"] for one in api.get("/v1/taxonomies")["items"]} == {0}
    assert (api.rev(), api.feed()) == (0, [])


def test_a_taxonomy_is_read_as_its_file_has_it(api: Api) -> None:
    data = {"refs": ["https://x.example"], **COLOURS, "mine": {"z": [1.0, None, "a\0"], "a": 10**18}}
    install(data)

    response = api.call("GET", "/v1/taxonomies/colours")

    assert (response.json, response.headers["ETag"]) == (data, '"1"')
    assert list(orjson.loads(response.data)) == list(data)
    assert api.call("GET", "/v1/taxonomies/colours", If_None_Match='"1"').status_code == 304


@pytest.mark.parametrize("namespace", ODD)
def test_every_namespace_has_an_address(api: Api, namespace: str) -> None:
    data = vocabulary(namespace, ["plain"])
    install(data)

    assert of(api, namespace) == data
    assert listed(api, namespace)["terms"] == 1


def test_taxonomies_are_listed_in_pages_whatever_their_names_are(api: Api) -> None:
    install(*(vocabulary(namespace, ["plain"]) for namespace in ODD))

    pages = list(api.walk("/v1/taxonomies?limit=1"))

    found = [one["namespace"] for page in pages for one in page["items"]]
    assert len(found) == len(pages) == len(ODD) + 4
    assert found == sorted(found, key=str.encode)


@pytest.mark.parametrize("namespace", ["none", "COLOURS", "colours ", "colours/", "%00", "colours/plain"])
def test_what_is_not_installed_is_not_found(api: Api, namespace: str) -> None:
    install(COLOURS)

    api.refused(404, "GET", f"/v1/taxonomies/{namespace}")


def test_the_vocabulary_says_where_the_terms_are_and_has_none(api: Api) -> None:
    before = api.get("/v1/vocabulary")
    install(vocabulary("large", [f"term {number}" for number in range(5_000)]))

    assert api.get("/v1/vocabulary") == before
    assert before["taxonomies"] == "/v1/taxonomies"


def test_an_installation_stands_in_the_feed_with_namespace_and_version(api: Api) -> None:
    install(COLOURS)
    install({**COLOURS, "version": 7})
    remove("colours")

    told = [(one["change"], one["type"], one["id"], one["by"], one["document"]["version"]) for one in api.feed()]

    assert told == [
        (change, "taxonomy", "colours", None, version)
        for change, version in (("created", 1), ("updated", 7), ("deleted", 7))
    ]


def test_the_same_again_changes_nothing(api: Api) -> None:
    install(COLOURS)
    before = everything()

    turned = dict(reversed(COLOURS.items()))

    assert became(COLOURS, turned) == [Became.UNCHANGED, Became.UNCHANGED]
    assert everything() == before
    assert api.rev() == 1


def test_an_older_version_is_left_out(api: Api) -> None:
    install({**COLOURS, "version": 3})
    before = everything()

    assert became(COLOURS) == [Became.OLDER]
    assert everything() == before
    assert listed(api, "colours")["version"] == 3


def test_the_same_version_with_other_content_is_refused_and_nothing_is_installed(api: Api) -> None:
    install(COLOURS)
    before = everything()

    with pytest.raises(Conflict, match="raise the version"):
        install(vocabulary("other", ["plain"]), {**COLOURS, "description": "Another."})

    assert everything() == before
    assert api.rev() == 1


def test_a_newer_version_brings_its_labels_order_and_numbers(api: Api) -> None:
    install(COLOURS)
    entries = [{"value": "blue", "expanded": "Azure", "numerical_value": 2}, {"value": "green"}]
    newer = {**COLOURS, "version": 2, "expanded": "Hues", "values": [{"predicate": "hue", "entry": entries}]}

    assert became(newer) == [Became.UPDATED]

    found = listed(api, "colours")
    assert (found["rev"], found["version"], found["expanded"], found["terms"]) == (2, 2, "Hues", 3)
    assert of(api, "colours") == newer
    assert differences() == []


def test_a_term_that_is_dropped_goes_unless_a_tag_that_stands_uses_it(api: Api) -> None:
    install(COLOURS)
    api.claim(id="clm_1")
    api.tag("clm_1", 'colours:hue="red"', id="tag_red")
    blue = api.tag("clm_1", 'colours:hue="blue"')
    api.delete(f"/v1/tags/{blue['id']}")

    install(vocabulary("colours", ["plain"], version=2))

    assert listed(api, "colours")["retired"] == ['colours:hue="red"']
    assert api.get("/v1/claims/clm_1")["tags"] == [{"term": 'colours:hue="red"', "reviewers": 1}]
    assert api.ids("/v1/claims", tag='colours:hue="red"') == ["clm_1"]
    assert api.ids("/v1/tags", term='colours:hue="blue"', state="withdrawn")
    assert differences() == []


def test_a_term_that_comes_back_is_retired_no_more(api: Api) -> None:
    install(COLOURS)
    api.claim(id="clm_1")
    api.tag("clm_1", 'colours:hue="red"')
    install(vocabulary("colours", ["plain"], version=2))

    install({**COLOURS, "version": 3})

    assert listed(api, "colours")["retired"] == []
    api.by("ben").tag("clm_1", 'colours:hue="red"')
    assert differences() == []


def test_a_retired_term_that_nobody_holds_any_more_goes_with_the_next_version(api: Api) -> None:
    install(COLOURS)
    api.claim(id="clm_1")
    tag = api.tag("clm_1", 'colours:hue="red"')
    install(vocabulary("colours", ["plain"], version=2))
    api.delete(f"/v1/tags/{tag['id']}")
    assert listed(api, "colours")["retired"] == ['colours:hue="red"']

    install(vocabulary("colours", ["plain"], version=3))

    assert listed(api, "colours")["retired"] == []
    assert differences() == []


def test_a_blind_taxonomy_does_not_tell_by_what_it_retires_which_terms_are_in_use(api: Api) -> None:
    install(COLOURS)
    with database.connection_context():
        Taxonomy.update(blind=True).where(Taxonomy.namespace == "colours").execute()

    install(vocabulary("colours", ["plain"], version=2))

    assert listed(api, "colours")["retired"] == ['colours:hue="red"', 'colours:hue="blue"']
    assert differences() == []


def test_a_taxonomy_is_removed_when_no_tag_that_stands_uses_it(api: Api) -> None:
    install(COLOURS)
    api.claim(id="clm_1")
    tag = api.tag("clm_1", 'colours:hue="red"')
    before = everything()

    with pytest.raises(InUse) as refusal:
        remove("colours")
    assert refusal.value.members["used_by"] == [{"type": "tag", "id": tag["id"]}]
    assert everything() == before

    api.delete(f"/v1/tags/{tag['id']}")
    remove("colours")
    api.refused(404, "GET", "/v1/taxonomies/colours")
    assert api.get(f"/v1/tags/{tag['id']}")["term"] == 'colours:hue="red"'
    assert differences() == []


def test_a_retired_term_that_is_held_keeps_its_taxonomy(api: Api) -> None:
    install(COLOURS)
    api.claim(id="clm_1")
    api.tag("clm_1", 'colours:hue="red"')
    install(vocabulary("colours", ["plain"], version=2))

    with pytest.raises(InUse):
        remove("colours")


@pytest.mark.usefixtures("store")
def test_the_words_of_reviewers_themselves_are_never_removed() -> None:
    with pytest.raises(Conflict, match="reviewers' own words"):
        taxonomies.remove("free")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("namespace", ["none", "", "a\0b"])
def test_only_what_is_there_can_be_removed(namespace: str) -> None:
    with pytest.raises(NotFound):
        taxonomies.remove(namespace)


def test_what_was_removed_can_be_installed_again(api: Api) -> None:
    install(COLOURS)
    remove("colours")

    assert became(COLOURS) == [Became.ADDED]
    assert api.call("GET", "/v1/taxonomies/colours").headers["ETag"] == '"3"'


def test_a_claims_history_has_nothing_of_a_taxonomy_with_its_name(api: Api) -> None:
    api.claim(id="clm_1")
    install(vocabulary("clm_1", ["plain"]))

    assert [entry["type"] for entry in api.get("/v1/changes", claim_id="clm_1")["items"]] == ["claim"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE term SET position = 9 WHERE term = 'colours:plain'",
            "colours:plain: it is not what its",
        ),
        ("UPDATE term SET rates = NOT rates WHERE term = 'colours:plain'", "colours:plain: it is not"),
        ("DELETE FROM term WHERE term = 'colours:plain'", "colours:plain: it is not"),
        ("UPDATE term SET retired = NOT retired WHERE term = 'colours:plain'", "colours:plain: it is not"),
        ("UPDATE taxonomy SET version = 9 WHERE namespace = 'colours'", "colours: version is not what follows"),
        ("UPDATE taxonomy SET rev = 9 WHERE namespace = 'colours'", "colours: its revision 9 is beyond"),
    ],
)
def test_a_check_tells_what_does_not_follow_from_the_file(api: Api, statement: str, told: str) -> None:
    install(COLOURS)
    assert differences() == []
    assert api.rev() == 1

    with database.connection_context():
        database.execute_sql(statement)

    assert any(line.startswith(told) for line in differences())
