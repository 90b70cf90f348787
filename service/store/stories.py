"""Which claims are one story, and what stands against it, as the ties of evidence have it (rule 1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from service.domain.identifiers import story_id
from service.domain.testimony import Case, Side, Testimony
from service.domain.vocabulary import Tie
from service.store import testimonies
from service.store.query import run_for

ACCEPTED: Final = "state = 'accepted' AND deleted_at IS NULL"
TIES: Final = "SELECT id, claim_id, tie, other_id, article_id FROM evidence"
FROM_CLAIMS: Final = f"{TIES} WHERE claim_id IN (??) AND {ACCEPTED}"
TO_CLAIMS: Final = f"{TIES} WHERE other_id IN (??) AND {ACCEPTED}"
TOGETHER_SO_FAR: Final = (
    "SELECT id FROM claim WHERE deleted_at IS NULL AND story IN (SELECT story FROM claim WHERE id IN (??))"
)
JOINING: Final = frozenset({Tie.SUPPORTED_BY, Tie.REPEATS})


class TieRow(NamedTuple):
    """One accepted tie; it leads to another claim, or to an article that is cited."""

    id: str
    claim: str
    tie: str
    other: str | None
    article: str | None

    @property
    def opposes(self) -> bool:
        """Whether its two ends say the opposite."""
        return self.tie == Tie.CONTRADICTED_BY


@dataclass(frozen=True)
class Story:
    """Claims that are counted as one, with the ties that have an end among them."""

    claims: tuple[str, ...]
    ties: tuple[TieRow, ...]

    @property
    def id(self) -> str:
        """Name it after the lowest claim in it."""
        return story_id(self.claims[0])

    @property
    def opponents(self) -> set[str]:
        """Name the claims that say the opposite."""
        return {end for tie in self.ties if tie.opposes and tie.other for end in (tie.claim, tie.other)} - set(
            self.claims
        )

    @property
    def contradicting_citations(self) -> tuple[str, ...]:
        """Name the ties that cite an article against it."""
        return tuple(tie.id for tie in self.ties if tie.opposes and tie.article)


@dataclass
class Stories:
    """Some stories with all that they are weighed from."""

    weighed: list[Story] = field(default_factory=list)
    of_claim: dict[str, Story] = field(default_factory=dict)
    testimonies: dict[str, Testimony] = field(default_factory=dict)

    def against(self, story: Story) -> list[Story]:
        """Give the stories that stand against one that is weighed, by id."""
        opposing = {self.of_claim[claim].id: self.of_claim[claim] for claim in story.opponents}
        return [opposing[other] for other in sorted(opposing)]

    def case(self, story: Story) -> Case:
        """Give what a story is weighed from."""
        return Case(self.support(story), self.opposition(self.against(story), story.contradicting_citations))

    def support(self, story: Story) -> Side:
        """Give those who say what a story says."""
        return self._side([story])

    def opposition(self, stories: Iterable[Story], citations: Iterable[str]) -> Side:
        """Give those who say the opposite: the stories that stand against one, and the articles cited against it."""
        return self._side(stories, citations)

    def _side(self, together: Iterable[Story], citations: Iterable[str] = ()) -> Side:
        speaking = [self.testimonies[one] for one in citations]
        repeats: dict[str, list[str]] = {}
        retractions: dict[str, list[Testimony]] = {}
        for story in together:
            members = set(story.claims)
            speaking += [self.testimonies[claim] for claim in story.claims]
            for tie in story.ties:
                if tie.tie in JOINING and tie.article:
                    speaking.append(self.testimonies[tie.id])
                if tie.tie == Tie.REPEATS:
                    repeats.setdefault(tie.claim, []).append(tie.other or tie.id)
                if tie.tie == Tie.RETRACTED_BY and tie.claim in members:
                    retractions.setdefault(tie.claim, []).append(self.testimonies[tie.other or tie.id])
        return Side(speaking, repeats, retractions)


def find(claims: Iterable[str], *, with_opponents: bool = False) -> Stories:
    """Find the stories of some claims with what each is weighed from; on request, also those they stand against."""
    found = Stories()
    waiting = set(claims)
    for _ in range(2 if with_opponents else 1):
        new = list(_grouped(waiting - found.of_claim.keys()))
        found.weighed += new
        _know(found, new)
        waiting = {claim for story in new for claim in story.opponents}
    _know(found, _grouped(waiting - found.of_claim.keys()))
    _hear(found)
    return found


def _know(found: Stories, stories: Iterable[Story]) -> None:
    found.of_claim |= {claim: story for story in stories for claim in story.claims}


def _hear(found: Stories) -> None:
    """Load what the claims of all stories say, and what the articles and claims say that are cited for or against."""
    ties = {tie.id: tie for story in found.of_claim.values() for tie in story.ties}
    retracting = {tie.other for tie in ties.values() if tie.tie == Tie.RETRACTED_BY and tie.other}
    citations = {tie.id: tie.article for tie in ties.values() if tie.article}
    found.testimonies = testimonies.load({*found.of_claim, *retracting}, citations)


def _grouped(claims: set[str]) -> Iterator[Story]:
    """Give the stories of some claims: whatever ties lead to, and what was together so far."""
    reached: set[str] = set()
    ties: dict[str, TieRow] = {}
    waiting = claims
    while waiting:
        new = {claim for (claim,) in run_for(TOGETHER_SO_FAR, waiting)} - reached
        reached |= new
        rows = [TieRow(*row) for row in chain(run_for(FROM_CLAIMS, new), run_for(TO_CLAIMS, new))]
        ties |= {tie.id: tie for tie in rows}
        waiting = {end for tie in rows if tie.tie in JOINING and tie.other for end in (tie.claim, tie.other)} - reached
    yield from _components(reached, ties.values())


def _components(claims: Iterable[str], ties: Iterable[TieRow]) -> Iterator[Story]:
    neighbours: dict[str, set[str]] = {claim: set() for claim in claims}
    at_claim: dict[str, list[TieRow]] = {claim: [] for claim in neighbours}
    for tie in ties:
        for end in neighbours.keys() & {tie.claim, tie.other}:
            at_claim[end].append(tie)
        if tie.tie in JOINING and tie.other:
            neighbours[tie.claim].add(tie.other)
            neighbours[tie.other].add(tie.claim)
    left = set(neighbours)
    for first in sorted(neighbours):
        if first in left:
            members = _connected(first, neighbours)
            left -= members
            own = {tie.id: tie for claim in members for tie in at_claim[claim]}
            yield Story(tuple(sorted(members)), tuple(own[tie_id] for tie_id in sorted(own)))


def _connected(first: str, neighbours: dict[str, set[str]]) -> set[str]:
    members, waiting = {first}, [first]
    while waiting:
        new = neighbours[waiting.pop()] - members
        members |= new
        waiting += new
    return members
