"""What claims are searched in, and the index of it that each engine keeps by itself."""

from typing import Final

from peewee import ForeignKeyField, TextField

from service.store.models.base import Row
from service.store.models.claims import Claim


class ClaimWords(Row):
    """The folded words of a claim that is there, by its number."""

    number: int

    claim = ForeignKeyField(Claim, column_name="number", object_id_name="number", backref="words", primary_key=True)
    words = TextField()


SQLITE_INDEX: Final = (
    # In folded words, what is not ASCII is always part of a word; that is all that the tokenizer is asked.
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
POSTGRESQL_INDEX: Final = (
    "ALTER TABLE claim_words ADD COLUMN lexemes TSVECTOR "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX claim_words_lexemes ON claim_words USING GIN (lexemes)",
)
