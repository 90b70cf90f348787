"""Migrations that are taken back and applied again keep every byte that people wrote; else they are not taken back."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playhouse.migrations import MigrationError

from service import shipped, taxonomies
from service.domain.vocabulary import Scope
from service.formats import fixtures
from service.store import migrating
from service.store.database import database
from tests import full, vocabularies
from tests.api import Api
from tests.random_writes import SMALL, VERBS, Verb
from tests.schemas import Raw, ddl, raw
from tests.stores import at, clear, hearsay, migrate, serving
from tests.vocabularies import install, vocabulary

NAMES: Final = sorted(path.stem for path in migrating.DIRECTORY.glob("0*.py"))
FIRST, TAGS, TIES, TAXONOMIES = NAMES[:4]
NOT_WRITTEN: Final = {"taxonomy": {"created_at", "updated_at", "document"}}
"""Columns that nobody wrote: when a store began with what is shipped."""


@pytest.fixture
def url(empty_url: str) -> str:
    migrate(empty_url)
    return empty_url


@pytest.fixture
def api(url: str) -> Iterator[Api]:
    with serving(url) as api:
        yield api


def written() -> Raw:
    """Give every row, but for browsers that are signed in, without what nobody wrote."""
    rows = {table: found for table, found in raw().items() if table != "session"}
    for table, columns in NOT_WRITTEN.items():
        bare = [{name: value for name, value in row.items() if name not in columns} for row in rows[table]]
        rows[table] = sorted(bare, key=repr)
    return rows


def go_each_way_down_and_up() -> list[str]:
    """Take back one migration, two, and so on, and apply them again; name those that are not taken back."""
    refused, before, schema = [], written(), ddl()
    for name in reversed(NAMES):
        try:
            migrating.down(name)
        except MigrationError:
            refused.append(name)
        else:
            assert name in migrating.pending()
            shipped.migrate()
            if name <= TAXONOMIES:
                vocabularies.begin()
        assert (written(), ddl()) == (before, schema)
    return refused


@settings(max_examples=6)
@given(writes=st.lists(st.tuples(st.sampled_from(VERBS), SMALL, SMALL), min_size=1, max_size=25))
def test_whatever_was_written_is_there_after_each_way_down_and_up(
    url: str, writes: list[tuple[Verb, int, int]]
) -> None:
    clear(url)
    with serving(url) as api:
        admin = api.by("root", Scope.ADMIN)
        for verb, one, two in writes:
            verb(admin, one, two)

    with at(url):
        refused = go_each_way_down_and_up()

    assert NAMES[0] in refused
    assert hearsay(url, "check").out == b""


def test_a_store_that_holds_one_of_everything_goes_back_as_far_as_nobody_wrote_anything(api: Api, url: str) -> None:
    full.fill(api)
    with database.connection_context():
        for path in fixtures.shipped():
            fixtures.seed(path)

    with at(url):
        assert go_each_way_down_and_up() == [TAXONOMIES, TIES, TAGS, FIRST]

    assert hearsay(url, "check").out == b""


def override(api: Api) -> None:
    claim, body = api.claim()["id"], {"status": "contested", "reason": "Hm."}
    assert api.call("PUT", f"/v1/claims/{claim}/override", body).status_code == 200


def post_once(api: Api) -> None:
    body = {"url": "https://news.example/1"}
    assert api.call("POST", "/v1/articles", body, Idempotency_Key="k").status_code == 201


def withdraw_a_tag(api: Api) -> None:
    api.delete(f"/v1/tags/{api.tag(api.claim()['id'])['id']}")


def remove_a_taxonomy(_: Api) -> None:
    with database.connection_context():
        taxonomies.remove("hearsay")


WRITES: Final[dict[str, tuple[Callable[[Api], object], list[str]]]] = {
    "nothing but a token": (lambda _: None, [FIRST]),
    "a claim": (lambda api: api.claim(), [FIRST]),
    "a tag": (lambda api: api.tag(api.claim()["id"]), [TAGS, FIRST]),
    "a tag that was withdrawn": (withdraw_a_tag, [TAGS, FIRST]),
    "an answer that is kept": (post_once, [TAGS, FIRST]),
    "a tie": (lambda api: api.tie(api.claim()["id"], "repeats", api.claim("It is.")["id"]), [TIES, TAGS, FIRST]),
    "an override": (override, [TIES, TAGS, FIRST]),
    "a taxonomy": (lambda _: install(vocabulary("mine", ["done"])), [TAXONOMIES, TIES, TAGS, FIRST]),
    "a taxonomy less": (remove_a_taxonomy, [TAXONOMIES, TIES, TAGS, FIRST]),
}


@pytest.mark.parametrize("what", WRITES)
def test_nothing_is_taken_back_of_which_one_migration_holds_what_somebody_wrote(api: Api, url: str, what: str) -> None:
    write, refused = WRITES[what]
    write(api)

    with at(url):
        assert go_each_way_down_and_up() == refused


def test_who_would_lose_what_people_wrote_is_told_what_to_do_instead(api: Api, url: str) -> None:
    api.tag(api.claim()["id"])

    done = hearsay(url, "migrate", "down", FIRST)

    assert (done.code, done.out, done.said.count("\n")) == (1, b"", 1)
    assert TAGS in done.said
    assert "restore a backup" in done.said
    assert hearsay(url, "migrate", "status").code == 0
