"""Sources and articles: who speaks, and where."""

from typing import Final

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from service.domain.vocabulary import SourceKind
from service.store.fields import InstantField, KeyField, KeysetInstantField, ListField
from service.store.models.base import AT_COMMIT, LIVE, Row, one_of


class Source(Row):
    """An identity; unnamed, it belongs to one article and has a number there instead of a name.

    A named source whose name was erased has none either, and no article.
    """

    belongs_to_id: str | None
    identified_as_id: str | None
    merged_into_id: str | None

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    kind = TextField()
    name = TextField(null=True)
    aliases = ListField()
    same_as = ListField()
    belongs_to = ForeignKeyField("self", null=True, backref="members", deferrable=AT_COMMIT)
    # Not a foreign key: an article refers to its publisher, and two tables cannot each be made after the other.
    article_id = KeyField(null=True)
    number = IntegerField(null=True)
    identified_as = ForeignKeyField("self", null=True, backref="disguises", deferrable=AT_COMMIT)
    identified_in_id = KeyField(null=True)
    merged_into = ForeignKeyField("self", null=True, backref="merged", deferrable=AT_COMMIT)
    created_at = InstantField()
    updated_at = InstantField()
    deleted_at = InstantField(null=True)
    document = BlobField()

    @property
    def unnamed(self) -> bool:
        """Whether the article that it belongs to does not name it."""
        return self.article_id is not None

    class Meta:
        """An unnamed source has an article and a number, a named one has neither."""

        constraints = (
            one_of("kind", SourceKind),
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
    url = KeyField(null=True)
    title = TextField(null=True)
    publisher = ForeignKeyField(Source, null=True, backref="articles")
    published_at = KeysetInstantField()
    language = TextField(null=True)
    authors = ListField()
    text = TextField(null=True)
    text_sha256 = TextField(null=True, index=True)
    retrieved_at = InstantField(null=True)
    archived_url = TextField(null=True)
    copy_of = ForeignKeyField("self", null=True, backref="copies", deferrable=AT_COMMIT)
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


MENTIONED: Final = tuple(field for field in Article._meta.sorted_fields if field.name not in {"text", "document"})
"""What others show of an article: without its text, which may be as long as a thousand claims."""
