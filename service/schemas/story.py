"""The JSON of a story and of the reasoning behind a status."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import fields

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import CorroborationStatus, NextStepKind, Stance
from service.schemas.answers import ArticleMention, ClaimAnswer, EvidenceAnswer, SourceMention
from service.schemas.claim import BoundsShape, CorroborationShape
from service.schemas.fields import Flag, Id, ListOf, OneOf, Part, Said, Whole
from service.schemas.query import FORMS, read_single_values
from service.schemas.shape import Shape
from service.store.query import DEFAULT_LIMIT, MAX_LIMIT

MANY = 1_000_000


def claim_id(**options: Any) -> Id:
    """Make a field for a claim's id."""
    return Id(PREFIXES["claim"], **options)


def evidence_id(**options: Any) -> Id:
    """Make a field for the id of a tie."""
    return Id(PREFIXES["evidence"], **options)


class StepShape(Shape):
    """What became of one testimony: that of a claim, or of an article that is cited."""

    stance = OneOf(
        Stance,
        allow_none=True,
        meaning="On which side it stands; null where it only says that something was taken back.",
    )
    claim = claim_id(allow_none=True, meaning="The claim that gives it; null where it is a citation's.")
    evidence = evidence_id(allow_none=True, meaning="The tie that cites it; null where it is a claim's.")
    statement = Said(allow_none=True, meaning="What the claim says; null where it is a citation's, or was erased.")
    article = Part(ArticleMention, meaning="Where it was published.")
    origin = Part(
        SourceMention, allow_none=True, meaning="Whom it rests on; null is an outlet of which no publisher is recorded."
    )
    as_printed = Said(allow_none=True, meaning="How the article presents whom it rests on, where that is recorded.")
    identified_as = Part(SourceMention, allow_none=True, meaning="Who that was later found to be.")
    counts = Flag(meaning="Whether it counts.")
    rule = Whole(meaning="The number of the rule that decided, as in docs/corroboration.md.")
    text = Said(meaning="What the rule found, in a sentence.")
    because_of = ListOf(Said(), MANY, meaning="The ids of the claims and ties on account of which it was so decided.")


class NextStepShape(Shape):
    """An addition that would move the status."""

    step = OneOf(NextStepKind, meaning="What there is to find out.")
    number = Whole(1, meaning="How many are needed.")
    source = Part(SourceMention, allow_none=True, meaning="Whom it is about, if it is about somebody.")
    claim = claim_id(allow_none=True, meaning="The claim that it is about, if it is about one.")
    evidence = evidence_id(allow_none=True, meaning="The citation that it is about, if it is about one.")
    status = OneOf(CorroborationStatus, meaning="What the status would be then.")
    origins = Part(BoundsShape, meaning="How many independent origins there would be then.")
    text = Said(meaning="The same in a sentence.")


class ReasoningShape(Shape):
    """The whole reasoning behind a claim's status."""

    claim = claim_id(meaning="The claim that was asked about.")
    statement = Said(allow_none=True, meaning="What it says; null where that was erased.")
    story = Id(PREFIXES["story"], meaning="The story that it is in.")
    rev = Whole(meaning="The store's revision of which this is true.")
    corroboration = Part(CorroborationShape, meaning="What it comes to, as the claim's document has it.")
    steps = ListOf(Part(StepShape), MANY, meaning="Each testimony in order, first those for it, then those against it.")
    ring = ListOf(
        Said(),
        MANY,
        allow_none=True,
        meaning="Claims, and ties that cite, of which each repeats or copies the next, and the last the first.",
    )
    next_steps = ListOf(
        Part(NextStepShape),
        MANY,
        meaning="The smallest additions that would move the status; none where no single one of them would.",
    )


class VoiceShape(Shape):
    """One origin that counts, with the testimonies that rest on it."""

    stance = OneOf(Stance, meaning="On which side it stands.")
    source = Part(SourceMention, allow_none=True, meaning="Who it is; null is an outlet that is not recorded.")
    identified_as = Part(SourceMention, allow_none=True, meaning="Who an unnamed one was later found to be.")
    shown = Flag(meaning="Whether it is one of the fewest that there can be.")
    most = Whole(1, meaning="For how many it may stand at most.")
    claims = ListOf(claim_id(), MANY, meaning="The claims that rest on it.")
    evidence = ListOf(evidence_id(), MANY, meaning="The citations that rest on it.")


class StoryShape(Shape):
    """The claims that are counted as one, their ties, and the origins that stand for and against them."""

    id = Id(PREFIXES["story"], meaning="Its id: named after the lowest of its claims now.")
    rev = Whole(meaning="The store's revision of which this is true.")
    corroboration = Part(CorroborationShape, meaning="What its claims come to, but for those that were taken back.")
    origins = ListOf(Part(VoiceShape), MANY, meaning="Every origin that counts.")
    against = ListOf(Id(PREFIXES["story"]), MANY, meaning="The stories that stand against it.")
    claims = ListOf(Part(ClaimAnswer), MANY, meaning="Its claims, by id.")
    evidence = ListOf(Part(EvidenceAnswer), MANY, meaning="The accepted ties of its claims, by id.")


class DependentShape(Shape):
    """A claim whose status would fall if a source were withdrawn."""

    claim = claim_id(meaning="The claim.")
    story = Id(PREFIXES["story"], meaning="The story that it is in.")
    status = OneOf(CorroborationStatus, meaning="Its status now.")
    status_without = OneOf(CorroborationStatus, meaning="The status that it would have.")


@dataclass(frozen=True)
class DependentsQuery:
    """What a client asked of the list: claims after one, at most `limit`."""

    after: str = ""
    limit: int = DEFAULT_LIMIT


PARAMETERS: Final[dict[str, fields.Field[Any]]] = {
    "after": claim_id(meaning="The last claim that you know already; take it from `next`."),
    "limit": Whole(1, MAX_LIMIT, meaning=f"How many claims a page has at most; {DEFAULT_LIMIT} if left out."),
}


def read_dependents_query(pairs: Iterable[tuple[str, str]]) -> DependentsQuery:
    """Read the parameters of a URL."""
    return DependentsQuery(**read_single_values(PARAMETERS, pairs, FORMS))
