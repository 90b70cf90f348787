"""Evidence: ties between claims and citations with their chains; and editors' own statuses.

The models are frozen here: what this migration makes never changes. What exists already is named by its key alone.
"""

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    Check,
    CompositeKey,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def one_of(column: str, words: str) -> Any:
    return Check(f"{column} IN ({', '.join(repr(word) for word in words.split())})")


class KeyField(TextField):
    field_type = "KEY"


class Row(Model):
    class Meta:
        legacy_table_names = False


class Reviewer(Row):
    handle = KeyField(primary_key=True)


class Source(Row):
    id = KeyField(primary_key=True)


class Article(Row):
    id = KeyField(primary_key=True)


class Claim(Row):
    id = KeyField(primary_key=True)


class Evidence(Row):
    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    claim = ForeignKeyField(Claim, index=False)
    tie = TextField()
    other = ForeignKeyField(Claim, null=True, backref="evidence_for", index=False)
    article = ForeignKeyField(Article, null=True, index=False)
    state = TextField()
    reviewer = ForeignKeyField(Reviewer, null=True, index=False)
    accepted_by = KeyField(null=True)
    note = TextField(null=True)
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    deleted_at = BigIntegerField(null=True)
    document = BlobField()

    class Meta:
        constraints = (
            one_of("tie", "supported_by contradicted_by repeats retracted_by"),
            one_of("state", "proposed accepted"),
            Check("(other_id IS NULL) <> (article_id IS NULL)"),
            Check("claim_id <> other_id"),
            Check("accepted_by IS NULL OR state = 'accepted'"),
        )
        indexes = (
            (("claim", "id"), False),
            (("other", "id"), False),
            (("article", "id"), False),
            (("reviewer", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


LIVE = SQL("deleted_at IS NULL")
Evidence.add_index(Evidence.claim, Evidence.other, Evidence.tie, unique=True, where=LIVE, name="evidence_live")


class EvidenceLink(Row):
    evidence = ForeignKeyField(Evidence, index=False)
    place = IntegerField(constraints=[Check("place >= 0")])
    source = ForeignKeyField(Source, index=False)
    source_type = TextField()
    identification = TextField()
    as_printed = TextField(null=True)
    role = TextField(null=True)
    affiliation = TextField(null=True)
    description = TextField(null=True)
    channel = TextField(null=True)
    cue = TextField(null=True)
    ground_rule = TextField(null=True)
    anonymity_reason = TextField(null=True)
    count = IntegerField(null=True, constraints=[Check("count >= 1")])

    class Meta:
        primary_key = CompositeKey("evidence", "place")
        constraints = (
            one_of("source_type", "official expert participant organisation media document public undisclosed outlet"),
            Check("source_type <> 'outlet'"),
            one_of("identification", "named described bare collective withheld"),
            one_of(
                "channel",
                "quote paraphrase statement press-report document official-act direct-observation social-media-post background",
            ),
            one_of("ground_rule", "on-the-record background deep-background off-the-record unknown"),
        )
        indexes = ((("source", "evidence"), False),)


class Override(Row):
    claim = ForeignKeyField(Claim, primary_key=True)
    status = TextField()
    reason = TextField(null=True)
    by = KeyField(null=True)
    at = BigIntegerField()

    class Meta:
        constraints = (
            one_of(
                "status",
                "retracted contested contradicted corroborated possibly_corroborated single_source circular unattributed unresolved",
            ),
        )


TABLES: list[type[Model]] = [Evidence, EvidenceLink, Override]
WRITTEN = ["SELECT 1 FROM evidence LIMIT 1", "SELECT 1 FROM override LIMIT 1"]


def up(_: Any, database: Database) -> None:
    with database.bind_ctx([Reviewer, Source, Article, Claim, *TABLES]):
        database.create_tables(TABLES)


def down(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.drop_tables(TABLES)
