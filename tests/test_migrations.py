"""The schema that the migrations make is the one that the models say."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.store import migrating, models
from service.store.database import bind, database
from tests.schemas import ddl
from tests.served import HEARSAY
from tests.stores import at, hearsay


@pytest.fixture
def empty(empty_url: str) -> Iterator[str]:
    bind(empty_url)
    with database.connection_context():
        yield empty_url
    database.close_idle()


@pytest.mark.usefixtures("empty")
def test_what_the_migrations_make_is_what_the_models_say() -> None:
    migrating.up()
    migrated = [line for line in ddl() if "sqlite_stat" not in line]
    migrating.down(migrating.status()[0][0])

    models.create_tables()

    assert migrated == ddl()
    assert len(migrated) > len(models.TABLES)


@pytest.mark.usefixtures("empty")
def test_a_migration_taken_back_leaves_nothing_behind() -> None:
    migrating.up()

    migrating.down(migrating.status()[0][0])

    assert ddl() == []


@pytest.mark.usefixtures("empty")
def test_each_migration_goes_up_down_and_up_again() -> None:
    first = migrating.up()
    schema = ddl()

    taken_back = [migrating.down()[0] for _ in first]
    again = migrating.up()

    assert taken_back == first[::-1]
    assert again == first
    assert ddl() == schema


def test_several_processes_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    command, variables = [str(HEARSAY), "migrate", "up"], {**os.environ, "HEARSAY_DATABASE_URL": empty_url}
    started = [subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = "".join(one.communicate()[0] for one in started)

    assert [one.returncode for one in started] == [0, 0, 0]
    applied = [line.removeprefix("applied: ") for line in said.splitlines() if line.startswith("applied: ")]
    assert sorted(applied) == sorted(path.stem for path in migrating.DIRECTORY.glob("[0-9]*.py"))
    assert hearsay(empty_url, "check").code == 0


@pytest.mark.usefixtures("store")
def test_a_new_store_begins_at_revision_zero() -> None:
    assert models.Counter.get().rev == 0


def test_an_embedded_store_with_rows_is_copied_beside_itself_before_it_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE keepsake (word TEXT)")
        old.execute("INSERT INTO keepsake VALUES ('kept')")
    old.close()
    bind(f"sqlite:///{file}")

    with database.connection_context():
        migrating.up()
    database.close_idle()

    (copy,) = tmp_path.glob("old.db.before-*")
    saved = sqlite3.connect(copy)
    assert saved.execute("SELECT word FROM keepsake").fetchall() == [("kept",)]
    saved.close()


def test_an_empty_embedded_store_is_not_copied(tmp_path: Path) -> None:
    bind(f"sqlite:///{tmp_path}/new.db")

    with database.connection_context():
        migrating.up()
    database.close_idle()

    assert list(tmp_path.glob("new.db.before-*")) == []


def test_a_database_of_another_encoding_is_refused_before_anything_is_made_in_it(postgresql_server: str) -> None:
    with psycopg.connect(postgresql_server, autocommit=True) as server:
        server.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        url = postgresql_server.replace("/postgres?", "/ascii?")

        done = hearsay(url, "migrate", "up")

        assert (done.code, done.said.count("\n")) == (1, 1)
        assert "not in UTF-8" in done.said
        assert "ENCODING 'UTF8'" in done.said
        with at(url):
            assert database.execute_sql("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        server.execute("DROP DATABASE ascii WITH (FORCE)")
