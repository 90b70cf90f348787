"""How well a claim is corroborated: derived from who it rests on, never typed.

This is the part that needs no evidence: what one claim, standing alone, amounts to.
The rule numbers are those of docs/corroboration.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.domain.attribution import Link
from service.domain.vocabulary import Channel, CorroborationStatus, SourceKind


@dataclass(frozen=True)
class Bounds:
    """The fewest and the most independent origins that there can be."""

    min: int = 0
    max: int = 0


@dataclass(frozen=True)
class Reason:
    """One step towards a status: the rule, a sentence, and the ids that it speaks of."""

    rule: int
    text: str
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corroboration:
    """A status with the numbers and reasons that gave it."""

    status: CorroborationStatus
    origins: Bounds
    documented: bool
    why: tuple[Reason, ...]
    contradicting: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True)
class Testimony:
    """What one claim gives: its chain, or its publisher's own voice with what the article shows for it."""

    chain: Sequence[Link]
    publisher_id: str | None
    own_channel: Channel | None


def weigh(testimony: Testimony) -> Corroboration:
    """Say what one testimony amounts to on its own (rules 3, 5, 7 and 8)."""
    if not testimony.chain:
        return _weigh_own_voice(testimony)
    last = testimony.chain[-1]
    if last.kind is SourceKind.OUTLET and last.channel is not Channel.DIRECT_OBSERVATION:
        return _unresolved(last)
    origins = Bounds(1, max(1, last.count or 1))
    documented = last.kind is SourceKind.DOCUMENT and last.named and last.has_same_as
    if origins.max > 1:
        text = f"It rests on {origins.max} who are not named: one origin can be shown, {origins.max} are possible."
        return Corroboration(
            CorroborationStatus.POSSIBLY_CORROBORATED, origins, documented, (Reason(8, text, (last.source_id,)),)
        )
    text = "It rests on one named origin." if last.named else "It rests on one origin that is not named."
    return Corroboration(CorroborationStatus.SINGLE_SOURCE, origins, documented, (Reason(8, text, (last.source_id,)),))


def _weigh_own_voice(testimony: Testimony) -> Corroboration:
    publisher = (testimony.publisher_id,) if testimony.publisher_id else ()
    if testimony.own_channel is Channel.DIRECT_OBSERVATION:
        reason = Reason(3, "The outlet saw it itself: it is the one origin.", publisher)
        return Corroboration(CorroborationStatus.SINGLE_SOURCE, Bounds(1, 1), documented=False, why=(reason,))
    reason = Reason(8, "The outlet says so in its own voice and attributes it to nobody.", publisher)
    return Corroboration(CorroborationStatus.UNATTRIBUTED, Bounds(0, 1), documented=False, why=(reason,))


def _unresolved(last: Link) -> Corroboration:
    text = "It ends at an outlet, and nobody tells where that outlet has it from."
    return Corroboration(
        CorroborationStatus.UNRESOLVED,
        Bounds(0, max(1, last.count or 1)),
        documented=False,
        why=(Reason(3, text, (last.source_id,)),),
    )
