"""Taxonomies and their terms.

The models are frozen here: what this migration makes never changes.
"""

from typing import Any

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    Database,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class KeyField(TextField):
    field_type = "KEY"


class Row(Model):
    class Meta:
        legacy_table_names = False


class Taxonomy(Row):
    namespace = KeyField(primary_key=True)
    rev = BigIntegerField()
    version = BigIntegerField()
    exclusive = BooleanField()
    blind = BooleanField()
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    machinetag = BlobField()
    document = BlobField()


class Term(Row):
    term = KeyField(primary_key=True)
    namespace = ForeignKeyField(Taxonomy, column_name="namespace", index=False)
    scale = KeyField()
    position = IntegerField()
    value = TextField()
    expanded = TextField(null=True)
    numerical_value = DoubleField(null=True)
    within = KeyField(null=True)
    rates = BooleanField()
    retired = BooleanField()

    class Meta:
        indexes = (
            (("scale", "position"), False),
            (("namespace", "position"), False),
        )


TABLES: list[type[Model]] = [Taxonomy, Term]


def up(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.create_tables(TABLES)


def down(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.drop_tables(TABLES)
