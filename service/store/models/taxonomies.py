"""Controlled vocabularies: taxonomies and their terms."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from service.store.fields import InstantField, KeyField
from service.store.models.base import Row


class Taxonomy(Row):
    """A namespace of terms: `machinetag` is its file as JSON, `document` what the list of taxonomies says of it.

    While it is `blind`, its tags are shown to nobody but those who judged the same.
    """

    namespace = KeyField(primary_key=True)
    rev = BigIntegerField()
    version = BigIntegerField()
    exclusive = BooleanField()
    blind = BooleanField()
    created_at = InstantField()
    updated_at = InstantField()
    machinetag = BlobField()
    document = BlobField()


class Term(Row):
    """One machine tag of a taxonomy, in the order of its file.

    `scale` is what it is a value of (as in a tag), `within` where a reviewer holds one term at a time: the namespace,
    the scale, or NULL for anywhere. One that does not `rate` says that the claim cannot be judged. A `retired` one is
    in use, though the taxonomy has dropped it.
    """

    term = KeyField(primary_key=True)
    namespace = ForeignKeyField(Taxonomy, backref="terms", column_name="namespace", index=False)
    scale = KeyField()
    position = IntegerField()
    value = TextField()
    expanded = TextField(null=True)
    numerical_value = DoubleField(null=True)
    within = KeyField(null=True)
    rates = BooleanField()
    retired = BooleanField()

    class Meta:
        """Read by scale for its order, by namespace when it changes."""

        indexes = (
            (("scale", "position"), False),
            (("namespace", "position"), False),
        )
