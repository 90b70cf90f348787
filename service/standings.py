"""Where claims stand: the story that each is in, and what that story amounts to."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from service.domain.corroboration import Verdict, weigh, weigh_heard
from service.domain.hearing import Heard, hear
from service.domain.identifiers import story_id
from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import Channel, SourceKind, word
from service.references import Chain
from service.store import stories
from service.store.models import Claim, Link, Source

VERDICTS_KNOWN: Final = 4_096
NO_CLAIM: Final = ""
SOMEBODY, ANYBODY = "src_somebody", "src_anybody"
"""Stand for the one origin of a claim, and for who it was identified as."""


@dataclass(frozen=True)
class Standing:
    """The story that a claim is in, and the verdict on the claim."""

    story: str
    verdict: Verdict


def standings(claims: Iterable[str]) -> dict[str, Standing]:
    """Weigh the stories of some claims; give where every claim of these stories stands."""
    return judge(stories.find(claims))


def judge(found: stories.Stories) -> dict[str, Standing]:
    """Weigh stories that were found; give where every claim of theirs stands."""
    judged: dict[str, Standing] = {}
    heard: dict[Hashable, Heard] = {}
    for story in found.weighed:
        against, citations = found.against(story), story.contradicting_citations
        opposing = (*(other.id for other in against), *citations)
        if opposing not in heard:
            heard[opposing] = hear(found.opposition(against, citations))
        verdict = weigh_heard(hear(found.support(story)), heard[opposing])
        judged |= {claim: Standing(story.id, verdict.of(claim)) for claim in story.claims}
    return judged


def alone(claim: Claim, chain: Chain) -> Standing:
    """Weigh a claim that nothing is tied to, by what it says itself."""
    origin = _speaker(*chain[-1]) if chain else _own_voice(claim)
    return Standing(story_id(claim.id), _verdict_on(origin, own_voice=not chain))


@lru_cache(maxsize=VERDICTS_KNOWN)
def _verdict_on(origin: Origin, *, own_voice: bool) -> Verdict:
    """Give the verdict on a claim that rests on one origin and on nothing else."""
    somebody = origin._replace(who=ANYBODY if origin.was_identified else SOMEBODY, source=origin.source and SOMEBODY)
    verdict, sources = _verdict(somebody, own_voice=own_voice), () if origin.source is None else (origin.source,)
    why = tuple(reason._replace(sources=sources if reason.sources else ()) for reason in verdict.why)
    return replace(verdict, why=why)


@lru_cache(maxsize=VERDICTS_KNOWN)
def _verdict(origin: Origin, *, own_voice: bool) -> Verdict:
    """Weigh what rests on one origin; who that is and where it was said makes no difference.

    Its reasons name no claim: that they speak of the one that is weighed goes without saying.
    """
    testimony = Testimony(NO_CLAIM, origin, NO_CLAIM, NO_CLAIM, NO_CLAIM, own_voice=own_voice)
    return weigh(Case(Side([testimony])))


def _speaker(link: Link, source: Source) -> Origin:
    identity = source.identified_as or source
    saw = identity.kind == SourceKind.OUTLET and link.channel == Channel.DIRECT_OBSERVATION
    return Origin(
        identity.id, source.id, word(SourceKind, identity.kind), named=not identity.unnamed, saw=saw,
        people=link.count or 1, has_same_as=bool(identity.same_as),
    )  # fmt: skip


def _own_voice(claim: Claim) -> Origin:
    publisher = claim.article.publisher_id
    saw = claim.channel == Channel.DIRECT_OBSERVATION
    return Origin(publisher or claim.article_id, publisher, SourceKind.OUTLET, named=True, saw=saw)
