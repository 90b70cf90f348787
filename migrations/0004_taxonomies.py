"""Taxonomies and their terms, and how claims are judged on their scales.

The models are frozen here: what this migration makes never changes.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    Database,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    chunked,
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


class Claim(Row):
    id = KeyField(primary_key=True)


class Judged(Row):
    claim = ForeignKeyField(Claim, index=False)
    scale = KeyField()
    reviewers = IntegerField()
    contested = IntegerField()

    class Meta:
        primary_key = CompositeKey("claim", "scale")
        constraints = (Check("contested >= 0 AND contested < reviewers"),)
        indexes = ((("scale", "reviewers", "claim"), False),)


Judged.add_index(Judged.scale, Judged.contested, Judged.claim, where=SQL("contested > 0"), name="judged_contested")

TABLES: list[type[Model]] = [Taxonomy, Term, Judged]
# Those that came with Hearsay come again; whoever installed, blinded or removed one left a revision.
WRITTEN = ["SELECT 1 FROM revision WHERE type = 'taxonomy' LIMIT 1"]
ROWS_AT_ONCE = 400


def up(_: Any, database: Database) -> None:
    with database.bind_ctx([*TABLES, Claim]):
        database.create_tables(TABLES)
        for some in chunked(judged(database), ROWS_AT_ONCE):
            Judged.insert_many(some, fields=[Judged.claim, Judged.scale, Judged.reviewers, Judged.contested]).execute()


def judged(database: Database) -> Iterator[tuple[str, str, int, int]]:
    held = database.execute_sql(
        "SELECT claim_id, scale, reviewer_id, term FROM tag WHERE withdrawn_at IS NULL AND NOT blind "
        "ORDER BY claim_id, scale, reviewer_id, term"
    ).fetchall()
    for (claim, scale), tags in groupby(held, key=lambda tag: (tag[0], tag[1])):
        judgements = [tuple(tag[3] for tag in own) for _, own in groupby(tags, key=lambda tag: tag[2])]
        yield claim, scale, len(judgements), len(judgements) - max(Counter(judgements).values())


def down(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.drop_tables(TABLES)
