"""Bring the store's schema to this release, or back; the scripts are in `migrations/`."""

from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from peewee import Database, PeeweeException, PostgresqlDatabase
from playhouse.migrations import MigrationError, Runner

from service.domain.errors import NotMigrated
from service.store import aside
from service.store.database import database, is_sqlite, is_there

DIRECTORY: Final = Path(__file__).parents[2] / "migrations"

HISTORY: Final = "schema_migration"
"""The table in which a database keeps which migrations it has."""

__all__ = [
    "HISTORY", "MigrationError", "down", "is_current", "known", "pending", "status", "unknown", "up", "up_elsewhere",
]  # fmt: skip


class InTurn(Runner):  # type: ignore[misc]
    """Applies migrations one after the other, also where several processes do so at once; the others' are left out."""

    def __init__(self, where: Database) -> None:
        """Take the database."""
        super().__init__(where, str(DIRECTORY), HISTORY)
        self._of_others: set[str] = set()

    def up(self, target: str | None = None, **more: Any) -> list[str]:
        """Apply what is pending; return what was applied here."""
        self._make_history()
        return [name for name in super().up(target, **more) if name not in self._of_others]

    def _make_history(self) -> None:
        try:
            self.History.create_table()
        except PeeweeException:
            # On PostgreSQL whoever makes the same meanwhile fails, even where it need not be there.
            if not self.History.table_exists():
                raise

    def _run(self, name: str, module: ModuleType, direction: str, **more: Any) -> None:
        with self.migrator.migration_context():
            # On SQLite the transaction has begun with the one lock that there is.
            if isinstance(self.database, PostgresqlDatabase):
                self.database.execute_sql(f"LOCK TABLE {HISTORY} IN SHARE ROW EXCLUSIVE MODE")
            if direction == "up" and name in self.applied():
                self._of_others.add(name)
            else:
                super()._run(name, module, direction, **more)


def _runner(where: Database | None = None) -> InTurn:
    return InTurn(database.obj if where is None else where)


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in DIRECTORY.glob("[0-9]*.py")))


def status() -> list[tuple[str, datetime | None]]:
    """List every migration with the time at which it was applied, None where it was not.

    Of a store that is not there yet, nothing is made by this.
    """
    if not is_there():
        return [(name, None) for name in _names()]
    return [(migration.name, migration.applied) for migration in _runner().status()]


def pending() -> list[str]:
    """List the migrations that this release has and the store lacks."""
    _refuse_other_encodings()
    applied = _runner().applied()
    return [name for name in _names() if name not in applied]


def _refuse_other_encodings() -> None:
    if is_sqlite():
        return
    # As bytes: in such a database, psycopg gives no text.
    asked = "SELECT pg_encoding_to_char(encoding)::text::bytea FROM pg_database WHERE datname = current_database()"
    ((encoding,),) = database.execute_sql(asked).fetchall()
    if bytes(encoding) != b"UTF8":
        raise NotMigrated("The database is not in UTF-8.", hint="Create one with ENCODING 'UTF8' TEMPLATE template0.")


def known(where: Database | None = None) -> list[str]:
    """List the migrations of this release that the store has, or a database elsewhere."""
    applied = _runner(where).applied()
    return [name for name in _names() if name in applied]


def unknown(where: Database | None = None) -> list[str]:
    """List the migrations that the store has, or a database elsewhere, and a later release made."""
    return sorted(set(_runner(where).applied()) - set(_names()))


def is_current() -> bool:
    """Tell whether the store has every migration of this release."""
    return not pending()


def up(target: str | None = None) -> list[str]:
    """Apply what is pending, each migration in a transaction of its own; return their names.

    Where another process does the same, each is applied by one of them. An embedded store that has something in it is
    copied beside itself first.
    """
    aside.clear()
    lacking = pending()
    if lacking:
        aside.copy(lacking[0])
    return list(_runner().up(target))


def up_elsewhere(where: Database) -> list[str]:
    """Apply what is pending to a database that is not the store; return the names."""
    return list(_runner(where).up())


def down(target: str | None = None) -> list[str]:
    """Take back the last migration, or all back through `target`, as one; return their names.

    Refused where what people wrote would go with it. An embedded store is copied beside itself first.
    """
    aside.clear()
    runner = _runner()
    applied = sorted(runner.applied(), reverse=True)
    # Of a target that is not applied, the runner says so.
    wanted = applied[: applied.index(target) + 1] if target in applied else applied[: target is None]
    _refuse_to_lose(wanted)
    if wanted:
        aside.copy(f"down-{wanted[0]}")
    with runner.migrator.migration_context():
        if applied and not is_sqlite():
            # Nobody writes between the look and the end of what was looked at.
            database.execute_sql("SELECT rev FROM counter FOR UPDATE")
        _refuse_to_lose(wanted)
        return list(runner.down(target))


def _refuse_to_lose(wanted: list[str]) -> None:
    """Refuse to take migrations back of which one says that it has what people wrote."""
    for migration in reversed(_runner().migrations()):
        looks = getattr(migration.load(), "WRITTEN", ()) if migration.name in wanted else ()
        if any(database.execute_sql(look).fetchone() for look in looks):
            raise MigrationError(
                f"{migration.name} holds what people wrote, and is not taken back; nothing was. The release before "
                "works with the store as it is; to be without it, restore a backup that is older."
            )
