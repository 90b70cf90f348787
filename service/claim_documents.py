"""Rendering claims: what a claim's public JSON and its history entry say, and what its columns keep of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

import orjson

from service.documents import CLAIM_ANSWER, OVERRIDE, shelved
from service.domain import attribution
from service.domain.corroboration import Verdict
from service.domain.identifiers import PREFIXES
from service.domain.testimony import Reason
from service.domain.vocabulary import Channel, Identification, SourceKind, SourceType, word
from service.references import Chain, article_mention, links_as_written, links_shown, pointer, written
from service.schemas.fields import rfc_3339
from service.standings import Standing
from service.store.models import OF_FACETS, Claim, by_facets, by_terms

WRITTEN: Final = ("id", "article", "position", "statement", "quote", "language", "channel")
SHOWN_AS_IT_IS: Final = (
    "id", "rev", "worded_rev", "position", "statement", "quote", "in_text", "language", "source_type", "speaker_kind",
    "channel", "hearsay_depth", "story", "created_at", "updated_at",
)  # fmt: skip
"""What a claim's document shows of its columns."""

FOR_RULES: Final = itemgetter("source_type", "identification", "channel")
READINGS_KNOWN: Final = 1_000

TagCounts = Sequence[dict[str, Any]]
"""How many reviewers hold each term for a claim: `{term, reviewers}`, by term."""


@dataclass(frozen=True)
class Beside:
    """What a claim's document shows beside the claim's own row: where it stands, its tags, an editor's own status."""

    standing: Standing
    tags: TagCounts = ()
    override: dict[str, Any] | None = None


def selector(claim: Claim) -> dict[str, Any] | None:
    """Give the place of a claim's passage."""
    if claim.selector_start is None:
        return None
    return {"start": claim.selector_start, "end": claim.selector_end, "sha256": claim.selector_sha256}


def claim_as_written(claim: Claim, chain: Chain) -> dict[str, Any]:
    """Give a claim as one would post it, referring by id."""
    said = claim.values_of(WRITTEN)
    return written({
        "id": said["id"], "article": pointer(said["article"]), "position": said["position"],
        "statement": said["statement"], "quote": said["quote"], "selector": selector(claim),
        "language": said["language"], "channel": None if chain else said["channel"],
        "attribution": links_as_written(chain),
    })  # fmt: skip


def claim_entry(claim: Claim, chain: Chain, override: dict[str, Any] | None) -> bytes:
    """Give what a claim's history keeps: the claim as one would post it, and an editor's own status."""
    return orjson.dumps(
        {**claim_as_written(claim, chain), **written({"override": override and OVERRIDE.dump(override)})}
    )


def read_chain(claim: Claim, chain: Chain) -> None:
    """Fill in all that follows from a claim's chain and article; one that was withdrawn is of no time."""
    reading = _reading(tuple(link.pick(FOR_RULES) for link, _ in chain), None if chain else claim.channel)
    last = chain[-1][0] if chain else None
    claim.take({
        "source_type": reading.source_type, "speaker_kind": reading.speaker_kind, "channel": reading.channel,
        "hearsay_depth": reading.hearsay_depth, "speaker": last and last.source_id,
        "identification": last and last.identification, "ground_rule": last and last.ground_rule,
        "publisher_id": claim.article.publisher_id,
        "published_at": claim.article.published_at if claim.deleted_at is None else None,
    })  # fmt: skip
    for place, (link, source) in enumerate(chain):
        passed_on = attribution.passes_on(word(SourceKind, source.kind), place, len(chain))
        link.take({"passed_on": passed_on})


@lru_cache(maxsize=READINGS_KNOWN)
def _reading(links: tuple[tuple[str, str, str | None], ...], own_channel: str | None) -> attribution.Reading:
    """Read a chain by the words for each link; there are many chains and few readings."""
    chain = [
        attribution.Link(
            source_type=word(SourceType, source_type),
            identification=word(Identification, identification),
            channel=word(Channel, channel) if channel else None,
        )
        for source_type, identification, channel in links
    ]
    return attribution.read(chain, word(Channel, own_channel) if own_channel else None)


def render_claim(claim: Claim, chain: Chain, shown: Beside) -> dict[str, Any]:
    """Fill in where a claim stands, and make its document; give what that shows."""
    stand(claim, shown.standing)
    claim.take(by_terms(one["term"] for one in shown.tags))
    values = claim.values_of(SHOWN_AS_IT_IS) | {
        "article": article_mention(claim.article, claim.article.publisher), "selector": selector(claim),
        "attribution": links_shown(chain), "tags": shown.tags,
        "corroboration": amounts_to(claim.id, shown.standing.verdict, shown.override),
    }  # fmt: skip
    claim.document = CLAIM_ANSWER.render(values)
    return values


def stand(claim: Claim, standing: Standing) -> None:
    """Fill in where a claim stands."""
    verdict = standing.verdict
    claim.take({
        "story": standing.story, "corroboration": verdict.status, "documented": verdict.documented,
        "origins_min": verdict.origins.min, "origins_max": verdict.origins.max,
    })  # fmt: skip
    count_by(claim)


def count_by(claim: Claim) -> None:
    """Fill in what a claim is counted by, after any of the columns was set that it follows from."""
    claim.take(by_facets(claim.pick(OF_FACETS)))


def stand_elsewhere(claim: Claim, standing: Standing, rev: int, at: datetime) -> bool:
    """Let a claim stand otherwise than it did, where it does, and put that alone into its document; tell whether."""
    document = orjson.loads(bytes(claim.document))
    before = document["corroboration"]
    after = amounts_to(claim.id, standing.verdict, before["override"])
    if before == after and document["story"] == standing.story:
        return False
    stand(claim, standing)
    claim.rev, claim.updated_at = rev, at
    document |= {"rev": rev, "story": standing.story, "corroboration": after, "updated_at": rfc_3339(at)}
    claim.document = orjson.dumps(document)
    return True


def amounts_to(claim_id: str, verdict: Verdict, override: dict[str, Any] | None) -> dict[str, Any]:
    """Give what a verdict says of a claim, and beside it an editor's own status, in the order in which it is shown."""
    return {
        "status": verdict.status,
        "origins": {"min": verdict.origins.min, "max": verdict.origins.max},
        "contradicting": {"min": verdict.contradicting.min, "max": verdict.contradicting.max},
        "documented": verdict.documented,
        "override": override,
        "why": [
            {
                "rule": reason.rule,
                "text": reason.text,
                "sources": list(reason.sources),
                "claims": _claims(reason, claim_id),
            }
            for reason in verdict.why
        ],
    }


def _claims(reason: Reason, claim_id: str) -> list[str]:
    """Name the claims that a reason speaks of; that it speaks of this claim alone goes without saying."""
    named = [one for one in reason.about if one.startswith(PREFIXES["claim"])]
    return [] if named == [claim_id] else named


def shelve_claim(claim: Claim, chain: Chain) -> None:
    """Make the document of a claim that was withdrawn, of which no tag is shown."""
    claim.take(by_terms(()))
    claim.document = shelved(claim, claim_as_written(claim, chain), worded_rev=claim.worded_rev, in_text=claim.in_text)
