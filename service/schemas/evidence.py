"""The JSON of evidence: a tie that reads as a sentence, with its claim as the subject."""

from typing import ClassVar

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import EvidenceState, Tie
from service.schemas.claim import LinkShape
from service.schemas.fields import Id, ListOf, OneOf, Part, Text, changed_at, revision, stored_at
from service.schemas.inline import CitationShape
from service.schemas.shape import Shape
from service.schemas.tag import MAX_NOTE_CHARS, handle_field


class EvidenceCitationShape(CitationShape):
    """An article that is cited, and the chain through which it says so."""

    attribution = ListOf(
        Part(LinkShape),
        MAX_LINKS,
        meaning="Those it came through, outermost first; it rests on the last. Empty: the publisher's own voice.",
    )


class EvidenceShape(Shape):
    """A tie between a claim and another one, or an article that is cited. Its note is for those who may read it."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "state", "accepted_by", "created_at", "updated_at"})

    id = Id(PREFIXES["evidence"], meaning="Its id.")
    rev = revision()
    subject = Id(PREFIXES["claim"], meaning="The claim that it speaks of, which the address names.")
    tie = OneOf(Tie, required=True, meaning="What it says of that claim: the verb of the sentence.")
    claim = Id(PREFIXES["claim"], allow_none=True, meaning="The other claim, where it is one that is stored here.")
    citation = Part(EvidenceCitationShape, allow_none=True, meaning="The article that is cited, where it is none.")
    state = OneOf(EvidenceState, meaning="Whether it counts.")
    reviewer = handle_field(allow_none=True, meaning="Whose it is: the one whose token it is; null is the operator.")
    accepted_by = handle_field(
        allow_none=True, meaning="Who made it count; null while nobody has, or where it was the operator."
    )
    note = Text(MAX_NOTE_CHARS, allow_none=True, meaning="Why; only for those who have a token.")
    created_at = stored_at()
    updated_at = changed_at()


class EvidenceRow(EvidenceShape):
    """A tie in an operator's file, which says itself whether it counts, and who made it count."""

    read_only: ClassVar[frozenset[str]] = EvidenceShape.read_only - {"state", "accepted_by"}
