"""Rows that are loaded all at once, a few at a time, or made one by one by the verbs leave the same store."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import articles, claims, evidence, exchange, reviewers, sources, tags
from service.domain.errors import Refused
from service.domain.vocabulary import RowType
from service.loading import AT_ONCE, Line, Loading
from service.store.models import TABLES, Article, Source
from tests.api import Json, named, outlet, unnamed
from tests.stored import differences
from tests.stores import clear
from tests.vocabularies import install, vocabulary

NAMES: Final = ("Ada Obi", "ada  obi", "Åda", "The Daily")
TERMS: Final = ("check:done", "check:now", 'mood:is="a"', 'mood:is="b"', 'free:word="x"', "none:such")
TIES: Final = ("supported_by", "contradicted_by", "repeats", "retracted_by")
SMALL: Final = st.integers(0, 5)
ID: Final = re.compile(r"(src|art)_[a-z0-9-]+")
MADE_CHARS: Final = 20
"""An id of more characters was made by chance."""

LEFT_OUT: Final = frozenset({"created_at", "updated_at", "at", "by"})
"""When something was written, and by whom."""

DERIVED: Final = frozenset({"Touched", "Counter"})
"""What says which tie of several renewed a claim."""

Row = tuple[RowType, Json]


def link(which: int) -> Json:
    links = (
        named(NAMES[which % 4]), outlet("Wire"), unnamed(number=which + 1), unnamed("collective", count=2),
        {"source": {"id": f"src_{which}", "kind": "person"}, "source_type": "expert"},
        {"source": {"kind": "body", "name": "Office", "same_as": ["urn:office:1"]}, "source_type": "official"},
    )  # fmt: skip
    return links[which % len(links)]


def source(number: int, one: int, two: int) -> Row:
    owner = {"belongs_to": {"kind": "body", "name": f"House {two}"}} if one % 2 else {}
    body = {"id": f"src_{one}", "kind": "person", "name": NAMES[two % 4], "aliases": [f"Alias {two}"], **owner}
    return RowType.SOURCE, body | ({"new": True} if number % 2 else {})


def article(number: int, one: int, two: int) -> Row:
    text = {"text": "Es ist zu."} if one % 2 else {}
    copy = {"copy_of": {"id": f"art_{two}"}} if two % 3 == 2 else {}
    publisher = {"publisher": {"name": NAMES[two % 4]}} if number % 3 else {}
    return RowType.ARTICLE, {"id": f"art_{one}", "url": f"https://{one}.example/", **text, **copy, **publisher}


def claim(number: int, one: int, two: int) -> Row:
    place = {"id": f"art_{one}"} if two % 2 else {"url": f"https://{one}.example/", "language": "de"}
    quote = {"quote": "ist zu"} if one % 2 else {}
    chain = [link(one), link(two)][: number % 3]
    body = {"id": f"clm_{number % 8}", "article": place, "statement": NAMES[two % 4], "attribution": chain, **quote}
    return RowType.CLAIM, body | ({"position": two + 1} if one == two else {})


def tag(number: int, one: int, two: int) -> Row:
    body = {
        "id": f"tag_{number}",
        "claim": f"clm_{one}",
        "term": TERMS[two],
        "reviewer": "mina",
        "note": NAMES[two % 4],
    }
    return RowType.TAG, body


def tie(number: int, one: int, two: int) -> Row:
    cited = {"article": {"url": f"https://{two}.example/"}, "attribution": [link(two)]}
    end = {"claim": f"clm_{two}"} if number % 2 else {"citation": cited}
    return RowType.EVIDENCE, {"id": f"evd_{number}", "subject": f"clm_{one}", "tie": TIES[(one + two) % 4], **end}


Make = Callable[[int, int, int], Row]
FIRST: Final = [article(1, 0, 0), article(1, 1, 1), claim(0, 0, 1), claim(1, 1, 1), claim(2, 0, 3)]


@st.composite
def rows(draw: st.DrawFn, makes: tuple[Make, ...]) -> list[Row]:
    several = draw(st.lists(st.tuples(st.sampled_from(makes), SMALL, SMALL), min_size=4, max_size=25))
    return [*FIRST, *(make(number, one, two) for number, (make, one, two) in enumerate(several, start=3))]


def load(several: list[Row], first: int = 1, at_once: int = AT_ONCE) -> None:
    lines = [Line(first + place, kind, body) for place, (kind, body) in enumerate(several)]
    exchange.load(lines, Loading(None, at_once=at_once))


def load_one_by_one(several: list[Row]) -> None:
    for number, row in enumerate(several, start=1):
        load([row], number)


def one_by_one(several: list[Row]) -> Iterator[Row]:
    """Make each row by its verb, and give those that were taken."""
    for kind, body in several:
        try:
            VERBS[kind](exchange.SHAPES[kind].read(body))
        except Refused:
            continue
        yield kind, body


VERBS: Final[dict[RowType, Callable[[Any], object]]] = {
    RowType.SOURCE: lambda data: sources.add(data, None),
    RowType.ARTICLE: lambda data: articles.add(data, None),
    RowType.CLAIM: lambda data: claims.add(data, None),
    RowType.TAG: lambda data: tags.add(data["claim"], data, "mina"),
    RowType.EVIDENCE: lambda data: evidence.add(data["subject"], data, None, edits=True),
}


def kept(*, but_who_renewed: bool = False) -> dict[str, list[str]]:
    """Give every row but for times, and with another name in the place of an id that chance made."""
    made = {row.id: f"src#{row.rev}" for row in Source.select() if len(row.id) > MADE_CHARS}
    made |= {row.id: f"art#{row.rev}" for row in Article.select() if len(row.id) > MADE_CHARS}
    left_out = LEFT_OUT | {"rev"} if but_who_renewed else LEFT_OUT
    found = {}
    for table in TABLES:
        if not (but_who_renewed and table.__name__ in DERIVED):
            several = [repr(plain(row, left_out)) for row in table.select().dicts()]
            found[table.__name__] = sorted(ID.sub(lambda one: made.get(one[0], one[0]), row) for row in several)
    return found


def plain(value: Any, left_out: frozenset[str]) -> Any:
    if isinstance(value, dict):
        kept_keys = {key: plain(inner, left_out) for key, inner in value.items() if key not in left_out}
        return {key: inner is not None if key == "withdrawn_at" else inner for key, inner in kept_keys.items()}
    if isinstance(value, bytes | memoryview):
        return plain(orjson.loads(bytes(value)), left_out)
    return [plain(inner, left_out) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def begin(url: str) -> Callable[[], None]:
    """Empty the store, and give it whom and what tags need."""

    def again() -> None:
        clear(url)
        reviewers.add("mina")
        install(vocabulary("mood", {"is": "ab"}, exclusive=True))

    return again


@settings(max_examples=25)
@given(several=rows((source, article, claim, claim, claim, tag, tag)), at_once=st.integers(1, 7))
@pytest.mark.usefixtures("store")
def test_rows_leave_the_same_store_however_many_are_loaded_at_once(
    begin: Callable[[], None], several: list[Row], at_once: int
) -> None:
    begin()
    taken = list(one_by_one(several))
    before = kept()

    begin()
    load(taken)
    assert kept() == before

    begin()
    for start in range(0, len(taken), at_once):
        load(taken[start : start + at_once])
    assert kept() == before

    begin()
    load(taken, at_once=at_once)
    assert kept() == before
    assert differences() == []


@settings(max_examples=25)
@given(several=rows((article, claim, claim, claim, tag, tie, tie, tie)), at_once=st.integers(1, 7))
@pytest.mark.usefixtures("store")
def test_ties_leave_the_same_stories_however_many_are_loaded_at_once(
    begin: Callable[[], None], several: list[Row], at_once: int
) -> None:
    begin()
    taken = list(one_by_one(several))
    before = kept(but_who_renewed=True)

    for together in (AT_ONCE, at_once):
        begin()
        load(taken, at_once=together)
        assert kept(but_who_renewed=True) == before

    assert differences() == []


@settings(max_examples=40)
@given(several=rows((source, article, claim, claim, tag, tie)))
@pytest.mark.usefixtures("store")
def test_of_rows_that_are_refused_the_same_is_said_however_many_are_loaded_at_once(
    begin: Callable[[], None], several: list[Row]
) -> None:
    begin()
    said = refusal(lambda: load(several, at_once=3))

    begin()
    one_at_a_time = refusal(lambda: load_one_by_one(several))

    assert said == one_at_a_time


@pytest.mark.usefixtures("store")
def test_of_many_ties_the_one_that_cannot_be_is_named(begin: Callable[[], None]) -> None:
    begin()
    pair: Json = {"subject": "clm_0", "claim": "clm_1"}
    ties = [(RowType.EVIDENCE, {"id": f"evd_{number}", "tie": TIES[number], **pair}) for number in range(2)]

    said = refusal(lambda: load([*FIRST, *ties, tag(1, 0, 0)]))

    assert said is not None
    assert [(place["line"], fault.code) for place, fault in said[1]] == [(len(FIRST) + 2, "both-sides")]
    assert Source.select().count() == 0


@pytest.mark.usefixtures("store")
def test_a_name_that_goes_with_an_anonymous_speaker_takes_back_all_rows_and_is_stored_nowhere(
    begin: Callable[[], None],
) -> None:
    begin()
    before = kept()
    link = {**named("Vera Kovac"), "identification": "described"}
    wrong = {"id": "clm_9", "article": {"id": "art_0"}, "statement": "It is.", "attribution": [outlet("Wire"), link]}
    # So many that some rows were written before the wrong one is looked at.
    many = [source_of(number) for number in range(2 * AT_ONCE)]

    said = refusal(lambda: load([*FIRST, *many, (RowType.CLAIM, wrong), source_of(len(many))]))

    assert said is not None
    assert [(place, fault.code) for place, fault in said[1]] == [
        ({"line": len(FIRST) + len(many) + 1, "pointer": "/attribution/1/source/name"}, "unnamed")
    ]
    assert "Vera" not in repr(said)
    assert kept() == before


def source_of(number: int) -> Row:
    return RowType.SOURCE, {"id": f"src_{number}", "kind": "person", "name": f"Person {number}"}


def refusal(write: Callable[[], object]) -> Any:
    try:
        write()
    except Refused as refused:
        return refused.detail, refused.faults, refused.hint, refused.members.get("line")
    return None
