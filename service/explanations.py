"""Explanations: the whole reasoning behind a claim's status, and a story as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service.documents import amounts_to
from service.domain.corroboration import weigh
from service.domain.hearing import ring
from service.domain.identifiers import PREFIXES
from service.domain.next_steps import NextStep, next_steps
from service.domain.testimony import Step, Voice
from service.domain.vocabulary import Stance
from service.references import article_mention, mention
from service.renewal import overrides_of
from service.schemas.story import ReasoningShape, StoryShape
from service.store import lists, rows, stories
from service.store.database import snapshot
from service.store.models import Article, Claim, Evidence, Source
from service.store.revisions import current
from service.store.rows import by_ids

REASONING: Final = ReasoningShape()
STORY: Final = StoryShape()


def reasoning(claim_id: str) -> bytes:
    """Tell each step that led to a claim's status, and what would move it."""
    with snapshot():
        rows.one(lists.CLAIMS, claim_id)
        found = stories.find([claim_id])
        one = found.of_claim[claim_id]
        case = found.case(one)
        verdict, ahead = weigh(case), next_steps(case)
        steps = {Stance.FOR: verdict.steps, Stance.AGAINST: verdict.steps_against}
        names = _names(
            (step.testimony.origin.source, step.testimony.article) for some in steps.values() for step in some
        )
        return REASONING.render({
            "claim": claim_id, "story": one.id, "rev": current(),
            "corroboration": amounts_to(claim_id, verdict.of(claim_id), overrides_of([claim_id]).get(claim_id)),
            "steps": [_step(stance, step, names) for stance, some in steps.items() for step in some],
            "ring": list(ring(case.support)) or None,
            "next_steps": [_next_step(step, names) for step in ahead],
        })  # fmt: skip


def story(story_id: str) -> bytes:
    """Show the story in which the claim is now that a story's id is named after."""
    with snapshot():
        claim_id = PREFIXES["claim"] + story_id.removeprefix(PREFIXES["story"])
        rows.one(lists.CLAIMS, claim_id)
        found = stories.find([claim_id])
        one = found.of_claim[claim_id]
        verdict = weigh(found.case(one))
        voices = {Stance.FOR: verdict.voices, Stance.AGAINST: verdict.voices_against}
        names = _names((voice.origin.source, None) for some in voices.values() for voice in some)
        body = STORY.dump({
            "id": one.id, "rev": current(), "corroboration": amounts_to("", verdict, None),
            "origins": [_voice(stance, voice, names) for stance, some in voices.items() for voice in some],
            "against": [other.id for other in found.against(one)], "claims": [], "evidence": [],
        })  # fmt: skip
        body["claims"] = _documents(by_ids(Claim, one.claims))
        body["evidence"] = _documents(by_ids(Evidence, [tie.id for tie in one.ties]))
        return orjson.dumps(body)


@dataclass(frozen=True)
class _Names:
    """How the sources and articles are shown that some reasoning speaks of."""

    sources: dict[str, dict[str, Any] | None]
    articles: dict[str, dict[str, Any]]

    def source(self, source_id: str | None) -> dict[str, Any] | None:
        return None if source_id is None else self.sources[source_id]


def _names(spoken_of: Iterable[tuple[str | None, str | None]]) -> _Names:
    pairs = list(spoken_of)
    articles = by_ids(Article, {article for _, article in pairs if article is not None})
    publishers = {article.publisher_id for article in articles.values() if article.publisher_id is not None}
    sources = by_ids(Source, publishers | {source for source, _ in pairs if source is not None})
    return _Names(
        {source_id: mention(source) for source_id, source in sources.items()},
        {
            article_id: article_mention(article, sources.get(article.publisher_id or ""))
            for article_id, article in articles.items()
        },
    )


def _step(stance: Stance, step: Step, names: _Names) -> dict[str, Any]:
    one, reason = step.testimony, step.reason
    return {
        "stance": stance, **_whose(one.id), "article": names.articles[one.article],
        "origin": names.source(one.origin.source), "counts": step.counts, "rule": reason.rule, "text": reason.text,
        "because_of": list(reason.about),
    }  # fmt: skip


def _next_step(step: NextStep, names: _Names) -> dict[str, Any]:
    return {
        "step": step.kind, "number": step.number, "source": names.source(step.source), **_whose(step.testimony),
        "status": step.status, "origins": step.origins, "text": step.text,
    }  # fmt: skip


def _voice(stance: Stance, voice: Voice, names: _Names) -> dict[str, Any]:
    claims = [one for one in voice.testimonies if _is_claim(one)]
    return {
        "stance": stance, "source": names.source(voice.origin.source), "shown": voice.shown, "most": voice.most,
        "claims": claims, "evidence": [one for one in voice.testimonies if not _is_claim(one)],
    }  # fmt: skip


def _whose(testimony: str | None) -> dict[str, str | None]:
    """Tell whether a testimony is a claim's or a citation's; its id says so."""
    if testimony is None:
        return {"claim": None, "evidence": None}
    return {"claim": testimony, "evidence": None} if _is_claim(testimony) else {"claim": None, "evidence": testimony}


def _is_claim(testimony: str) -> bool:
    return testimony.startswith(PREFIXES["claim"])


def _documents(found: dict[str, Any]) -> list[orjson.Fragment]:
    return [orjson.Fragment(bytes(found[row_id].document)) for row_id in sorted(found)]
