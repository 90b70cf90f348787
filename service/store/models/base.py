"""What all tables share."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any, Final, Self

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    Check,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    chunked,
)

from service.domain.vocabulary import Word
from service.store.database import Batch, database, execute, execute_many
from service.store.fields import KeyField

AS_THEY_ARE: Final = (KeyField, TextField, IntegerField, BigIntegerField, BlobField)

PLAIN: Final = frozenset({*AS_THEY_ARE, BooleanField, ForeignKeyField})
EXACT: Final = frozenset({str, type(None)})

ADDED_AT_ONCE: Final = 500
"""SQLite binds at most 32,766 values in one statement."""

LIVE: Final = "deleted_at IS NULL"
CURRENT: Final = "withdrawn_at IS NULL"
SHOWN: Final = f"{CURRENT} AND NOT blind"
"""Tags that count and are shown: those that hold, but for what is judged blind."""

CONTESTED: Final = "contested > 0"
"""Claims on which reviewers differ."""

AT_COMMIT: Final = "INITIALLY DEFERRED"
"""Rows of one table that refer to each other are held to it when all of them are there."""


def one_of(column: str, words: type[Word]) -> Any:
    """Hold a column to a closed list; neither engine enforces a field's `choices`."""
    return Check(f"{column} IN ({', '.join(repr(word.value) for word in words)})")


class Row(Model):
    """What all tables share.

    The statements that load one row and save one are made once: peewee makes them anew each time, which takes longer
    than the engine takes to run them.
    """

    class Meta:
        """Bound to the database of this process."""

        database = database
        legacy_table_names = False
        only_save_dirty = True

    _dirty: set[str]
    __data__: dict[str, Any]
    __rel__: dict[str, Any]

    @classmethod
    def find(cls, **values: Any) -> Self | None:
        """Load the row with these values, where None is NULL; None if there is none."""
        sql, asked = _select(cls, tuple((name, value is None) for name, value in values.items()))
        pairs = zip(asked, values.values(), strict=True)
        found = execute(sql, [field.db_value(value) for field, value in pairs if value is not None]).fetchone()
        return None if found is None else cls._of_columns(found)

    @classmethod
    def where(cls, condition: str, bound: Sequence[Any]) -> list[Self]:
        """Load the rows that fulfil a condition, which is written with `?`."""
        found = execute(f"SELECT {_columns(cls._meta.sorted_fields)} FROM {_table(cls)} WHERE {condition}", bound)
        return [cls._of_columns(values) for values in found.fetchall()]

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Make a row of the values of its columns, with the ids of what it refers to."""
        row = cls.__new__(cls)
        vars(row).update(__data__=values, __rel__={}, _dirty=set(values))
        return row

    @classmethod
    def _of_columns(cls, values: Sequence[Any]) -> Self:
        row = cls(__no_default__=1)
        row.__data__ = {
            name: value if read is None or value is None else read(value)
            for (name, read), value in zip(_readers(cls), values, strict=True)
        }
        return row

    def take(self, values: dict[str, Any]) -> None:
        """Set some columns at once, which costs a tenth of setting each."""
        self.__data__ |= values
        self._dirty.update(values)

    def pick(self, getter: Callable[[Any], Any]) -> Any:
        """Give the values of some columns, which are there."""
        return getter(self.__data__)

    def values_of(self, names: Iterable[str]) -> dict[str, Any]:
        """Give the values of some columns, None where there is none, in a fifth of the time that asking each takes."""
        data = self.__data__
        return {name: data.get(name) for name in names}

    def knows(self, **related: Model | None) -> None:
        """Keep a row that this one refers to beside it, so that it need not be loaded."""
        self.__rel__ |= related

    def add(self) -> None:
        """Insert the row."""
        self._run(*_insert(type(self), tuple(self.__data__)))

    @classmethod
    def add_many(cls, rows: Iterable[dict[str, Any]]) -> None:
        """Insert rows that all have the same keys, some hundreds in one statement."""
        for some in chunked(rows, ADDED_AT_ONCE):
            sql, fields = _insert(cls, tuple(some[0]))
            begin, _, marks = sql.rpartition("(")
            values = ", ".join(f"({marks}" for _ in some)
            execute(begin + values, [field.db_value(row[field.name]) for row in some for field in fields])

    @classmethod
    def add_all(cls, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows by one prepared statement; a column that a row has no value of is NULL."""
        execute_many(cls.addition(rows))

    @classmethod
    def addition(cls, rows: Sequence[dict[str, Any]]) -> Batch:
        """Give what inserts rows.

        Values are made into what the engines take column by column: row by row, it would take longer than to insert.
        """
        sql, fields = _insert(cls, tuple(cls._meta.fields))
        return [(sql, list(zip(*(_column(field, field.name, rows) for field in fields), strict=True)))]

    def alteration(self) -> Batch:
        """Give what updates the columns that were set since the row was loaded, which are as if stored from now on."""
        names = tuple(name for name in self.__data__ if name in self._dirty)
        if not names:
            return []
        sql, fields = _update(type(self), names)
        self.kept()
        return [(sql, [[field.db_value(self.__data__[field.name]) for field in fields]])]

    def kept(self) -> None:
        """Know that the row is stored as it is, or about to be."""
        self._dirty.clear()

    @property
    def is_stored(self) -> bool:
        """Whether it was loaded, or stored since it was made."""
        return self._dirty < self.__data__.keys()

    def put(self) -> None:
        """Update the columns that were set since the row was loaded."""
        names = tuple(name for name in self.__data__ if name in self._dirty)
        if names:
            self._run(*_update(type(self), names))

    def _run(self, sql: str, fields: Sequence[Field]) -> None:
        execute(sql, [field.db_value(self.__data__[field.name]) for field in fields])
        self._dirty.clear()


@cache
def _select(model: type[Row], where: tuple[tuple[str, bool], ...]) -> tuple[str, list[Field]]:
    fields, asked = model._meta.sorted_fields, [model._meta.combined[name] for name, _ in where]
    tests = ["IS NULL" if is_null else "= ?" for _, is_null in where]
    conditions = " AND ".join(f'"{field.column_name}" {test}' for field, test in zip(asked, tests, strict=True))
    return f"SELECT {_columns(fields)} FROM {_table(model)} WHERE {conditions} LIMIT 1", asked


@cache
def _readers(model: type[Row]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """Give how each column is read; None where the engines give what the model has."""
    return [
        (field.name, None if type(field) in AS_THEY_ARE else field.python_value) for field in model._meta.sorted_fields
    ]


@cache
def _insert(model: type[Row], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    fields = [model._meta.fields[name] for name in names]
    marks = ", ".join("?" for _ in fields)
    return f"INSERT INTO {_table(model)} ({_columns(fields)}) VALUES ({marks})", fields


def _column(field: Field, name: str, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Give the values that rows have of a column, as the engines take them."""
    values: list[Any] = list(map(dict.get, rows, repeat(name)))
    if type(field) not in PLAIN:
        convert: Callable[[Any], Any] = field.db_value
        return [convert(value) for value in values]
    # A word of a closed list is text of a kind that the engines first ask others about.
    if type(field) is TextField and not EXACT.issuperset(map(type, values)):
        return [_plain(value) for value in values]
    return values


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


@cache
def _update(model: type[Row], names: tuple[str, ...]) -> tuple[str, list[Field]]:
    keys = list(model._meta.get_primary_keys())
    fields = [model._meta.fields[name] for name in names]
    values = ", ".join(f'"{field.column_name}" = ?' for field in fields)
    where = " AND ".join(f'"{key.column_name}" = ?' for key in keys)
    return f"UPDATE {_table(model)} SET {values} WHERE {where}", [*fields, *keys]


def _columns(fields: Sequence[Field]) -> str:
    return ", ".join(f'"{field.column_name}"' for field in fields)


def _table(model: type[Row]) -> str:
    return f'"{model._meta.table_name}"'
