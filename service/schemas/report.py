"""The JSON of a report: figures, each with what it is a part of."""

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import CorroborationStatus, Identification, SourceType, SpeakerKind
from service.schemas.answers import ArticleMention, SourceMention
from service.schemas.claim import MAX_STATEMENT_CHARS
from service.schemas.fields import Id, ListOf, OneOf, Part, Said, Share, Text, Whole
from service.schemas.shape import Shape

MOST_HANGS_ON = 10


class FigureShape(Shape):
    """A count, and what it is a part of."""

    count = Whole(meaning="How many there are: the numerator.")
    of = Whole(meaning="How many there could be: the denominator.")
    share = Share(allow_none=True, meaning="The one by the other, to four digits; null where there could be none.")


class WordFigureShape(FigureShape):
    """How many claims have one word of a list."""

    word: OneOf | Said = Said(meaning="The word.")

    class Meta(FigureShape.Meta):
        """The word first."""

        fields: tuple[str, ...] = ("word", "count", "of", "share")


class SourceTypeFigureShape(WordFigureShape):
    """How many claims rest on a speaker of one type."""

    word = OneOf(SourceType, meaning="In which capacity the speaker speaks.")


class SpeakerKindFigureShape(WordFigureShape):
    """How many claims rest on a speaker with a name, one without, or nobody."""

    word = OneOf(SpeakerKind, meaning="Whether the speaker has a name.")


class IdentificationFigureShape(WordFigureShape):
    """How many claims rest on a speaker whom the article identifies in one way."""

    word = OneOf(
        Identification,
        allow_none=True,
        meaning="How the article identifies the speaker; null is the outlet's own voice.",
    )


class CorroborationFigureShape(WordFigureShape):
    """How many claims have one status."""

    word = OneOf(CorroborationStatus, meaning="What the evidence amounts to.")


class DepthFigureShape(FigureShape):
    """How many claims came through so many."""

    depth = Whole(0, MAX_LINKS, meaning="The number of links: 0 the outlet alone, 1 a speaker, 2 hearsay of one.")

    class Meta(FigureShape.Meta):
        """The depth first."""

        fields: tuple[str, ...] = ("depth", "count", "of", "share")


class ByShape(Shape):
    """The claims by each of five lists: every claim is in each list once."""

    source_type = ListOf(
        Part(SourceTypeFigureShape), len(SourceType), meaning="By the capacity in which the speaker speaks."
    )
    speaker_kind = ListOf(
        Part(SpeakerKindFigureShape), len(SpeakerKind), meaning="By whether the article names the speaker."
    )
    identification = ListOf(
        Part(IdentificationFigureShape),
        len(Identification) + 1,
        meaning="By how the article identifies the speaker; last, the outlet's own voice.",
    )
    hearsay_depth = ListOf(
        Part(DepthFigureShape), MAX_LINKS + 1, meaning="By the number of links, from 0 to the longest chain there is."
    )
    corroboration = ListOf(
        Part(CorroborationFigureShape), len(CorroborationStatus), meaning="By what the evidence amounts to."
    )


class OriginsShape(Shape):
    """How many origins the claims rest on. An origin is whom a claim rests on in the end; each counts once."""

    distinct = Part(FigureShape, meaning="The different origins; of the claims, each of which has one.")
    named = Part(FigureShape, meaning="Those with a name, or identified since; of the different origins.")
    anonymous = Part(FigureShape, meaning="Those without; of the different origins.")
    unresolved = Part(
        FigureShape,
        meaning="Outlets of which nobody tells where they have it from; of the different origins.",
    )


class HangingShape(Shape):
    """A claim on which others hang."""

    claim = Id(PREFIXES["claim"], meaning="The claim.")
    statement = Text(MAX_STATEMENT_CHARS, allow_none=True, meaning="What it says; null where that was erased.")
    repeated_by = Part(
        FigureShape, meaning="The claims that repeat it, directly or through others; of the others in its story."
    )


class ReportOfShape(Shape):
    """Which claims a report counts: one of these, the others are null."""

    article = Part(ArticleMention, allow_none=True, meaning="Those of this article.")
    publisher = Part(SourceMention, allow_none=True, meaning="Those that this outlet published.")
    query = Said(allow_none=True, meaning="Those that this query finds; an empty one finds all.")


class ReportShape(Shape):
    """What some claims rest on, in figures, each with what it is a part of."""

    of = Part(ReportOfShape, meaning="Which claims are counted.")
    rev = Whole(meaning="The store's revision of which this is true.")
    claims = Whole(meaning="How many claims are counted.")
    by = Part(ByShape, meaning="The claims by each word of a list; words that none has are there with 0.")
    origins = Part(OriginsShape, meaning="How many different origins the claims rest on.")
    rests_on_single_anonymous = Part(
        FigureShape,
        meaning="The claims that have one origin alone, which has no name; of all of them.",
    )
    most_hangs_on = ListOf(
        Part(HangingShape),
        MOST_HANGS_ON,
        meaning="The claims that most others repeat, at most 10; none that nobody repeats.",
    )
