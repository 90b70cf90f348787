"""What a store is made of, whatever release made it: its schema, and the raw rows of its tables."""

import re
from typing import Any

from peewee import SQL, Table

from service.store.database import database, is_sqlite
from service.store.migrating import HISTORY
from service.store.query import run

Row = dict[str, Any]
Raw = dict[str, list[Row]]
"""The rows of each table, by its name."""


def ddl() -> list[str]:
    """Describe every table, column, default, constraint and index of the store, but for the migrations' own history."""
    if is_sqlite():
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> ?"
        return sorted(re.sub(r"\s+", " ", sql) for (sql,) in run(query, [HISTORY]))
    columns = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, l.collname,
               pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND c.relname <> ?"""
    constraints = """
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        WHERE c.relname <> ?"""
    indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> ?"
    return sorted(str(row) for query in (columns, constraints, indexes) for row in run(query, [HISTORY]))


def raw() -> Raw:
    """Give every row of every table, but for the migrations' own history and SQLite's index of words."""
    tables = [name for name in database.get_tables() if name != HISTORY and not name.startswith("claim_index")]
    return {table: _rows(table) for table in tables}


def _rows(table: str) -> list[Row]:
    return sorted(Table(table).bind(database.obj).select(SQL("*")).dicts(), key=repr)
