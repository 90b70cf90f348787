"""How many independent origins those who speak on one side have (rules 3 to 5 and 7 of docs/corroboration.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from service.domain.testimony import Bounds, Origin, Reason, Step, Testimony, Voice
from service.domain.vocabulary import SourceKind

SAW_IT: Final = "The outlet saw it itself: it is an origin of its own."
NAMED: Final = "It rests on a named origin that can be told from the others."
SAME_FAMILY: Final = "Its origin and another that counts belong together and may be one voice: it counts as possible."
UNNAMED: Final = "It rests on somebody who is not named: that is one origin."
SEVERAL: Final = (
    "It rests on several who are not named: one origin can be shown, and as many as they are said to be are possible."
)
PERHAPS_ANOTHER: Final = "It rests on somebody who is not named and may be one of the others: it counts as possible."
SAME_ORIGIN: Final = "It rests on the same origin as another that counts."
UNRESOLVED: Final = "It ends at an outlet, and nobody tells where that outlet has it from: it counts as possible."
OWN_VOICE: Final = "The outlet says so in its own voice and shows nothing for it: it counts as possible."
SAME_OWNER: Final = "An outlet of the same owner says so too, and neither tells where it has it from: they count once."
OWNER_SAW_IT: Final = "It does not tell where it has it from, and an outlet of the same owner saw it itself and counts."


@dataclass(frozen=True)
class Count:
    """The origins of one side, what became of each testimony, and whether an origin is a document to look up."""

    bounds: Bounds
    voices: Sequence[Voice]
    steps: Sequence[Step]
    documented: bool


@dataclass
class _Group:
    """Testimonies, in their order, that rest on one origin, or on unresolved outlets of one owner."""

    members: list[Testimony] = field(default_factory=list)

    @property
    def first(self) -> Testimony:
        return self.members[0]

    @property
    def origin(self) -> Origin:
        return self.members[0].origin

    @property
    def saw(self) -> bool:
        return any(one.origin.saw for one in self.members)

    def voice(self, *, shown: bool) -> Voice:
        most = max(one.origin.count for one in self.members)
        return Voice(self.origin, tuple(one.id for one in self.members), most, shown)


def count(speakers: Sequence[Testimony]) -> Count:
    """Count the independent origins behind those who speak, which come in their order."""
    resolved = _grouped((one.origin.who, one) for one in speakers if one.origin.is_resolved)
    unresolved = _grouped((one.origin.family, one) for one in speakers if not one.origin.is_resolved)
    voices, steps = _count_resolved(resolved)
    fewest = sum(voice.shown for voice in voices)
    seen = {group.origin.family: group for group in resolved.values() if group.saw}
    for family, group in unresolved.items():
        steps += _of_unresolved(group, resolved, seen.get(family))
        if family not in seen and group.origin.who not in resolved:
            voices.append(group.voice(shown=False))
    documented = any(_can_be_looked_up(group.origin) for group in resolved.values())
    return Count(Bounds(fewest, sum(voice.most for voice in voices)), voices, steps, documented)


def _grouped(keyed: Iterable[tuple[str, Testimony]]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for key, one in keyed:
        groups.setdefault(key, _Group()).members.append(one)
    return groups


def _count_resolved(groups: dict[str, _Group]) -> tuple[list[Voice], list[Step]]:
    """Count who is known to know: of those who are named, each family once, and each outlet that saw it."""
    eyes = {who for who, group in groups.items() if group.saw}
    is_anybody_named = any(group.origin.named for group in groups.values())
    shown: dict[str, Testimony] = {}
    voices: list[Voice] = []
    steps: list[Step] = []
    for group in groups.values():
        key = _speaks_for(group.origin, eyes) if is_anybody_named else ""
        may_be_shown = group.origin.named or not is_anybody_named
        is_shown = may_be_shown and shown.setdefault(key, group.first) is group.first
        before = shown[key] if may_be_shown and not is_shown else None
        steps.append(Step(group.first, counts=True, reason=_why(group, before, is_shown=is_shown)))
        steps += (_discarded(one, SAME_ORIGIN, group.first) for one in group.members[1:])
        voices.append(group.voice(shown=is_shown))
    return voices, steps


def _speaks_for(origin: Origin, eyes: set[str]) -> str:
    """Give the family of a resolved origin; who speaks for an outlet that saw it is that outlet's voice."""
    return next((one for one in (origin.who, *origin.line) if one in eyes), origin.family)


def _why(group: _Group, before: Testimony | None, *, is_shown: bool) -> Reason:
    origin = group.origin
    if before is not None and origin.named:
        return _reason(5, SAME_FAMILY, origin, before)
    if not is_shown:
        return _reason(5, PERHAPS_ANOTHER, origin)
    if group.saw:
        return _reason(3, SAW_IT, origin)
    if origin.named:
        return _reason(5, NAMED, origin)
    return _reason(5, SEVERAL if origin.count > 1 else UNNAMED, origin)


def _of_unresolved(group: _Group, resolved: dict[str, _Group], seen: _Group | None) -> Iterator[Step]:
    for one in group.members:
        same = resolved.get(one.origin.who)
        if same is not None:
            yield _discarded(one, SAME_ORIGIN, same.first)
        elif seen is not None:
            yield _discarded(one, OWNER_SAW_IT, seen.first)
        elif one is group.first:
            yield Step(one, counts=True, reason=_reason(3, OWN_VOICE if one.own_voice else UNRESOLVED, one.origin))
        elif one.origin.who == group.origin.who:
            yield _discarded(one, SAME_ORIGIN, group.first)
        else:
            yield _discarded(one, SAME_OWNER, group.first)


def _discarded(one: Testimony, text: str, other: Testimony) -> Step:
    return Step(one, counts=False, reason=_reason(4, text, one.origin, other))


def _reason(rule: int, text: str, origin: Origin, other: Testimony | None = None) -> Reason:
    sources = () if origin.source is None else (origin.source,)
    return Reason(rule, text, sources, () if other is None else (other.id,))


def _can_be_looked_up(origin: Origin) -> bool:
    return origin.kind is SourceKind.DOCUMENT and origin.named and origin.has_same_as
