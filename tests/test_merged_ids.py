"""What follows a merge: filters, inline ids and numbers, and further merges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Api, Json, named, places, unnamed
from tests.stored import differences, everything

Rows = tuple[list[str], list[str]]
FILTERS: list[tuple[str, str, Rows]] = [
    ("/v1/claims", "source_id", (["clm_ada", "clm_old", "clm_passed"], ["clm_noise"])),
    ("/v1/claims", "via", (["clm_ada", "clm_old", "clm_passed"], ["clm_noise"])),
    ("/v1/claims", "speaker_id", (["clm_ada", "clm_old"], ["clm_noise"])),
    ("/v1/claims", "publisher_id", (["clm_old"], ["clm_noise"])),
    ("/v1/articles", "publisher_id", (["art_old"], ["art_noise"])),
    ("/v1/sources", "belongs_to", (["src_old-member"], ["src_noise-member"])),
    ("/v1/sources", "identified_as", (["src_old-witness"], ["src_noise-witness"])),
]


def link(source_id: str, **keys: Json) -> Json:
    return {"source": {"id": source_id, **keys}, "source_type": "media"}


def outlets(api: Api, *names: str) -> None:
    for name in names:
        api.post("/v1/sources", {"id": f"src_{name}", "kind": "outlet", "name": name.title()})


@pytest.fixture
def merged(api: Api) -> None:
    """Merge the Old outlet into the New one; others show the New one, or the Noise."""
    outlets(api, "old", "new", "noise")
    for name in ("noise", "old"):
        outlet, article = {"id": f"src_{name}"}, {"id": f"art_{name}"}
        api.post("/v1/articles", {**article, "url": f"https://{name}.example/", "publisher": outlet})
        api.claim(id=f"clm_{name}", article=article, attribution=[link(f"src_{name}")])
        witness = {"id": f"src_{name}-witness", "kind": "person", "article": article}
        identified_as = {"source": outlet, "citation": {"article": {"id": "art_noise"}}}
        api.post("/v1/sources", {**witness, "identified_as": identified_as})
        api.post("/v1/sources", {"id": f"src_{name}-member", "kind": "body", "name": name, "belongs_to": outlet})
    elsewhere = {"url": "https://elsewhere.example/"}
    api.claim(id="clm_ada", article=elsewhere, attribution=[named("Ada Obi"), link("src_new")])
    api.claim(id="clm_passed", article=elsewhere, attribution=[link("src_old"), named("Ben Ito")])
    api.merge("src_old", "src_new")


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize(("path", "name", "rows"), FILTERS)
def test_a_filter_that_names_the_merged_one_means_the_other(api: Api, path: str, name: str, rows: Rows) -> None:
    wanted, noise = rows

    assert api.ids(path, **{name: "src_old"}) == api.ids(path, **{name: "src_new"}) == wanted
    assert api.ids(path, **{name: ["src_old", "src_nothing"]}) == wanted
    assert api.ids(path, **{name: ["src_noise", "src_old"]}) == sorted([*wanted, *noise])


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize(("path", "name", "rows"), FILTERS)
def test_a_filter_that_leaves_out_the_merged_one_leaves_out_the_other(
    api: Api, path: str, name: str, rows: Rows
) -> None:
    (wanted, noise), listed = rows, api.ids(path)

    assert api.ids(path, **{f"{name}__not": "src_old"}) == [row for row in listed if row not in wanted]
    assert api.ids(path, **{f"{name}__not": ["src_noise", "src_old"]}) == [
        row for row in listed if row not in [*wanted, *noise]
    ]


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("name", ["source_id", "via"])
def test_a_filter_that_asks_for_both_asks_for_one(api: Api, name: str) -> None:
    both = api.ids("/v1/claims", (f"{name}__all", "src_old"), (f"{name}__all", "src_new"))

    assert both == api.ids("/v1/claims", **{name: "src_new"})


@pytest.mark.usefixtures("merged")
def test_a_speaker_is_found_by_either_name(api: Api) -> None:
    assert api.ids("/v1/claims", speaker="OLD") == api.ids("/v1/claims", speaker="new") == ["clm_ada", "clm_old"]


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("keys", [{}, {"kind": "outlet"}, {"kind": "outlet", "name": "Old"}, {"name": "New"}])
def test_an_inline_id_of_the_merged_one_means_the_other(api: Api, keys: Json) -> None:
    claim = api.claim(article={"url": "https://e.example/"}, attribution=[link("src_old", **keys)])
    article = api.post("/v1/articles", {"url": "https://f.example/", "publisher": {"id": "src_old"}})
    member = api.post("/v1/sources", {"kind": "body", "name": "Staff", "belongs_to": {"id": "src_old"}})

    shown = [claim["attribution"][0]["source"], article["publisher"], member["belongs_to"]]
    assert [source["id"] for source in shown] == ["src_new"] * 3


def test_what_was_read_before_the_merge_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    outlets(api, "old", "new")
    article = {"url": "https://a.example/", "publisher": {"id": "src_old"}}
    claim = api.claim(id="clm_a", article=article, attribution=[link("src_old")])
    read = {path: api.get(path) for path in ("/v1/claims/clm_a", f"/v1/articles/{claim['article']['id']}")}
    api.merge("src_old", "src_new")
    before = everything()

    for path, body in read.items():
        assert api.patch(path, body)["rev"] == api.rev()

    assert everything() == before


def test_a_number_of_a_merged_unnamed_source_means_the_other(api: Api) -> None:
    claims = [api.claim(attribution=[unnamed(number=number)]) for number in (1, 2, 3)]
    one, two, three = (claim["attribution"][0]["source"]["id"] for claim in claims)
    api.merge(two, one)

    again = api.claim(attribution=[unnamed(number=2)])
    other = api.claim(attribution=[unnamed(number=3)])
    new = api.claim(attribution=[unnamed()])

    assert again["attribution"][0]["source"]["id"] == one
    assert other["attribution"][0]["source"]["id"] == three
    assert api.get(f"/v1/sources/{new['attribution'][0]['source']['id']}")["number"] == 4
    assert api.get(f"/v1/sources/{one}")["number"] == 1


def test_merging_into_a_merged_one_merges_into_the_one_that_stands_for_it(api: Api) -> None:
    outlets(api, "a", "b", "c", "noise")
    api.merge("src_a", "src_b")

    assert api.merge("src_c", "src_a")["id"] == "src_b"

    assert api.refused(410, "GET", "/v1/sources/src_c")["merged_into"] == "src_b"
    assert api.feed(api.rev() - 1)[0]["document"] == {"id": "src_c", "into": "src_b"}


def test_the_merged_one_names_the_last_of_a_chain_of_merges(api: Api) -> None:
    outlets(api, "a", "b", "c", "d", "noise")
    api.claim(id="clm_a", attribution=[link("src_a")])
    for source_id, into_id in (("src_a", "src_b"), ("src_b", "src_c"), ("src_c", "src_d")):
        api.merge(source_id, into_id)

    for source_id in ("src_a", "src_b", "src_c"):
        assert api.refused(410, "GET", f"/v1/sources/{source_id}")["merged_into"] == "src_d"
        assert api.ids("/v1/claims", source_id=source_id) == ["clm_a"]
    assert api.get("/v1/sources/src_d")["aliases"] == ["C", "B", "A"]
    assert differences() == []


def test_what_a_merged_one_stands_for_is_gone_when_that_is_withdrawn(api: Api) -> None:
    outlets(api, "a", "b", "noise")
    api.merge("src_a", "src_b")
    api.delete("/v1/sources/src_b")

    body = {"kind": "outlet", "name": "M", "belongs_to": {"id": "src_a"}}
    assert places(api.refused(422, "POST", "/v1/sources", body)) == {"/belongs_to/id": "withdrawn"}
    problem = api.refused(422, "POST", "/v1/sources/src_noise/merge", {"into": "src_a"})
    assert places(problem) == {"/into": "withdrawn"}


@settings(max_examples=25)
@given(order=st.permutations("abcd"), targets=st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_the_order_of_merges_does_not_matter(api: Api, order: list[str], targets: list[int]) -> None:
    round_of = api.rev()
    names = [*order, "z"]
    for name in names:
        source_id = f"src_{name}-{round_of}"
        body = {"id": source_id, "kind": "outlet", "name": name, "aliases": [f"{name}.", "Shared"], "new": True}
        api.post("/v1/sources", {**body, "same_as": [f"https://{name}.example/{round_of}"]})
        claim: Json = {"id": f"clm_{name}-{round_of}", "article": {"url": f"https://{name}.example/{round_of}"}}
        api.claim(**claim, attribution=[link(source_id)])

    for place, name in enumerate(order):
        # Into the last, or into one that is merged after it.
        later = names[place + 1 :]
        api.merge(f"src_{name}-{round_of}", f"src_{later[targets[place] % len(later)]}-{round_of}")

    last = api.get(f"/v1/sources/src_z-{round_of}")
    assert set(last["aliases"]) == {"a", "b", "c", "d", "a.", "b.", "c.", "d.", "z.", "Shared"}
    assert set(last["same_as"]) == {f"https://{name}.example/{round_of}" for name in names}
    assert last["name"] == "z"
    mention = {"id": last["id"], "kind": "outlet", "name": "z"}
    for name in names:
        assert api.get(f"/v1/claims/clm_{name}-{round_of}")["attribution"][0]["source"] == mention
        assert api.ids("/v1/claims", source_id=f"src_{name}-{round_of}") == sorted(
            f"clm_{other}-{round_of}" for other in names
        )
    for name in order:
        assert api.refused(410, "GET", f"/v1/sources/src_{name}-{round_of}")["merged_into"] == last["id"]
    assert differences() == []
