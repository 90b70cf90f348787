"""Whatever was written: it moves to the other engine as it is, and nothing in it differs from what follows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Scope
from tests.random_writes import SMALL, VERBS, Verb
from tests.stores import clear, export, hearsay, move, serving


@settings(max_examples=8)
@given(writes=st.lists(st.tuples(st.sampled_from(VERBS), SMALL, SMALL), min_size=4, max_size=25))
def test_whatever_was_written_moves_as_it_is(url: str, other_url: str, writes: list[tuple[Verb, int, int]]) -> None:
    clear(url)
    clear(other_url)
    with serving(url) as api:
        admin = api.by("root", Scope.ADMIN)
        for verb, one, two in writes:
            verb(admin, one, two)

    content = export(url)
    move(content, other_url)

    assert export(other_url) == content
    assert hearsay(url, "check").out == hearsay(other_url, "check").out == b""
