"""What claims are searched in, with each engine's index of it.

The models are frozen here: what this migration makes never changes. What the words of a claim are is for today's code to
say, by which they are searched.
"""

from typing import Any

from peewee import BigIntegerField, BlobField, Database, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField

from service.findable import words_of

SLICE = 500


class Row(Model):
    class Meta:
        legacy_table_names = False


class Claim(Row):
    number = IntegerField(primary_key=True)
    deleted_at = BigIntegerField(null=True)
    document = BlobField()


class ClaimWords(Row):
    claim = ForeignKeyField(Claim, column_name="number", primary_key=True)
    words = TextField()


SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE claim_index USING fts5"
    "(words, content = 'claim_words', content_rowid = 'number', tokenize = 'ascii')",
    "CREATE TRIGGER claim_words_added AFTER INSERT ON claim_words BEGIN "
    "INSERT INTO claim_index (rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER claim_words_removed AFTER DELETE ON claim_words BEGIN "
    "INSERT INTO claim_index (claim_index, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER claim_words_changed AFTER UPDATE ON claim_words BEGIN "
    "INSERT INTO claim_index (claim_index, rowid, words) VALUES ('delete', old.number, old.words); "
    "INSERT INTO claim_index (rowid, words) VALUES (new.number, new.words); END",
)
POSTGRESQL_INDEX = (
    "ALTER TABLE claim_words ADD COLUMN lexemes TSVECTOR "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX claim_words_lexemes ON claim_words USING GIN (lexemes)",
)


def up(_: Any, database: Database) -> None:
    is_sqlite = isinstance(database, SqliteDatabase)
    with database.bind_ctx([Claim, ClaimWords]):
        database.create_tables([ClaimWords])
        for statement in SQLITE_INDEX if is_sqlite else POSTGRESQL_INDEX:
            database.execute_sql(statement)
        _fill()


def _fill() -> None:
    after = 0
    there = Claim.select().where(Claim.deleted_at.is_null()).order_by(Claim.number).limit(SLICE)
    while some := list(there.where(Claim.number > after)):
        ClaimWords.insert_many(
            [{"claim": claim.number, "words": words_of(bytes(claim.document))} for claim in some]
        ).execute()
        after = some[-1].number


def down(_: Any, database: Database) -> None:
    if isinstance(database, SqliteDatabase):
        database.execute_sql("DROP TABLE claim_index")
    with database.bind_ctx([Claim, ClaimWords]):
        database.drop_tables([ClaimWords])
