"""The JSON of agreement: how far reviewers who rated the same claims on one scale agree, with the figures behind it."""

from service.domain.identifiers import PREFIXES
from service.domain.terms import MAX_TERM_CHARS
from service.domain.vocabulary import Level, ScaleOrder, WithoutValue
from service.schemas.claim import MAX_STATEMENT_CHARS
from service.schemas.fields import Flag, Id, ListOf, Number, OneOf, Part, Said, Share, Text, Whole
from service.schemas.report import FigureShape
from service.schemas.shape import Shape
from service.schemas.tag import handle_field
from service.store.query import MAX_LIMIT

MOST_REVIEWERS = 100_000
MOST_VALUES = 100_000
MOST_PAIRS = 1_225
"""Fifty raters, each with each other."""
MOST_IN_CONFUSION = 100


class ValueCountShape(Shape):
    """How often a value was given."""

    value = Text(MAX_TERM_CHARS, meaning="The value, as it stands in its term.")
    ratings = Whole(meaning="How many ratings give it.")


class RaterShape(Shape):
    """How much one reviewer rated."""

    reviewer = handle_field(meaning="The reviewer.")
    ratings = Whole(meaning="How many ratings of theirs count.")


class IntervalShape(Shape):
    """Between which bounds alpha lies, found by drawing claims anew (bootstrap)."""

    low = Number(meaning="The lower bound.")
    high = Number(meaning="The upper bound.")
    level = Share(meaning="How many of the draws lie between: 0.95.")
    resamples = Whole(meaning="How often as many claims were drawn, with replacement, from those that count.")
    undefined = Whole(
        meaning="How many of these draws gave no alpha and were left out, as all in them was rated alike."
    )
    seed = Whole(meaning="The seed of the draws: the same ratings give the same bounds.")


class AlphaShape(Shape):
    """Krippendorff's alpha: 1 is agreement, 0 what chance would give, below 0 is worse than chance."""

    value = Number(allow_none=True, meaning="Alpha, to six digits; null where it has none.")
    reason = OneOf(WithoutValue, allow_none=True, meaning="Why it has none.")
    interval = Part(
        IntervalShape, allow_none=True, meaning="Its bounds; null where it has no value, or rests on one claim."
    )


class PairShape(Shape):
    """How far two reviewers agree."""

    reviewers = ListOf(handle_field(), 2, meaning="The two, by handle.")
    units = Whole(meaning="How many claims both rated.")
    agreement = Part(FigureShape, meaning="Where they gave the same value; of the claims that both rated.")
    kappa = Number(allow_none=True, meaning="Cohen's kappa, unweighted, to six digits; null where it has no value.")
    reason = OneOf(WithoutValue, allow_none=True, meaning="Why it has none.")


class RatingShape(Shape):
    """What one reviewer holds."""

    reviewer = handle_field(meaning="The reviewer.")
    value = Text(MAX_TERM_CHARS, meaning="The value that they hold.")


class DisagreementShape(Shape):
    """A claim on which reviewers differ."""

    claim = Id(PREFIXES["claim"], meaning="The claim.")
    statement = Text(MAX_STATEMENT_CHARS, allow_none=True, meaning="What it says; null where that was erased.")
    disagreement = Share(
        meaning="The mean distance of two ratings of it, where 1 is the largest between two values that are in use."
    )
    ratings = ListOf(Part(RatingShape), MOST_REVIEWERS, meaning="What each holds, by handle.")


class AgreementShape(Shape):
    """How far reviewers agree on one scale, over the claims that a query finds."""

    predicate = Text(MAX_TERM_CHARS, meaning="The scale.")
    query = Said(meaning="What was asked, as it was spelled.")
    rev = Whole(meaning="The store's revision of which this is true.")
    level = OneOf(Level, meaning="What a difference of two values says.")
    order = OneOf(ScaleOrder, meaning="What orders the values.")
    values = ListOf(Part(ValueCountShape), MOST_VALUES, meaning="The values that were given, in their order.")
    units = Part(FigureShape, meaning="The claims with two ratings or more; of those with any.")
    raters = Whole(meaning="How many reviewers rated.")
    by_rater = ListOf(Part(RaterShape), MOST_REVIEWERS, meaning="The reviewers, by handle.")
    ratings = Part(FigureShape, meaning="The ratings of claims that have two or more; of all ratings.")
    missing = ListOf(
        Part(ValueCountShape), MOST_VALUES, meaning="What says that a claim cannot be judged: no rating, but counted."
    )
    several = Whole(meaning="How often a reviewer holds several values for a claim; none of these counts as a rating.")
    stale = Whole(meaning="How many of all ratings are of claims that were worded anew since.")
    alpha = Part(AlphaShape, meaning="Krippendorff's alpha over all ratings of claims that have two or more.")
    agreement = Part(FigureShape, meaning="The pairs of ratings of one claim that are alike; of all such pairs.")
    pairs = ListOf(
        Part(PairShape), MOST_PAIRS, meaning="Each two of the raters; of more than 50, those who rated most."
    )
    pairs_truncated = Flag(meaning="Whether there are more raters than that.")
    confusion = ListOf(
        ListOf(Number(), MOST_IN_CONFUSION),
        MOST_IN_CONFUSION,
        allow_none=True,
        meaning="How often values met on one claim, rows and columns in the order of `values`; null above 100 values.",
    )
    disagreements = ListOf(
        Part(DisagreementShape), MAX_LIMIT, meaning="The claims on which they differ, the most first, then by id."
    )
    truncated = Flag(meaning="Whether there are more of those.")
