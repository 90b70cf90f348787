"""The attribution chain: who said that somebody said so, outermost link first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.domain.vocabulary import Channel, Identification, SourceKind, SourceType, SpeakerKind

MAX_LINKS: Final = 16
"""Longer chains do not occur in print; the limit bounds what one claim can cost."""


@dataclass(frozen=True)
class Link:
    """One link of a chain, as far as rules depend on it."""

    source_type: SourceType
    identification: Identification
    channel: Channel | None = None

    @property
    def named(self) -> bool:
        """Whether the article names the source."""
        return self.identification is Identification.NAMED


@dataclass(frozen=True)
class Reading:
    """What a chain says of its claim: the last link is whom the claim rests on."""

    source_type: SourceType
    speaker_kind: SpeakerKind
    channel: Channel | None
    hearsay_depth: int


def read(chain: Sequence[Link], own_channel: Channel | None) -> Reading:
    """Derive what the last link says; an empty chain is the outlet's own voice in its own channel."""
    if not chain:
        return Reading(SourceType.OUTLET, SpeakerKind.NONE, own_channel, 0)
    last = chain[-1]
    speaker = SpeakerKind.NAMED if last.named else SpeakerKind.ANONYMOUS
    return Reading(last.source_type, speaker, last.channel, len(chain))


def passes_on(kind: SourceKind, place: int, length: int) -> bool:
    """Tell whether a link passed the claim on: every one but the last does, and a last one that is an outlet."""
    return place < length - 1 or kind is SourceKind.OUTLET
