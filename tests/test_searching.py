"""What a search finds: words, phrases, alternatives and what is not wanted, and no text that is not a search."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.errors import Invalid
from service.domain.folding import words
from service.domain.searching import any_of, finds, read, searchable
from service.schemas.grammars import CLAIMS
from service.store import lists, searching
from service.store.database import database
from service.store.tallies import tally
from tests.api import Api, Json, named, outlet, places
from tests.stores import export

STATEMENTS = {
    "closed": "The bridge is closed.",
    "open": "The bridge is not closed: it is open.",
    "german": "Die Brücke ist zu.",
    "chinese": "桥封了，北京大学关闭。",
    "arabic": "أُغلق الجسر يوم الأحد.",
    "thai": "น้ำท่วมใหญ่ในกรุงเทพ",
    "fire": "There was fire 🔥 at café No. 5.",
}


@pytest.fixture
def newsroom(api: Api) -> Api:
    for name, statement in STATEMENTS.items():
        api.claim(statement, id=f"clm_{name}")
    publisher = {"kind": "outlet", "name": "Harbour Wire"}
    said = [outlet("Courier"), named("Łukasz Obi", as_printed="a Mr Obi", role="engineer")]
    said[1]["source"]["aliases"] = ["Professor Bridges"]
    article = {"url": "https://wire.example/1", "publisher": publisher, "title": "A title"}
    api.claim("It is so.", id="clm_named", article=article, quote="“Pins,” he said", attribution=said)
    api.claim("The bridge is closed, it was said.", id="clm_gone")
    api.delete("/v1/claims/clm_gone")
    return api


FOUND = {
    "bridge": "closed open",
    "BRIDGE closed": "closed open",
    '"bridge is closed"': "closed",
    '"closed bridge"': "",
    "bridge -open": "closed",
    'bridge -"not closed"': "closed",
    "open OR fire": "open fire",
    "bridge open OR brucke zu": "german open",
    "-bridge": "german chinese arabic thai fire named",
    "-bridge -the OR open": "open german chinese arabic thai fire named",
    "Brücke": "german",
    "bru\u0308cke": "german",
    "bruecke": "",
    "北京": "chinese",
    "京大": "chinese",
    "京北": "",
    "大": "chinese",
    "桥 关闭": "chinese",
    "اغلق الجسر": "arabic",
    "الأحد": "arabic",
    "ท่วม": "thai",
    "🔥": "fire",
    "cafe": "fire",
    "no-5": "fire",
    "lukasz": "named",
    "courier": "named",
    "wire pins": "named",
    '"harbour wire"': "named",
    '"so pins"': "",
    "professor": "",
    "engineer": "",
    "title": "",
    "or": "",
}


def test_a_search_finds_the_claims_that_have_its_words(newsroom: Api) -> None:
    found = {text: newsroom.ids("/v1/claims", q=text) for text in FOUND}

    assert found == {text: sorted(f"clm_{name}" for name in names.split()) for text, names in FOUND.items()}


def test_several_searches_find_what_any_of_them_finds(newsroom: Api) -> None:
    assert newsroom.ids("/v1/claims", ("q", "open"), ("q", "fire")) == ["clm_fire", "clm_open"]
    assert len(newsroom.ids("/v1/claims", ("q", "open"), ("q", ""))) == len(STATEMENTS) + 1


@pytest.mark.parametrize(
    "text", ["", " ", "OR", "OR OR", "-", '"', '""', '-""', "!!!", "- OR -", "\t\n", "\u0301", "((*"]
)
def test_a_search_without_a_word_leaves_nothing_out(newsroom: Api, text: str) -> None:
    assert len(newsroom.ids("/v1/claims", q=text)) == len(STATEMENTS) + 1


JUNK = [
    '"bridge', 'bridge"', "OR bridge", "bridge OR", "bridge OR OR bridge", "bridge -", "- bridge", "(bridge)",
    "bridge*", "^bridge", "bridge:", "bridge !!", "bridge '", "\\bridge", 'bridge -"', "bridge & |", "--- bridge",
    "“bridge”", "«bridge»", "%bridge%", "bridge;", "\u200dbridge", "bridge\u00ad",
]  # fmt: skip


@pytest.mark.parametrize("text", JUNK)
def test_what_is_no_word_among_words_is_passed_over(newsroom: Api, text: str) -> None:
    assert newsroom.ids("/v1/claims", q=text) == ["clm_closed", "clm_open"]


@pytest.mark.parametrize(
    "text", ["NEAR(a b)", "statement:x", "words : x", "NOT", "AND", "a AND", "x" * 2_000, "{a b}", "-" * 500]
)
def test_no_text_is_an_error(newsroom: Api, text: str) -> None:
    newsroom.get("/v1/claims", q=text)


def test_a_search_has_bounds(newsroom: Api) -> None:
    assert places(newsroom.refused(422, "GET", "/v1/claims?q=a%00b")) == {"q": "character"}
    assert places(newsroom.refused(422, "GET", "/v1/claims?q__not=a")) == {"q__not": "unknown-operator"}
    assert places(newsroom.refused(422, "GET", "/v1/claims?q=" + "a" * 6_000 + "&q=a%00")) == {"q": "character"}


@pytest.mark.parametrize("name", ["q", "speaker", "id"])
@pytest.mark.parametrize("value", ["%FF", "a%ED%A0%80", "%C3"])
def test_bytes_that_are_no_text_are_refused(newsroom: Api, name: str, value: str) -> None:
    assert places(newsroom.refused(422, "GET", f"/v1/claims?language=en&{name}={value}")) == {name: "character"}
    assert newsroom.app.test_client().get(f"/claims?{name}={value}").status_code == 422


def test_a_parameter_whose_name_is_no_text_is_refused(newsroom: Api) -> None:
    assert places(newsroom.refused(422, "GET", "/v1/claims?%FF=en")) == {"\ufffd": "character"}


def test_a_search_has_at_most_10_000_characters() -> None:
    CLAIMS.read([("q", "a" * 10_000)])

    with pytest.raises(Invalid) as refusal:
        CLAIMS.read([("q", "a" * 10_001)])

    assert [(place, fault.code) for place, fault in refusal.value.faults] == [({"parameter": "q"}, "too-long")]


def test_a_search_of_many_words_is_answered(newsroom: Api) -> None:
    many = " ".join(f"w{number}" for number in range(700))
    assert newsroom.ids("/v1/claims", q=many) == []
    assert newsroom.ids("/v1/claims", q=f"bridge OR {many.replace(' ', ' OR ')}") == ["clm_closed", "clm_open"]
    assert newsroom.ids("/v1/claims", q=f"bridge -{many.replace(' ', ' -')}") == ["clm_closed", "clm_open"]


def test_a_phrase_is_found_behind_many_repetitions_of_its_words(api: Api) -> None:
    api.claim("So.", id="clm_long", quote="的 " * 4_000 + "的桥")

    assert api.ids("/v1/claims", q="的桥") == ["clm_long"]
    assert api.ids("/v1/claims", q="桥的") == []


def test_a_report_and_an_export_take_a_search(newsroom: Api, url: str) -> None:
    assert newsroom.get("/v1/report", q="bridge -open")["claims"] == 1
    assert b"clm_closed" in export(url, "q=bridge -open")
    assert b"clm_open" not in export(url, "q=bridge -open")


def test_a_search_goes_with_filters_and_orders_and_pages(newsroom: Api) -> None:
    assert newsroom.ids("/v1/claims", q="is", sort="-rev") == ["clm_named", "clm_open", "clm_closed"]
    assert newsroom.ids("/v1/claims", q="is", speaker_kind="named") == ["clm_named"]
    pages = list(newsroom.walk("/v1/claims?q=is&limit=1"))
    assert [[item["id"] for item in page["items"]] for page in pages] == [["clm_closed"], ["clm_named"], ["clm_open"]]


ALPHABET = ["a", "b", "c", "é", "北", "京", "ß"]
texts = st.lists(st.sampled_from(ALPHABET), max_size=6).map(" ".join)
phrases = st.lists(st.sampled_from([*ALPHABET, "x"]), min_size=1, max_size=3)
searches = st.lists(st.lists(st.tuples(st.booleans(), phrases), min_size=1, max_size=3), min_size=1, max_size=3)


Spoken = list[list[tuple[bool, list[str]]]]
"""Alternatives of phrases, each with whether it is not wanted."""


def spelled(search: Spoken) -> str:
    return " OR ".join(
        " ".join(f'{"-" if minus else ""}"{" ".join(phrase)}"' for minus, phrase in alternative)
        for alternative in search
    )


def by_hand(search: Spoken, parts: list[str]) -> bool:
    """Look for each phrase at each place of each part."""

    def is_there(phrase: list[str]) -> bool:
        asked = words(" ".join(phrase))
        return any(
            words(part)[place : place + len(asked)] == asked for part in parts for place in range(len(words(part)))
        )

    return any(all(is_there(phrase) is not minus for minus, phrase in alternative) for alternative in search)


@given(searches, texts, texts)
def test_a_search_means_what_looking_for_each_phrase_comes_to(search: Spoken, statement: str, quote: str) -> None:
    text = searchable([statement, quote])

    assert finds(read(spelled(search)), text) is by_hand(search, [statement, quote])


@pytest.fixture
def stocked(api: Api) -> dict[str, list[str]]:
    """Store claims of all kinds of few words."""
    made = itertools.product(["a", "b é", "a b c", "北京 ß", "x y"], [None, "b a", "é c", "京北", "ß ß"])
    parts: dict[str, list[str]] = {}
    for number, (statement, quote) in enumerate(made):
        claim: Json = api.claim(statement, id=f"clm_{number:02}", quote=quote)
        parts[claim["id"]] = [statement, quote or ""]
    return parts


@pytest.mark.parametrize("few", [5_000, 0])
def test_both_engines_find_what_looking_by_hand_finds(
    stocked: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(searching, "FEW", few)

    @given(searches)
    @settings(max_examples=60)
    def law(search: Spoken) -> None:
        with database.connection_context():
            found = searching.page(lists.CLAIMS, CLAIMS.read([("q", spelled(search)), ("limit", "200")])).documents
            all_found = tally(CLAIMS.read([("q", spelled(search))]).conditions).claims

        expected = [claim for claim, parts in stocked.items() if by_hand(search, parts)]
        assert [claim for claim, _ in found] == expected
        assert all_found == len(expected)

    law()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_a_search_and_finds_itself(text: str, other: str) -> None:
    search = read(text)

    assert any_of([search, read(other)]) is not None
    assert finds(read('"' + text.replace('"', "") + '"'), searchable([other, text, other]))
