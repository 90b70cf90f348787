"""The JSON of a claim as it was, and how one says when: what nobody wrote down is null."""

from datetime import datetime
from typing import Any, Final

from service.domain.identifiers import PREFIXES
from service.schemas.answers import ClaimAnswer
from service.schemas.claim import MAX_PRINTED_CHARS, BoundsShape, CorroborationShape, ReasonShape, TagCountShape
from service.schemas.fields import Flag, Instant, ListOf, Part, Text, Whole, characters
from service.schemas.query import INTEGER
from service.schemas.strict import Strict

PREFIX: Final = PREFIXES["claim"]
MOST_IN_A_MOMENT: Final = 40


class Moment(Strict):
    """A revision of the store, or a time."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int | datetime:
        characters(value, MOST_IN_A_MOMENT)
        read_as: Strict = REVISION if INTEGER.fullmatch(value) else TIME
        found: int | datetime = read_as.deserialize(int(value) if read_as is REVISION else value)
        return found


REVISION: Final = Whole()
TIME: Final = Instant()
AS_OF: Final = Moment(
    meaning=(
        "A revision of the store, or a time: the claim as people had written it then, and its status. "
        "What nobody wrote down is null."
    )
)


class PastCorroborationShape(CorroborationShape):
    """What the evidence amounted to: the status alone, and an editor's own."""

    origins = Part(BoundsShape, allow_none=True)
    contradicting = Part(BoundsShape, allow_none=True)
    documented = Flag(allow_none=True)
    why = ListOf(Part(ReasonShape), 3, allow_none=True)


class PastClaimAnswer(ClaimAnswer):
    """A claim as it was."""

    worded_rev = Whole(allow_none=True)
    story = Text(MAX_PRINTED_CHARS, allow_none=True)
    corroboration = Part(PastCorroborationShape)
    tags = ListOf(Part(TagCountShape), 1_000, allow_none=True)
