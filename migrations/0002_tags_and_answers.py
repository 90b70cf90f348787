"""Reviewers' tags, and what requests with an Idempotency-Key were answered.

The models are frozen here: what this migration makes never changes. What exists already is named by its key alone.
"""

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    Database,
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


class Reviewer(Row):
    handle = KeyField(primary_key=True)


class Token(Row):
    id = KeyField(primary_key=True)


class Claim(Row):
    id = KeyField(primary_key=True)


class Tag(Row):
    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    claim = ForeignKeyField(Claim, index=False)
    reviewer = ForeignKeyField(Reviewer, index=False)
    term = KeyField()
    scale = KeyField()
    blind = BooleanField()
    note = TextField(null=True)
    claim_rev = BigIntegerField()
    stale = BooleanField()
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    withdrawn_at = BigIntegerField(null=True)
    document = BlobField()

    class Meta:
        indexes = (
            (("claim", "term", "withdrawn_at", "blind"), False),
            (("term", "id"), False),
            (("reviewer", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


CURRENT = SQL("withdrawn_at IS NULL")
Tag.add_index(Tag.claim, Tag.reviewer, Tag.term, unique=True, where=CURRENT, name="tag_current")
SHOWN = SQL("withdrawn_at IS NULL AND NOT blind")
Tag.add_index(Tag.scale, Tag.claim, where=CURRENT, name="tag_scale_current")
Tag.add_index(Tag.scale, Tag.id, where=SQL("blind"), name="tag_blind")
Tag.add_index(Tag.term, Tag.claim, Tag.withdrawn_at, Tag.blind, where=SHOWN, name="tag_term_shown")
Tag.add_index(Tag.reviewer, Tag.claim, Tag.withdrawn_at, Tag.blind, where=SHOWN, name="tag_reviewer_shown")


class Answer(Row):
    token = ForeignKeyField(Token, index=False)
    key = KeyField()
    request_sha256 = TextField()
    status = IntegerField()
    location = TextField(null=True)
    etag = TextField(null=True)
    body = BlobField(null=True)
    at = BigIntegerField(index=True)

    class Meta:
        primary_key = CompositeKey("token", "key")


TABLES: list[type[Model]] = [Tag, Answer]
# Without its answer, a request that is sent again would be done again.
WRITTEN = ["SELECT 1 FROM tag LIMIT 1", "SELECT 1 FROM answer LIMIT 1"]


def up(_: Any, database: Database) -> None:
    with database.bind_ctx([Reviewer, Token, Claim, *TABLES]):
        database.create_tables(TABLES)


def down(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.drop_tables(TABLES)
