"""Sessions: browsers that a token let in.

The models are frozen here: what this migration makes never changes.
"""

from typing import Any

from peewee import BigIntegerField, Database, ForeignKeyField, Model, TextField


class KeyField(TextField):
    field_type = "KEY"


class Row(Model):
    class Meta:
        legacy_table_names = False


class Token(Row):
    id = KeyField(primary_key=True)


class Session(Row):
    secret_sha256 = KeyField(primary_key=True)
    token = ForeignKeyField(Token, index=False)
    created_at = BigIntegerField()
    expires_at = BigIntegerField(index=True)


def up(_: Any, database: Database) -> None:
    with database.bind_ctx([Token, Session]):
        database.create_tables([Session])


def down(_: Any, database: Database) -> None:
    with database.bind_ctx([Token, Session]):
        database.drop_tables([Session])
