"""The JSON of a source as a resource: an identity."""

from typing import ClassVar

from service.domain.identifiers import PREFIXES
from service.schemas.fields import Id, Part, changed_at, revision, stored_at
from service.schemas.inline import IdentifiedAsShape, InlineSource, Pointer
from service.schemas.shape import Shape


class SourceShape(InlineSource):
    """A source: an identity that says, owns, issues or publishes something."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "created_at", "updated_at"})

    rev = revision()
    identified_as = Part(
        IdentifiedAsShape, allow_none=True, meaning="Who an unnamed one was found to be, and where that can be read."
    )
    article = Part(
        Pointer, allow_none=True, meaning="The article that an unnamed source belongs to; in a link it is the claim's."
    )
    created_at = stored_at()
    updated_at = changed_at()

    class Meta:
        """The order of the keys."""

        fields: tuple[str, ...] = (
            "id", "rev", "kind", "name", "aliases", "same_as", "belongs_to", "article", "number", "identified_as",
            "new",
            "created_at", "updated_at",
        )  # fmt: skip


class MergeShape(Shape):
    """Which source stands for both from now on."""

    into = Id(PREFIXES["source"], required=True, meaning="The source that stands for both from now on.")
