"""Refusals say all that is so, and what would be right."""

import pytest

from service.store.rows import MAX_USERS_NAMED
from tests.api import Api

ARTICLE = {"id": "art_1", "url": "https://news.example/1"}


@pytest.mark.parametrize("more", [0, 1])
def test_a_refusal_that_names_only_some_of_what_is_in_the_way_says_so(api: Api, more: int) -> None:
    for _ in range(MAX_USERS_NAMED + more):
        api.claim(article=ARTICLE)

    problem = api.refused(409, "DELETE", "/v1/articles/art_1", If_Match="*")

    assert len(problem["used_by"]) == MAX_USERS_NAMED
    assert problem["truncated"] is bool(more)
