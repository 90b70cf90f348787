"""The taxonomies that come with Hearsay, and stores that begin with them."""

import orjson
import pytest

from service import shipped
from service.domain import taxonomies
from service.store import migrating
from service.store.database import bind, database
from tests.api import Api, Json
from tests.stored import differences
from tests.stores import at, hearsay
from tests.vocabularies import install, vocabulary


def file(namespace: str) -> Json:
    return orjson.loads((shipped.DIRECTORY / namespace / "machinetag.json").read_bytes())


def entries(namespace: str, predicate: str) -> dict[str, Json]:
    (found,) = [one["entry"] for one in file(namespace)["values"] if one["predicate"] == predicate]
    return {entry["value"]: entry for entry in found}


@pytest.mark.parametrize(
    ("predicate", "codes", "unjudged"),
    [("source-reliability", "abcdefg", "f"), ("information-credibility", "123456", "6")],
)
def test_the_admiralty_scale_has_natos_codes_in_their_order(predicate: str, codes: str, unjudged: str) -> None:
    found = entries("admiralty-scale", predicate)

    assert "".join(found) == codes
    numbers = [entry["numerical_value"] for code, entry in found.items() if code != unjudged]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(codes) - 1
    assert "numerical_value" not in found[unjudged]


@pytest.mark.parametrize("namespace", ["admiralty-scale", "hearsay"])
def test_what_cannot_be_judged_has_no_number_and_rates_nothing(namespace: str) -> None:
    read = taxonomies.read(file(namespace))
    numbered = {entry.scale for entry in read.entries if entry.numerical_value is not None}

    of_scales = [entry for entry in read.entries if entry.scale in numbered]

    assert [entry for entry in of_scales if entry.rates == (entry.numerical_value is None)] == []
    assert any(not entry.rates for entry in of_scales)


@pytest.mark.parametrize("namespace", ["admiralty-scale", "hearsay", "free"])
def test_every_predicate_and_every_value_says_what_it_means_in_a_sentence(namespace: str) -> None:
    data = file(namespace)
    said = [*data["predicates"], *(entry for one in data.get("values", []) for entry in one["entry"])]

    assert [one["value"] for one in said if not one["description"].endswith(".") or not one["expanded"]] == []


def test_hearsays_own_taxonomy_is_small_and_all_but_what_is_missing_is_exclusive() -> None:
    predicates = file("hearsay")["predicates"]

    assert len(predicates) <= 8
    assert [one["value"] for one in predicates if not one.get("exclusive")] == ["missing"]


def test_a_store_that_is_migrated_from_nothing_begins_with_them(empty_url: str) -> None:
    assert hearsay(empty_url, "migrate", "up").code == 0

    with at(empty_url):
        assert migrating.is_current()
        assert differences() == []
    listed = hearsay(empty_url, "taxonomy", "list").out.decode()
    assert [line.split()[0] for line in listed.splitlines()] == ["admiralty-scale", "free", "hearsay"]
    assert b'"_end":{"count":3,"rev":0}' in hearsay(empty_url, "export").out


def test_a_store_that_is_migrated_again_is_left_as_it_is(url: str) -> None:
    hearsay(url, "taxonomy", "remove", "hearsay")
    before = hearsay(url, "export").out

    assert hearsay(url, "migrate", "up").out == b"nothing to do\n"

    assert hearsay(url, "export").out == before


def test_a_store_whose_taxonomies_were_migrated_away_gets_them_again(empty_url: str) -> None:
    bind(empty_url)
    with database.connection_context():
        applied = shipped.migrate()
        while migrating.down()[0] != "0004_taxonomies":
            pass

        assert shipped.migrate() == [name for name in applied if name >= "0004_taxonomies"]
        assert differences() == []
    database.close_idle()
    assert hearsay(empty_url, "taxonomy", "list").out.count(b"\n") == 3


def test_a_newer_release_of_a_shipped_one_is_installed_like_any_other(api: Api) -> None:
    install({**file("hearsay"), "version": 2, "expanded": "Anew"})

    (found,) = [one for one in api.get("/v1/taxonomies")["items"] if one["namespace"] == "hearsay"]

    assert (found["rev"], found["version"], found["expanded"]) == (1, 2, "Anew")
    assert hearsay_says(api, 'hearsay:verdict="half-true"')


def hearsay_says(api: Api, term: str) -> Json:
    api.claim(id="clm_1")
    return api.tag("clm_1", term)


def test_another_release_of_the_admiralty_scale_takes_its_place(api: Api) -> None:
    assert hearsay_says(api, 'admiralty-scale:source-reliability="b"')

    install(vocabulary("admiralty-scale", {"source-reliability": "abc"}, version=6))

    (found,) = [one for one in api.get("/v1/taxonomies")["items"] if one["namespace"] == "admiralty-scale"]
    assert (found["version"], found["terms"], found["retired"]) == (6, 3, [])
