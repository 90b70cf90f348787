"""Any machine tag that a valid taxonomy contains survives, byte for byte, wherever it goes."""

from pathlib import Path

import orjson
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.domain.errors import Invalid
from service.domain.taxonomies import read
from service.domain.terms import scale_of
from tests.api import Api, Json
from tests.ratings import matrix
from tests.stored import differences
from tests.stores import export, hearsay, serving
from tests.vocabularies import vocabulary, write

WORDS = [":", '"', '="', "=", "\\", " ", ",", "\n", "\t", "&", "+", "%2F", "/", "?", "#", "İ", "e\u0301", "é", "港"]
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.lists(st.sampled_from(WORDS) | ANY, max_size=12).map("".join)
PREDICATES = st.dictionaries(TEXT, st.lists(TEXT, max_size=3), min_size=1, max_size=3)
VOCABULARIES = st.builds(vocabulary, TEXT, PREDICATES, exclusive=st.booleans())


@settings(max_examples=40)
@given(data=VOCABULARIES)
def test_any_machine_tag_survives(api: Api, url: str, second_url: str, tmp_path: Path, data: Json) -> None:
    # No other example has this namespace.
    number = api.rev()
    data["namespace"] += str(number)
    terms = terms_of(data)
    (file,) = write(tmp_path / str(number), data)
    assert hearsay(url, "taxonomy", "import", str(file)).code == 0

    for place, term in enumerate(terms):
        judge(api, f"clm_{number}-{place}", term)

    content = export(url, "&".join(f"id=clm_{number}-{place}" for place in range(len(terms))))
    tags = [row["tag"] for row in map(orjson.loads, content.splitlines()) if "tag" in row]
    assert [tag["term"] for tag in tags] == terms
    done = hearsay(second_url, "import", "--on-conflict", "skip", "-", stdin=content)
    assert done.code == 0, done.said
    with serving(second_url) as there:
        assert [there.get(f"/v1/tags/{tag['id']}")["term"] for tag in tags] == terms
    assert differences() == []


def terms_of(data: Json) -> list[str]:
    """Give the terms of a taxonomy that is valid."""
    try:
        return [entry.term for entry in read(data).entries]
    except Invalid:
        assume(condition=False)
        raise


def judge(api: Api, claim: str, term: str) -> None:
    """Give one of two claims a tag, and find it wherever a tag is found."""
    other = f"{claim}-not"
    for one in (claim, other):
        api.claim(id=one)
    before, two = api.rev(), [("id", claim), ("id", other)]

    tag = api.tag(claim, term)

    assert tag["term"] == term
    assert api.ids("/v1/tags", term=term, claim_id=claim) == [tag["id"]]
    assert (api.ids("/v1/claims", *two, tag=term), api.ids("/v1/claims", *two, tag__not=term)) == ([claim], [other])
    assert api.get(f"/v1/claims/{claim}")["tags"] == [{"term": term, "reviewers": 1}]
    assert [entry["document"]["term"] for entry in api.feed(before)] == [term]
    assert matrix(api, f"&id={claim}", scale_of(term)) == [["claim", tag["reviewer"]], [claim, term]]
