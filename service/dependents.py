"""Dependents: the claims whose status would fall if a source were withdrawn."""

from collections.abc import Iterator, Sequence
from typing import Final

from service.domain.corroboration import weigh
from service.domain.withdrawal import falls, without
from service.schemas.story import DependentShape
from service.store import lists, reach, rows, stories
from service.store.database import snapshot
from service.store.models import Source
from service.store.revisions import current
from service.store.rows import Entries

DEPENDENT: Final = DependentShape()

LOOKED_AT_ONCE: Final = 1_000
MOST_WEIGHED: Final = 2_000
"""So many claims, with those of their stories, are weighed for one page, however few of them would fall."""


def page(source_id: str, after: str, limit: int) -> Entries[str]:
    """List claims whose stories would stand worse without all that rests on a source, or came through it."""
    with snapshot():
        rows.one(lists.SOURCES, source_id)
        source = Source.get_by_id(source_id)
        who = source.identified_as_id or source.id
        found = reach.leaning_on(who, after, LOOKED_AT_ONCE)
        candidates = list(_as_many_as_may_be_weighed(found))
        falling = _falling(candidates, who)
        shown = [claim for claim in candidates if claim in falling][:limit]
        more = len(falling) > len(shown)
        is_cut = more or len(candidates) < len(found) or len(found) == LOOKED_AT_ONCE
        seen = shown[-1] if more else candidates[-1] if candidates else None
        return Entries([falling[claim] for claim in shown], seen if is_cut else None, current())


def _as_many_as_may_be_weighed(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Give the first claims, of pairs of claim and story, as long as their stories are not too large together."""
    sizes = reach.sizes({story for _, story in found})
    weighed: set[str] = set()
    total = 0
    for claim, story in found:
        if story not in weighed:
            total += sizes[story]
            if weighed and total > MOST_WEIGHED:
                return
            weighed.add(story)
        yield claim


def _falling(candidates: Sequence[str], who: str) -> dict[str, bytes]:
    """Give the claims that would fall, each with its entry."""
    found = stories.find(candidates)
    falling = {}
    for story in found.weighed:
        case = found.case(story)
        before, after = weigh(case), without(case, who)
        for claim in set(story.claims).intersection(candidates):
            status = before.of(claim).status
            if falls(status, after.status):
                values = {"claim": claim, "story": story.id, "status": status, "status_without": after.status}
                falling[claim] = DEPENDENT.render(values)
    return falling
