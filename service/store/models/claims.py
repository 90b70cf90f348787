"""Claims with their chains, and how reviewers judge them."""

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

from service.domain.vocabulary import (
    Channel,
    CorroborationStatus,
    GroundRule,
    Identification,
    SourceType,
    SpeakerKind,
)
from service.store.fields import UNKNOWN_AT, InstantField, KeyField, KeysetInstantField
from service.store.models.base import CONTESTED, CURRENT, SHOWN, Row, one_of
from service.store.models.faceted import COUNTED, FACETS_FOLLOW
from service.store.models.ledger import Reviewer
from service.store.models.news import Article, Source


class Claim(Row):
    """One proposition, as one chain carries it, with what follows from chain and evidence beside it.

    A later one has a higher `number`. Nobody is told it: every index of SQLite has it, and a claim is searched by it.
    """

    article_id: str
    speaker_id: str | None

    number = IntegerField(primary_key=True)
    id = KeyField(unique=True)
    rev = BigIntegerField(index=True)
    worded_rev = BigIntegerField()
    article = ForeignKeyField(Article, backref="claims", index=False)
    position = IntegerField(constraints=[Check("position >= 1")])
    statement = TextField(null=True)
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
    # From the article; of no time where it was withdrawn, as nobody looks for it by time then.
    publisher_id = KeyField(null=True)
    published_at = KeysetInstantField()
    # From chain and evidence.
    story = KeyField()
    corroboration = TextField()
    origins_min = IntegerField()
    origins_max = IntegerField()
    documented = BooleanField()
    # What it is counted by: some of the above, and the terms of its tags.
    facets = TextField()
    facets_digest = BigIntegerField()
    terms = TextField()
    terms_digest = BigIntegerField()
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
            Check(FACETS_FOLLOW),
            Check(f"deleted_at IS NULL OR published_at = {UNKNOWN_AT}"),
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
            # The newest first, or some days, of one outlet, one status and one type of source.
            (("publisher_id", "published_at", "id"), False),
            (("corroboration", "published_at", "id"), False),
            (("source_type", "published_at", "id"), False),
            # Of two that are asked for together, where few claims or none have both.
            (("source_type", "speaker_kind", "id"), False),
            (("source_type", "corroboration", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


# Most have none.
Claim.add_index(Claim.ground_rule, Claim.id, where=SQL("ground_rule IS NOT NULL"), name="claim_ground_rule_known")
Claim.add_index(Claim.in_text, Claim.id, where=SQL("in_text IS NOT NULL"), name="claim_in_text_known")
# With what is asked for beside the type of source: what does not fit is passed over without a look at its row.
Claim.add_index(
    Claim.source_type,
    Claim.id,
    Claim.publisher_id,
    Claim.published_at,
    Claim.deleted_at,
    name="claim_source_type_with",
)
# With digests of all that facets are counted by, in either order.
KINDS: Final = (Claim.facets_digest, Claim.terms_digest)
Claim.add_index(
    *KINDS, Claim.publisher_id, Claim.published_at, Claim.deleted_at, where=SQL(COUNTED), name="claim_facets"
)
Claim.add_index(
    Claim.publisher_id, *KINDS, Claim.published_at, Claim.deleted_at, where=SQL(COUNTED), name="claim_outlet_facets"
)


LINK_RULES: Final = (
    one_of("source_type", SourceType),
    Check("source_type <> 'outlet'"),
    one_of("identification", Identification),
    one_of("channel", Channel),
    one_of("ground_rule", GroundRule),
)
"""What every link keeps, be its chain a claim's or a citation's."""


class Link(Row):
    """One link of a claim's attribution chain; place 0 is the outermost."""

    claim_id: str
    source_id: str

    claim = ForeignKeyField(Claim, field="id", backref="links", index=False)
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
        constraints = LINK_RULES
        indexes = (
            (("source", "claim", "passed_on"), False),
            (("source_type", "claim", "passed_on"), False),
        )


class Tag(Row):
    """One reviewer's judgement of one claim: never changed, only withdrawn. The note is in no document.

    `scale` is what its term is a value of: `namespace:predicate`, or the namespace where predicates have no values.
    While its taxonomy is `blind`, nothing shows that it is there but what its reviewer asks.
    """

    claim_id: str
    reviewer_id: str

    id = KeyField(primary_key=True)
    rev = BigIntegerField(index=True)
    claim = ForeignKeyField(Claim, field="id", backref="tags", index=False)
    reviewer = ForeignKeyField(Reviewer, backref="tags", index=False)
    term = KeyField()
    scale = KeyField()
    blind = BooleanField()
    note = TextField(null=True)
    claim_rev = BigIntegerField()
    stale = BooleanField()
    created_at = InstantField()
    updated_at = InstantField()
    withdrawn_at = InstantField(null=True)
    document = BlobField()

    class Meta:
        """Counted by claim, found by term and by reviewer."""

        indexes = (
            (("claim", "term", "withdrawn_at", "blind"), False),
            (("term", "id"), False),
            (("reviewer", "id"), False),
            (("created_at", "id"), False),
            (("updated_at", "id"), False),
        )


Tag.add_index(Tag.claim, Tag.reviewer, Tag.term, unique=True, where=SQL(CURRENT), name="tag_current")
Tag.add_index(Tag.scale, Tag.claim, where=SQL(CURRENT), name="tag_scale_current")
Tag.add_index(Tag.scale, Tag.id, where=SQL("blind"), name="tag_blind")
# With what its condition looks at, without which SQLite would look at each row as well.
Tag.add_index(Tag.term, Tag.claim, Tag.withdrawn_at, Tag.blind, where=SQL(SHOWN), name="tag_term_shown")
Tag.add_index(Tag.reviewer, Tag.claim, Tag.withdrawn_at, Tag.blind, where=SQL(SHOWN), name="tag_reviewer_shown")


class Judged(Row):
    """How a claim is judged on one scale: by how many reviewers, and how many are not of the largest group.

    A group holds the same terms of the scale. Only what is shown counts; where nobody judged, there is no row.
    """

    claim_id: str

    claim = ForeignKeyField(Claim, field="id", backref="judged", index=False)
    scale = KeyField()
    reviewers = IntegerField()
    contested = IntegerField()

    class Meta:
        """Walked by scale in the two orders of a queue."""

        primary_key = CompositeKey("claim", "scale")
        constraints = (Check("contested >= 0 AND contested < reviewers"),)
        indexes = ((("scale", "reviewers", "claim"), False),)


Judged.add_index(Judged.scale, Judged.contested, Judged.claim, where=SQL(CONTESTED), name="judged_contested")
