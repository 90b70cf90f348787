"""The tables. Rules that a table can hold are constraints here; the verbs explain them.

A row that was withdrawn stays, with `deleted_at`, so that its id answers 410 and is never given twice.
`document` is the row's public JSON as it is served, rendered in the transaction that changed it.
"""

from typing import Any

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from service.domain.vocabulary import (
    Channel,
    CorroborationStatus,
    GroundRule,
    Identification,
    Scope,
    SourceKind,
    SourceType,
    SpeakerKind,
    Word,
)
from service.store.database import database
from service.store.fields import InstantField, KeyField, KeysetInstantField, ListField

LIVE = "deleted_at IS NULL"


def one_of(column: str, words: type[Word]) -> Any:
    """Hold a column to a closed list; neither engine enforces a field's `choices`."""
    return Check(f"{column} IN ({', '.join(repr(word.value) for word in words)})")


class Row(Model):
    """What all tables share."""

    class Meta:
        """Bound to the database of this process."""

        database = database
        legacy_table_names = False


class Counter(Row):
    """The one number that rises with every write; its row is the writers' lock."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    rev = BigIntegerField(constraints=[Check("rev >= 0")])


class Reviewer(Row):
    """Somebody who writes; every token belongs to one."""

    handle = KeyField(primary_key=True)
    created_at = InstantField()


class Token(Row):
    """A secret that lets a reviewer in; only its digest is kept."""

    reviewer_id: str

    id = KeyField(primary_key=True)
    reviewer = ForeignKeyField(Reviewer, backref="tokens")
    secret_sha256 = TextField()
    scope = TextField()
    created_at = InstantField()
    expires_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    class Meta:
        """A scope is a word."""

        constraints = (one_of("scope", Scope),)


class Revision(Row):
    """One entry of the change feed: what somebody wrote, under its number."""

    rev = BigIntegerField(primary_key=True)
    at = InstantField()
    by = KeyField(null=True)
    change = TextField()
    type = TextField()
    row_id = KeyField()
    document = BlobField(null=True)

    class Meta:
        """One row's history is read by its id."""

        indexes = ((("row_id", "rev"), True),)


class Touched(Row):
    """A claim whose document a revision renewed, and the status that it had then."""

    rev = ForeignKeyField(Revision, column_name="rev", backref="touches", index=False)
    claim_id = KeyField()
    status = TextField()
    moved = BooleanField()

    class Meta:
        """Read by revision for the feed, by claim for its past."""

        primary_key = CompositeKey("rev", "claim_id")
        indexes = ((("claim_id", "rev"), True),)


class Source(Row):
    """An identity; unnamed, it belongs to one article and has a number there instead of a name."""

    belongs_to_id: str | None

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    kind = TextField()
    name = TextField(null=True)
    aliases = ListField()
    same_as = ListField()
    belongs_to = ForeignKeyField("self", null=True, backref="members")
    # Not a foreign key: an article refers to its publisher, and two tables cannot each be made after the other.
    article_id = KeyField(null=True)
    number = IntegerField(null=True)
    created_at = InstantField()
    updated_at = InstantField()
    deleted_at = InstantField(null=True)
    document = BlobField()

    class Meta:
        """An unnamed source has an article and a number, a named one has neither."""

        constraints = (
            one_of("kind", SourceKind),
            Check("(name IS NULL) = (article_id IS NOT NULL)"),
            Check("(name IS NULL) = (number IS NOT NULL)"),
            Check("number >= 1"),
        )
        indexes = (
            (("article_id", "number"), True),
            (("kind", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


class SourceName(Row):
    """A folded name or alias under which a source is found."""

    name = KeyField()
    source = ForeignKeyField(Source, backref="names")

    class Meta:
        """One entry for each spelling that folds to the same."""

        primary_key = CompositeKey("name", "source")


class SourceSameAs(Row):
    """A URI that a source shares with other descriptions of the same identity."""

    uri = KeyField()
    source = ForeignKeyField(Source, backref="uris")

    class Meta:
        """Found by URI."""

        primary_key = CompositeKey("uri", "source")


class Article(Row):
    """A published piece of news."""

    publisher_id: str | None
    copy_of_id: str | None

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    url = KeyField()
    title = TextField(null=True)
    publisher = ForeignKeyField(Source, null=True, backref="articles")
    published_at = KeysetInstantField()
    language = TextField(null=True)
    authors = ListField()
    text = TextField(null=True)
    text_sha256 = TextField(null=True)
    retrieved_at = InstantField(null=True)
    archived_url = TextField(null=True)
    copy_of = ForeignKeyField("self", null=True, backref="copies")
    fictional = BooleanField()
    created_at = InstantField()
    updated_at = InstantField()
    deleted_at = InstantField(null=True)
    document = BlobField()

    class Meta:
        """The lists that people sort."""

        indexes = (
            (("published_at", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


Article.add_index(Article.url, unique=True, where=SQL(LIVE), name="article_url_live")


class Claim(Row):
    """One proposition, as one chain carries it, with what follows from chain and evidence beside it."""

    article_id: str
    speaker_id: str | None

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    worded_rev = BigIntegerField()
    article = ForeignKeyField(Article, backref="claims", index=False)
    position = IntegerField(constraints=[Check("position >= 1")])
    statement = TextField()
    quote = TextField(null=True)
    selector_start = IntegerField(null=True)
    selector_end = IntegerField(null=True)
    selector_sha256 = TextField(null=True)
    in_text = BooleanField(null=True)
    language = TextField(null=True)
    # From the chain.
    source_type = TextField()
    speaker_kind = TextField()
    channel = TextField(null=True)
    hearsay_depth = IntegerField()
    identification = TextField(null=True)
    ground_rule = TextField(null=True)
    speaker = ForeignKeyField(Source, null=True, backref="spoken", index=False)
    # From the article.
    publisher_id = KeyField(null=True)
    published_at = KeysetInstantField()
    # From chain and evidence.
    story = KeyField()
    corroboration = TextField()
    origins_min = IntegerField()
    origins_max = IntegerField()
    documented = BooleanField()
    created_at = InstantField()
    updated_at = InstantField()
    deleted_at = InstantField(null=True)
    document = BlobField()

    class Meta:
        """Every filter of a list with the order of its pages."""

        constraints = (
            one_of("source_type", SourceType),
            one_of("speaker_kind", SpeakerKind),
            one_of("channel", Channel),
            one_of("identification", Identification),
            one_of("ground_rule", GroundRule),
            one_of("corroboration", CorroborationStatus),
            Check("origins_min >= 0 AND origins_min <= origins_max"),
            Check("(hearsay_depth = 0) = (speaker_id IS NULL)"),
            Check("selector_start >= 0 AND selector_start < selector_end"),
            Check("(selector_start IS NULL) = (selector_end IS NULL)"),
            Check("(selector_start IS NULL) = (selector_sha256 IS NULL)"),
        )
        indexes = (
            (("article", "position", "id"), False),
            (("speaker", "id"), False),
            (("source_type", "id"), False),
            (("speaker_kind", "id"), False),
            (("corroboration", "id"), False),
            (("publisher_id", "id"), False),
            (("story", "id"), False),
            (("published_at", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


class Link(Row):
    """One link of a claim's attribution chain; place 0 is the outermost."""

    claim_id: str
    source_id: str

    claim = ForeignKeyField(Claim, backref="links", index=False)
    place = IntegerField(constraints=[Check("place >= 0")])
    source = ForeignKeyField(Source, backref="links", index=False)
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
        """Found by claim for the chain, by source for what hangs on it."""

        primary_key = CompositeKey("claim", "place")
        constraints = (
            one_of("source_type", SourceType),
            Check("source_type <> 'outlet'"),
            one_of("identification", Identification),
            one_of("channel", Channel),
            one_of("ground_rule", GroundRule),
        )
        indexes = (
            (("source", "claim"), False),
            (("source_type", "claim"), False),
        )


TABLES: list[type[Row]] = [
    Counter, Reviewer, Token, Revision, Touched, Source, SourceName, SourceSameAs, Article, Claim, Link,
]  # fmt: skip


def create_tables(**options: Any) -> None:
    """Make every table and the counter's row from these models, as the migrations do step by step."""
    database.create_tables(TABLES, **options)
    Counter.insert(id=1, rev=0).execute()
