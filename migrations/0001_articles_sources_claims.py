"""The first schema: articles, sources, claims with their chains, revisions, reviewers and tokens.

The models are frozen here: what this migration makes never changes.
"""

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
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


class Counter(Row):
    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    rev = BigIntegerField(constraints=[Check("rev >= 0")])


class Reviewer(Row):
    handle = KeyField(primary_key=True)
    created_at = BigIntegerField()


class Token(Row):
    id = KeyField(primary_key=True)
    reviewer = ForeignKeyField(Reviewer)
    secret_sha256 = TextField()
    scope = TextField()
    created_at = BigIntegerField()
    expires_at = BigIntegerField(null=True)
    revoked_at = BigIntegerField(null=True)

    class Meta:
        constraints = (one_of("scope", "read review edit admin"),)


class Revision(Row):
    rev = BigIntegerField(primary_key=True)
    at = BigIntegerField()
    by = KeyField(null=True)
    change = TextField()
    type = TextField()
    row_id = KeyField()
    document = BlobField(null=True)

    class Meta:
        indexes = ((("row_id", "rev"), True),)


class Touched(Row):
    rev = ForeignKeyField(Revision, column_name="rev", index=False)
    claim_id = KeyField()
    status = TextField()
    moved = BooleanField()

    class Meta:
        primary_key = CompositeKey("rev", "claim_id")
        indexes = ((("claim_id", "rev"), True),)


class Source(Row):
    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    kind = TextField()
    name = TextField(null=True)
    aliases = TextField()
    same_as = TextField()
    belongs_to = ForeignKeyField("self", null=True, deferrable="INITIALLY DEFERRED")
    article_id = KeyField(null=True)
    number = IntegerField(null=True)
    identified_as = ForeignKeyField("self", null=True, deferrable="INITIALLY DEFERRED")
    identified_in_id = KeyField(null=True)
    merged_into = ForeignKeyField("self", null=True, deferrable="INITIALLY DEFERRED")
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    deleted_at = BigIntegerField(null=True)
    document = BlobField()

    class Meta:
        constraints = (
            one_of("kind", "person body outlet document"),
            Check("name IS NULL OR article_id IS NULL"),
            Check("(article_id IS NULL) = (number IS NULL)"),
            Check("number >= 1"),
            Check("identified_as_id IS NULL OR article_id IS NOT NULL"),
            Check("(identified_as_id IS NULL) = (identified_in_id IS NULL)"),
            Check("merged_into_id IS NULL OR deleted_at IS NOT NULL"),
        )
        indexes = (
            (("article_id", "number"), True),
            (("kind", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


class SourceName(Row):
    name = KeyField()
    source = ForeignKeyField(Source)

    class Meta:
        primary_key = CompositeKey("name", "source")


class SourceSameAs(Row):
    uri = KeyField()
    source = ForeignKeyField(Source)

    class Meta:
        primary_key = CompositeKey("uri", "source")


class Article(Row):
    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    url = KeyField(null=True)
    title = TextField(null=True)
    publisher = ForeignKeyField(Source, null=True)
    published_at = BigIntegerField()
    language = TextField(null=True)
    authors = TextField()
    text = TextField(null=True)
    text_sha256 = TextField(null=True, index=True)
    retrieved_at = BigIntegerField(null=True)
    archived_url = TextField(null=True)
    copy_of = ForeignKeyField("self", null=True, deferrable="INITIALLY DEFERRED")
    fictional = BooleanField()
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    deleted_at = BigIntegerField(null=True)
    document = BlobField()

    class Meta:
        indexes = (
            (("published_at", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


Article.add_index(Article.url, unique=True, where=SQL("deleted_at IS NULL"), name="article_url_live")


FACETED = "source_type speaker_kind identification channel corroboration language hearsay_depth"
FACETS = " || ' ' || ".join(f"COALESCE(CAST({column} AS TEXT), '')" for column in FACETED.split())


class Claim(Row):
    number = IntegerField(primary_key=True)
    id = KeyField(unique=True)
    rev = BigIntegerField(index=True)
    worded_rev = BigIntegerField()
    article = ForeignKeyField(Article, index=False)
    position = IntegerField(constraints=[Check("position >= 1")])
    statement = TextField(null=True)
    quote = TextField(null=True)
    selector_start = IntegerField(null=True)
    selector_end = IntegerField(null=True)
    selector_sha256 = TextField(null=True)
    in_text = BooleanField(null=True)
    language = TextField(null=True)
    source_type = TextField()
    speaker_kind = TextField()
    channel = TextField(null=True)
    hearsay_depth = IntegerField()
    identification = TextField(null=True)
    ground_rule = TextField(null=True)
    speaker = ForeignKeyField(Source, null=True, index=False)
    publisher_id = KeyField(null=True)
    published_at = BigIntegerField()
    story = KeyField()
    corroboration = TextField()
    origins_min = IntegerField()
    origins_max = IntegerField()
    documented = BooleanField()
    facets = TextField()
    facets_digest = BigIntegerField()
    terms = TextField()
    terms_digest = BigIntegerField()
    created_at = BigIntegerField()
    updated_at = BigIntegerField()
    deleted_at = BigIntegerField(null=True)
    document = BlobField()

    class Meta:
        constraints = (
            one_of("source_type", "official expert participant organisation media document public undisclosed outlet"),
            one_of("speaker_kind", "named anonymous none"),
            one_of(
                "channel",
                "quote paraphrase statement press-report document official-act direct-observation social-media-post background",
            ),
            one_of("identification", "named described bare collective withheld"),
            one_of("ground_rule", "on-the-record background deep-background off-the-record unknown"),
            one_of(
                "corroboration",
                "retracted contested contradicted corroborated possibly_corroborated single_source circular unattributed unresolved",
            ),
            Check("origins_min >= 0 AND origins_min <= origins_max"),
            Check("(hearsay_depth = 0) = (speaker_id IS NULL)"),
            Check("selector_start >= 0 AND selector_start < selector_end"),
            Check("(selector_start IS NULL) = (selector_end IS NULL)"),
            Check("(selector_start IS NULL) = (selector_sha256 IS NULL)"),
            Check(f"facets = {FACETS}"),
            Check("deleted_at IS NULL OR published_at = -9223372036854775808"),
        )
        indexes = (
            (("article", "position", "id"), False),
            (("speaker", "id"), False),
            (("speaker_kind", "id"), False),
            (("identification", "id"), False),
            (("channel", "id"), False),
            (("language", "id"), False),
            (("hearsay_depth", "id"), False),
            (("position", "id"), False),
            (("corroboration", "id"), False),
            (("origins_min", "id"), False),
            (("origins_max", "id"), False),
            (("documented", "id"), False),
            (("publisher_id", "id"), False),
            (("story", "id"), False),
            (("published_at", "id"), False),
            (("publisher_id", "published_at", "id"), False),
            (("corroboration", "published_at", "id"), False),
            (("source_type", "published_at", "id"), False),
            (("source_type", "speaker_kind", "id"), False),
            (("source_type", "corroboration", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


Claim.add_index(Claim.ground_rule, Claim.id, where=SQL("ground_rule IS NOT NULL"), name="claim_ground_rule_known")
Claim.add_index(Claim.in_text, Claim.id, where=SQL("in_text IS NOT NULL"), name="claim_in_text_known")
Claim.add_index(
    Claim.source_type,
    Claim.id,
    Claim.publisher_id,
    Claim.published_at,
    Claim.deleted_at,
    name="claim_source_type_with",
)
KINDS = (Claim.facets_digest, Claim.terms_digest)
COUNTED = "(deleted_at IS NULL) IS TRUE"
Claim.add_index(
    *KINDS, Claim.publisher_id, Claim.published_at, Claim.deleted_at, where=SQL(COUNTED), name="claim_facets"
)
Claim.add_index(
    Claim.publisher_id, *KINDS, Claim.published_at, Claim.deleted_at, where=SQL(COUNTED), name="claim_outlet_facets"
)


class Link(Row):
    claim = ForeignKeyField(Claim, field="id", index=False)
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
    passed_on = BooleanField()

    class Meta:
        primary_key = CompositeKey("claim", "place")
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
        indexes = (
            (("source", "claim", "passed_on"), False),
            (("source_type", "claim", "passed_on"), False),
        )


TABLES: list[type[Model]] = [
    Counter, Reviewer, Token, Revision, Touched, Source, SourceName, SourceSameAs, Article, Claim, Link,
]  # fmt: skip
WRITTEN = ["SELECT 1 FROM reviewer LIMIT 1", "SELECT 1 FROM revision LIMIT 1"]


def up(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.create_tables(TABLES)
        Counter.insert(id=1, rev=0).execute()


def down(_: Any, database: Database) -> None:
    with database.bind_ctx(TABLES):
        database.drop_tables(TABLES)
