"""The JSON of a source as a resource: an identity."""

from typing import ClassVar

from service.domain.identifiers import PREFIXES
from service.schemas.fields import Id, Instant, Part, Whole
from service.schemas.inline import IdentifiedAsShape, InlineSource, Pointer
from service.schemas.shape import Shape


class SourceShape(InlineSource):
    """A source as a resource."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at"})

    rev = Whole()
    identified_as = Part(IdentifiedAsShape, allow_none=True)
    article = Part(Pointer, allow_none=True)
    created_at = Instant()
    updated_at = Instant()

    class Meta:
        """The order of the keys."""

        fields: tuple[str, ...] = (
            "id", "rev", "kind", "name", "aliases", "same_as", "belongs_to", "article", "number", "identified_as",
            "new",
            "created_at", "updated_at",
        )  # fmt: skip


class MergeShape(Shape):
    """Which source stands for both from now on."""

    into = Id(PREFIXES["source"], required=True)
