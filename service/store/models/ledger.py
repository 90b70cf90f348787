"""Who writes, and what was written when."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from service.domain.vocabulary import Scope
from service.store.fields import InstantField, KeyField
from service.store.models.base import Row, one_of


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


class Session(Row):
    """A browser that a token let in: named by the digest of a secret that only its cookie holds."""

    token_id: str

    secret_sha256 = KeyField(primary_key=True)
    token = ForeignKeyField(Token, backref="sessions", index=False)
    created_at = InstantField()
    expires_at = InstantField(index=True)


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

    rev_id: int

    rev = ForeignKeyField(Revision, column_name="rev", backref="touches", index=False)
    claim_id = KeyField()
    status = TextField()
    moved = BooleanField()

    class Meta:
        """Read by revision for the feed, by claim for its past."""

        primary_key = CompositeKey("rev", "claim_id")
        indexes = ((("claim_id", "rev"), True),)


class Answer(Row):
    """What a request with an Idempotency-Key was answered, so that sending it again does nothing again.

    Without a body, it held something that was erased since.
    """

    token = ForeignKeyField(Token, backref="answers", index=False)
    key = KeyField()
    request_sha256 = TextField()
    status = IntegerField()
    location = TextField(null=True)
    etag = TextField(null=True)
    body = BlobField(null=True)
    at = InstantField(index=True)

    class Meta:
        """A key belongs to a token."""

        primary_key = CompositeKey("token", "key")
