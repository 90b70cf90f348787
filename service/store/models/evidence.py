"""Evidence: ties between claims, citations with their chains, and what an editor says beside all of it."""

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from service.domain.vocabulary import CorroborationStatus, EvidenceState, Tie
from service.store.fields import InstantField, KeyField
from service.store.models.base import LIVE, Row, one_of
from service.store.models.claims import LINK_RULES, Claim
from service.store.models.ledger import Reviewer
from service.store.models.news import Article, Source


class Evidence(Row):
    """A tie: `claim` is the subject, and either `other`, a claim, or `article`, a citation's, the object.

    Without a reviewer it is the operator's. The note is in no document.
    """

    claim_id: str
    other_id: str | None
    article_id: str | None
    reviewer_id: str | None

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    claim = ForeignKeyField(Claim, field="id", backref="evidence", index=False)
    tie = TextField()
    other = ForeignKeyField(Claim, field="id", null=True, backref="evidence_for", index=False)
    article = ForeignKeyField(Article, null=True, backref="cited", index=False)
    state = TextField()
    reviewer = ForeignKeyField(Reviewer, null=True, backref="evidence", index=False)
    accepted_by = KeyField(null=True)
    note = TextField(null=True)
    created_at = InstantField()
    updated_at = InstantField()
    deleted_at = InstantField(null=True)
    document = BlobField()

    class Meta:
        """Found from both ends, by the article that is cited, and by reviewer."""

        constraints = (
            one_of("tie", Tie),
            one_of("state", EvidenceState),
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


# The tie comes last: there are four, and an index that begins with it would be taken for each of them whole.
Evidence.add_index(Evidence.claim, Evidence.other, Evidence.tie, unique=True, where=SQL(LIVE), name="evidence_live")


class EvidenceLink(Row):
    """One link of the chain through which a cited article says something; place 0 is the outermost."""

    evidence_id: str
    source_id: str

    evidence = ForeignKeyField(Evidence, backref="links", index=False)
    place = IntegerField(constraints=[Check("place >= 0")])
    source = ForeignKeyField(Source, backref="evidence_links", index=False)
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
        """Found by tie for the chain, by source for what hangs on it."""

        primary_key = CompositeKey("evidence", "place")
        constraints = LINK_RULES
        indexes = ((("source", "evidence"), False),)


class Override(Row):
    """The status that an editor gives a claim, beside the derived one."""

    claim_id: str

    claim = ForeignKeyField(Claim, field="id", primary_key=True, backref="overrides")
    status = TextField()
    reason = TextField(null=True)
    by = KeyField(null=True)
    at = InstantField()

    class Meta:
        """A status is a word."""

        constraints = (one_of("status", CorroborationStatus),)
