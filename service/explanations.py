"""Explanations: the whole reasoning behind a claim's status, and a story as it is now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import orjson

from service.claim_documents import amounts_to
from service.domain.corroboration import weigh
from service.domain.errors import NotFound
from service.domain.hearing import ring
from service.domain.identifiers import PREFIXES, is_id
from service.domain.next_steps import NextStep, next_steps
from service.domain.testimony import Origin, Side, Step, Voice
from service.domain.vocabulary import Stance
from service.references import article_mention, mention
from service.renewal import overrides_of
from service.schemas.story import ReasoningShape, StoryShape
from service.store import lists, rows, stories
from service.store.database import snapshot
from service.store.models import MENTIONED, Article, Source
from service.store.query import run_for
from service.store.revisions import current
from service.store.rows import Stored, by_ids

REASONING: Final = ReasoningShape()
STORY: Final = StoryShape()

DOCUMENTS: Final = "SELECT id, document FROM {} WHERE id IN (??)"
STATEMENTS: Final = "SELECT id, statement FROM claim WHERE id IN (??)"
PRINTED: Final = (
    "SELECT claim_id, COALESCE(as_printed, description) FROM link WHERE claim_id IN (??)"
    " AND place = (SELECT max(place) FROM link AS other WHERE other.claim_id = link.claim_id)"
)
PRINTED_IN_CITATIONS: Final = (
    "SELECT evidence_id, COALESCE(as_printed, description) FROM evidence_link WHERE evidence_id IN (??)"
    " AND place = (SELECT max(place) FROM evidence_link AS other WHERE other.evidence_id = evidence_link.evidence_id)"
)


def reasoning(claim_id: str) -> Stored:
    """Tell each step that led to a claim's status, and what would move it."""
    with snapshot():
        rows.one(lists.CLAIMS, claim_id)
        found = stories.find([claim_id])
        one = found.of_claim[claim_id]
        case = found.case(one)
        verdict = weigh(case)
        steps = [
            *_of_side(Stance.FOR, verdict.steps, case.support),
            *_of_side(Stance.AGAINST, verdict.steps_against, case.against),
        ]
        said = _said([step.testimony.id for _, step in steps])
        names = _names((step.testimony.origin, step.testimony.article) for _, step in steps)
        # Nothing but its own retraction decides on a claim that was itself taken back.
        ahead = [] if claim_id in verdict.retracted else next_steps(case)
        rev = current()
        body = REASONING.render({
            "claim": claim_id, "statement": said[claim_id].statement, "story": one.id, "rev": rev,
            "corroboration": amounts_to(claim_id, verdict.of(claim_id), overrides_of([claim_id]).get(claim_id)),
            "steps": [_step(stance, step, said[step.testimony.id], names) for stance, step in steps],
            "ring": list(ring(case.support)) or None,
            "next_steps": [_next_step(step, names) for step in ahead],
        })  # fmt: skip
        return Stored(claim_id, rev, body)


def story(story_id: str) -> Stored:
    """Show the story in which the claim is now that a story's id is named after."""
    with snapshot():
        if not is_id(PREFIXES["story"], story_id):
            raise NotFound("The id of a story is sty_ and the rest of a claim's id.")
        claim_id = PREFIXES["claim"] + story_id.removeprefix(PREFIXES["story"])
        rows.one(lists.CLAIMS, claim_id)
        found = stories.find([claim_id])
        one = found.of_claim[claim_id]
        verdict = weigh(found.case(one))
        voices = {Stance.FOR: verdict.voices, Stance.AGAINST: verdict.voices_against}
        names = _names((voice.origin, None) for some in voices.values() for voice in some)
        body = STORY.dump({
            "id": one.id, "rev": current(), "corroboration": amounts_to("", verdict, None),
            "origins": [_voice(stance, voice, names) for stance, some in voices.items() for voice in some],
            "against": [other.id for other in found.against(one)], "claims": [], "evidence": [],
        })  # fmt: skip
        body["claims"] = _documents("claim", one.claims)
        body["evidence"] = _documents("evidence", [tie.id for tie in one.ties])
        return Stored(one.id, body["rev"], orjson.dumps(body))


@dataclass(frozen=True)
class _Names:
    """How the sources and articles are shown that some reasoning speaks of."""

    sources: dict[str, dict[str, Any] | None]
    articles: dict[str, dict[str, Any]]

    def source(self, source_id: str | None) -> dict[str, Any] | None:
        return None if source_id is None else self.sources[source_id]

    def identity(self, origin: Origin) -> dict[str, Any] | None:
        return self.sources[origin.who] if origin.was_identified else None


def _names(spoken_of: Iterable[tuple[Origin, str | None]]) -> _Names:
    pairs = list(spoken_of)
    articles = by_ids(Article, {article for _, article in pairs if article is not None}, *MENTIONED)
    publishers = {article.publisher_id for article in articles.values() if article.publisher_id is not None}
    origins = {name for origin, _ in pairs if origin.source is not None for name in (origin.source, origin.who)}
    sources = by_ids(Source, publishers | origins)
    return _Names(
        {source_id: mention(source) for source_id, source in sources.items()},
        {
            article_id: article_mention(article, sources.get(article.publisher_id or ""))
            for article_id, article in articles.items()
        },
    )


class _Said(NamedTuple):
    """What a testimony says, and how it presents whom it rests on."""

    statement: str | None = None
    as_printed: str | None = None


def _said(testimonies: Iterable[str]) -> dict[str, _Said]:
    ids = set(testimonies)
    claims, ties = [one for one in ids if _is_claim(one)], [one for one in ids if not _is_claim(one)]
    statements = dict(run_for(STATEMENTS, claims))
    printed = dict(run_for(PRINTED, claims)) | dict(run_for(PRINTED_IN_CITATIONS, ties))
    return {one: _Said(statements.get(one), printed.get(one)) for one in ids}


def _of_side(stance: Stance, steps: Sequence[Step], side: Side) -> Iterator[tuple[Stance | None, Step]]:
    """Pair each step with its side; who only says that something was taken back stands on none."""
    speaking = {one.id for one in side.testimonies}
    for step in steps:
        yield stance if step.testimony.id in speaking else None, step


def _step(stance: Stance | None, step: Step, said: _Said, names: _Names) -> dict[str, Any]:
    one, reason = step.testimony, step.reason
    return {
        "stance": stance, **_whose(one.id), "statement": said.statement, "article": names.articles[one.article],
        "origin": names.source(one.origin.source), "as_printed": said.as_printed,
        "identified_as": names.identity(one.origin), "counts": step.counts, "rule": reason.rule, "text": reason.text,
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
        "stance": stance, "source": names.source(voice.origin.source), "identified_as": names.identity(voice.origin),
        "shown": voice.shown, "most": voice.most,
        "claims": claims, "evidence": [one for one in voice.testimonies if not _is_claim(one)],
    }  # fmt: skip


def _whose(testimony: str | None) -> dict[str, str | None]:
    """Tell whether a testimony is a claim's or a citation's; its id says so."""
    if testimony is None:
        return {"claim": None, "evidence": None}
    return {"claim": testimony, "evidence": None} if _is_claim(testimony) else {"claim": None, "evidence": testimony}


def _is_claim(testimony: str) -> bool:
    return testimony.startswith(PREFIXES["claim"])


def _documents(table: str, ids: Iterable[str]) -> list[orjson.Fragment]:
    found = sorted(run_for(DOCUMENTS.format(table), ids))
    return [orjson.Fragment(bytes(document)) for _, document in found]
