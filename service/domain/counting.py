"""How many independent origins those who speak on one side have (rules 3 to 5 and 7 of docs/corroboration.md)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from service.domain.testimony import DOCUMENT, OUTLET, Bounds, Origin, Reason, Step, Testimony, Voice

SAW_IT: Final = "The outlet saw it itself: it is an origin of its own."
NAMED: Final = "It rests on a named origin."
IDENTIFIED: Final = "It rests on somebody whom the article does not name, and of whom it is known by now who it was."
SAME_FAMILY: Final = "Its origin and another that counts belong together and may be one voice: it counts as possible."
UNNAMED: Final = "It rests on somebody who is not named: one origin can be shown."
SEVERAL: Final = "It rests on {} who are not named: one origin can be shown, and {} are possible."
PERHAPS_ANOTHER: Final = "It rests on somebody who is not named and may be one of the others: it counts as possible."
PERHAPS_OTHERS: Final = "It rests on {} who are not named and may be among the others: {} count as possible."
SAME_ORIGIN: Final = "It rests on the same origin as another that counts."
UNRESOLVED: Final = "It ends at an outlet, and nobody tells where that outlet has it from: it counts as possible."
OWN_VOICE: Final = "The outlet says so in its own voice and shows nothing for it: it counts as possible."
SAME_OWNER: Final = "An outlet of the same owner says so too, and neither tells where it has it from: they count once."
OWNER_SAW_IT: Final = "It does not tell where it has it from, and an outlet of the same owner saw it itself and counts."

Groups = Mapping[str, Sequence[Testimony]]
"""Testimonies, in their order, that count together."""


class Count(NamedTuple):
    """The origins of one side, who they are, and whether one is a document to look up."""

    bounds: Bounds
    voices: Sequence[Voice]
    documented: bool
    resolved: Groups
    """Those who rest on one origin, by whom that is."""
    unresolved: Groups
    """Those who end at outlets of one family, by its top."""

    def steps(self) -> Iterator[Step]:
        """Tell what became of each testimony."""
        shown = {voice.origin.who for voice in self.voices if voice.shown}
        firsts = [members[0] for members in self.resolved.values()]
        leading: dict[str, Testimony] = {}
        seen: dict[str, Testimony] = {}
        for one in firsts:
            if one.origin.who in shown:
                leading.setdefault(one.origin.family, one)
            if one.origin.kind is OUTLET:
                seen.setdefault(one.origin.family, one)
        for first, members in zip(firsts, self.resolved.values(), strict=True):
            yield Step(first, counts=True, reason=_why(first.origin, shown, leading))
            yield from (_discarded(one, SAME_ORIGIN, first) for one in members[1:])
        for family, members in self.unresolved.items():
            yield from _of_unresolved(members, seen.get(family))


NOTHING: Final = Count(Bounds(), (), documented=False, resolved={}, unresolved={})


def count(speakers: Sequence[Testimony]) -> Count:
    """Count the independent origins behind those who speak, which come in their order."""
    if not speakers:
        return NOTHING
    resolved, unresolved = _grouped(speakers)
    origins = [members[0].origin for members in resolved.values()]
    shown = _shown(origins)
    seen = {origin.family for origin in origins if origin.kind is OUTLET}
    voices = [_voice(members, shown=who in shown) for who, members in resolved.items()]
    voices += [_voice(members, shown=False) for family, members in unresolved.items() if family not in seen]
    bounds = Bounds(len(shown), sum([voice.most for voice in voices]))
    return Count(bounds, voices, _is_documented(origins), resolved, unresolved)


def _grouped(speakers: Iterable[Testimony]) -> tuple[Groups, Groups]:
    resolved: dict[str, list[Testimony]] = defaultdict(list)
    unresolved: dict[str, list[Testimony]] = defaultdict(list)
    for one in speakers:
        origin = one.origin
        if origin.is_resolved:
            resolved[origin.who].append(one)
        else:
            unresolved[origin.family].append(one)
    return resolved, unresolved


def _shown(resolved: Sequence[Origin]) -> set[str]:
    """Give those who can be told apart: of each family one who is named, and each outlet that saw it.

    If nobody is named, somebody is there all the same.
    """
    named = [origin for origin in resolved if origin.named]
    if not named:
        return {origin.who for origin in resolved[:1]}
    shown: dict[str, list[str]] = {}
    for origin in named:
        if origin.kind is OUTLET:
            shown.setdefault(origin.family, []).append(origin.who)
    for origin in named:
        shown.setdefault(origin.family, [origin.who])
    return {who for family in shown.values() for who in family}


def _voice(members: Sequence[Testimony], *, shown: bool) -> Voice:
    origin = members[0].origin
    if len(members) == 1:
        return Voice(origin, (members[0].id,), origin.people, shown)
    most = max([one.origin.people for one in members])
    return Voice(origin, tuple([one.id for one in members]), most, shown)


def _is_documented(resolved: Iterable[Origin]) -> bool:
    return any(origin.has_same_as and origin.named and origin.kind is DOCUMENT for origin in resolved)


def _why(origin: Origin, shown: set[str], leading: Mapping[str, Testimony]) -> Reason:
    if origin.who not in shown:
        if origin.named:
            return _reason(5, SAME_FAMILY, origin, leading[origin.family])
        return _reason(5, _numbered(PERHAPS_OTHERS, PERHAPS_ANOTHER, origin), origin)
    if origin.kind is OUTLET:
        return _reason(3, SAW_IT, origin)
    if origin.named:
        return _reason(5, IDENTIFIED if origin.was_identified else NAMED, origin)
    return _reason(5, _numbered(SEVERAL, UNNAMED, origin), origin)


def _numbered(several: str, one: str, origin: Origin) -> str:
    return several.format(origin.people, origin.people) if origin.people > 1 else one


def _of_unresolved(members: Sequence[Testimony], seen: Testimony | None) -> Iterator[Step]:
    first = members[0]
    for one in members:
        if seen is not None:
            is_same = one.origin.who == seen.origin.who
            yield _discarded(one, SAME_ORIGIN if is_same else OWNER_SAW_IT, seen)
        elif one is first:
            yield Step(one, counts=True, reason=_reason(3, OWN_VOICE if one.own_voice else UNRESOLVED, one.origin))
        else:
            is_same = one.origin.who == first.origin.who
            yield _discarded(one, SAME_ORIGIN if is_same else SAME_OWNER, first)


def _discarded(one: Testimony, text: str, other: Testimony) -> Step:
    return Step(one, counts=False, reason=_reason(4, text, one.origin, other))


def _reason(rule: int, text: str, origin: Origin, other: Testimony | None = None) -> Reason:
    sources = () if origin.source is None else (origin.source,)
    return Reason(rule, text, sources, () if other is None else (other.id,))
