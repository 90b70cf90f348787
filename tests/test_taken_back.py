"""A migration that is taken back beside a running server."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from service import reviewers
from service.app import create_app
from service.domain.vocabulary import Scope
from service.settings import Settings
from service.store import migrating, models
from service.store.database import bind, database
from tests.api import Api

CLAIM = {"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": []}


@pytest.fixture
def api(empty_url: str) -> Iterator[Api]:
    """Serve a store whose migrations may come and go, and hold an editor's token."""
    app = create_app(Settings(database_url=empty_url))
    with database.connection_context():
        migrating.up()
        reviewers.add("mina")
        token = reviewers.create_token("mina", [Scope.EDIT])
    yield Api(app, token)
    database.close_idle()


def take_back(target: str) -> None:
    """Do as another program might, which does not ask what would be lost."""
    with database.connection_context():
        Runner(database.obj, str(migrating.DIRECTORY), migrating.HISTORY).down(target)


@pytest.mark.parametrize("request_line", ["GET /v1/claims", "GET /v1/changes", "POST /v1/claims", "GET /readyz"])
def test_a_store_that_lost_a_migration_while_it_was_served_is_said_to_lack_it(api: Api, request_line: str) -> None:
    api.claim()
    names = [path.stem for path in sorted(migrating.DIRECTORY.glob("0*.py"))]
    take_back(names[0])

    method, path = request_line.split()
    for _ in range(2):
        problem = api.refused(503, method, path, CLAIM if method == "POST" else None)

        assert (problem["type"], problem["lacks"]) == ("/problems#not-migrated", names)


def test_a_store_that_got_its_migration_back_is_served_again(api: Api) -> None:
    api.claim()
    take_back("0003_evidence_and_overrides")
    api.refused(503, "GET", "/v1/evidence")

    with database.connection_context():
        migrating.up()

    assert len(api.ids("/v1/claims")) == 1
    assert api.ids("/v1/evidence") == []


def test_what_the_store_refuses_while_it_lacks_nothing_is_a_bug(api: Api) -> None:
    api.claim()
    with database.connection_context():
        database.execute_sql("ALTER TABLE claim RENAME TO elsewhere")

    assert api.refused(500, "GET", "/v1/claims")["type"] == "/problems#bug"


def test_an_embedded_store_is_copied_beside_itself_before_a_migration_is_taken_back(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    file = tmp_path / "hearsay.db"
    shutil.copy(migrated_sqlite, file)
    bind(f"sqlite:///{file}")
    with database.connection_context():
        models.Reviewer.insert(handle="mina", created_at=0).execute()
        migrating.down()
        last = migrating.pending()[0]
    database.close_idle()

    (copy,) = tmp_path.glob("hearsay.db.before-*")
    assert copy.name.startswith(f"hearsay.db.before-down-{last}.")
    with closing(sqlite3.connect(copy)) as saved:
        assert saved.execute("SELECT handle FROM reviewer").fetchall() == [("mina",)]
        assert saved.execute("SELECT count(*) FROM tag").fetchall() == [(0,)]
