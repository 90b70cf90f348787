"""The JSON of what a list counts beside its page: how many rows a query finds, and how many have each value."""

from typing import Any, Final

from marshmallow import fields

from service.domain.attribution import MAX_LINKS
from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import CorroborationStatus, Identification, SourceType, SpeakerKind
from service.schemas.fields import Flag, Id, Language, ListOf, OneOf, Part, Said, Whole
from service.schemas.shape import Shape
from service.schemas.tag import Machine
from service.store.facets import MOST_VALUES


class CountShape(Shape):
    """How many rows a query finds."""

    value = Whole(meaning="How many there are; where that is not exact, there are more.")
    exact = Flag(meaning="Whether that is all: beyond 10,000 it is not counted on.")


class CountedShape(Shape):
    """A value, and how many claims have it."""

    value: fields.Field[Any] = Said(meaning="The value.")
    count = Whole(meaning="How many claims have it.")

    class Meta(Shape.Meta):
        """The value first."""

        fields: tuple[str, ...] = ("value", "count")


class NamedShape(CountedShape):
    """An outlet, and how many claims it published."""

    name = Said(allow_none=True, meaning="The outlet's name; null where it has none, or where it was erased.")

    class Meta(Shape.Meta):
        """The value first."""

        fields: tuple[str, ...] = ("value", "name", "count")


def _facet(word: str, value: fields.Field[Any], meaning: str, base: type[Shape] = CountedShape) -> Part:
    """Make the shape of one facet, whose values are those of a field."""
    counted: type[Shape] = type(f"{word}CountedShape", (base,), {"value": value, "__doc__": base.__doc__})
    values = ListOf(Part(counted), MOST_VALUES, meaning="The values, those of most claims first; null is no value.")
    truncated = Flag(meaning="Whether there are more than these 100.")
    facet = type(f"{word}FacetShape", (Shape,), {"values": values, "truncated": truncated, "__doc__": meaning})
    return Part(facet, meaning=meaning)


class FacetsShape(Shape):
    """How many claims of a query have each value of some fields, each field without the query's filters on itself."""

    sometimes = frozenset({
        "source_type", "speaker_kind", "identification", "corroboration", "publisher_id", "tag", "language",
        "hearsay_depth",
    })  # fmt: skip

    source_type = _facet("SourceType", OneOf(SourceType, meaning="The capacity."), "By the speaker's capacity.")
    speaker_kind = _facet("SpeakerKind", OneOf(SpeakerKind, meaning="The kind."), "By whether the speaker has a name.")
    identification = _facet(
        "Identification",
        OneOf(Identification, allow_none=True, meaning="How; null is the outlet's own voice."),
        "By how the article identifies the speaker.",
    )
    corroboration = _facet(
        "Corroboration", OneOf(CorroborationStatus, meaning="The status."), "By what the evidence amounts to."
    )
    publisher_id = _facet(
        "Publisher",
        Id(PREFIXES["source"], allow_none=True, meaning="The outlet's id; null where none is known."),
        "By the outlet that published the article.",
        NamedShape,
    )
    tag = _facet("Tag", Machine(meaning="The term."), "By the terms that reviewers hold for them.")
    language = _facet(
        "Language", Language(allow_none=True, meaning="The language; null where none is recorded."), "By language."
    )
    hearsay_depth = _facet(
        "HearsayDepth", Whole(0, MAX_LINKS, meaning="The number of links."), "By the number of links in the chain."
    )


FACETS: Final = tuple(FacetsShape().fields)
