"""What a report should say, counted one by one over the documents that everybody can read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from service.domain.vocabulary import CorroborationStatus, Identification, SourceType, SpeakerKind
from tests.api import Api, Json


@dataclass(frozen=True)
class Newsroom:
    """Every claim, source and accepted tie that there is, by id."""

    claims: dict[str, Json]
    sources: dict[str, Json]
    evidence: dict[str, Json]
    anonymous_stories: frozenset[str]


def read(api: Api) -> Newsroom:
    """Read everything."""
    claims = _all(api, "/v1/claims?limit=200")
    sources = _all(api, "/v1/sources?limit=200")
    evidence = _all(api, "/v1/evidence?state=accepted&limit=200")
    single = {claim["story"] for claim in claims.values() if _has_one_origin(claim)}
    anonymous = frozenset(story for story in single if _has_one_anonymous_origin(api, story, sources))
    return Newsroom(claims, sources, evidence, anonymous)


def report(newsroom: Newsroom, counted: Iterable[str]) -> Json:
    """Count some claims."""
    claims = [newsroom.claims[claim_id] for claim_id in counted]
    resting = sum(_has_one_origin(one) and one["story"] in newsroom.anonymous_stories for one in claims)
    return {
        "claims": len(claims),
        "by": _by(claims),
        "origins": _origins(newsroom, claims),
        "rests_on_single_anonymous": _figure(resting, len(claims)),
        "most_hangs_on": _most_hangs_on(newsroom, claims),
    }


def _has_one_origin(claim: Json) -> bool:
    return bool(claim["corroboration"]["origins"] == {"min": 1, "max": 1} and _status(claim) != "retracted")


def _all(api: Api, path: str) -> dict[str, Json]:
    return {item["id"]: item for page in api.walk(path) for item in page["items"]}


def _status(claim: Json) -> Any:
    return claim["corroboration"]["status"]


def _figure(count: int, of: int) -> Json:
    return {"count": count, "of": of, "share": round(count / of, 4) if of else None}


def _by(claims: list[Json]) -> Json:
    identifications = [claim["attribution"][-1]["identification"] if claim["attribution"] else None for claim in claims]
    depths = [len(claim["attribution"]) for claim in claims]

    def listed(key: str, words: Iterable[Any], found: Iterable[Any]) -> list[Json]:
        counts = Counter(found)
        return [{key: word, **_figure(counts[word], len(claims))} for word in words]

    return {
        "source_type": listed("word", SourceType, (claim["source_type"] for claim in claims)),
        "speaker_kind": listed("word", SpeakerKind, (claim["speaker_kind"] for claim in claims)),
        "identification": listed("word", [*Identification, None], identifications),
        "hearsay_depth": listed("depth", range(max(depths, default=0) + 1), depths),
        "corroboration": listed("word", CorroborationStatus, map(_status, claims)),
    }


def _origins(newsroom: Newsroom, claims: list[Json]) -> Json:
    resolved: dict[str, bool] = {}
    named: dict[str, bool] = {}
    for claim in claims:
        who, is_resolved, is_named = _origin(newsroom, claim)
        resolved[who] = resolved.get(who, False) or is_resolved
        named[who] = is_named
    kinds = Counter("unresolved" if not resolved[who] else "named" if named[who] else "anonymous" for who in resolved)
    return {
        "distinct": _figure(len(resolved), len(claims)),
        **{kind: _figure(kinds[kind], len(resolved)) for kind in ("named", "anonymous", "unresolved")},
    }


def _origin(newsroom: Newsroom, claim: Json) -> tuple[str, bool, bool]:
    if not claim["attribution"]:
        publisher = claim["article"]["publisher"]
        return (publisher or claim["article"])["id"], claim["channel"] == "direct-observation", True
    last = claim["attribution"][-1]
    source = newsroom.sources[last["source"]["id"]]
    is_resolved = source["kind"] != "outlet" or last["channel"] == "direct-observation"
    found = source["identified_as"]
    return (found["source"]["id"] if found else source["id"]), is_resolved, not _is_anonymous(source)


def _is_anonymous(source: Json) -> bool:
    return source["article"] is not None and source["identified_as"] is None


def _has_one_anonymous_origin(api: Api, story: str, sources: dict[str, Json]) -> bool:
    """Ask the story itself for its origin."""
    voices = [voice for voice in api.get(f"/v1/stories/{story}")["origins"] if voice["stance"] == "for"]
    (source,) = [voice["source"] for voice in voices]
    return source is not None and _is_anonymous(sources[source["id"]])


def _most_hangs_on(newsroom: Newsroom, claims: list[Json]) -> list[Json]:
    sizes = Counter(claim["story"] for claim in newsroom.claims.values())
    hanging = [
        (claim, len(set(_followers(newsroom, claim["id"])) - {claim["id"]}), sizes[claim["story"]] - 1)
        for claim in claims
    ]
    listed = sorted((-count, -others, claim["story"], claim["id"]) for claim, count, others in hanging if count)[:10]
    return [
        {
            "claim": claim_id,
            "statement": newsroom.claims[claim_id]["statement"],
            "repeated_by": _figure(-count, -others),
        }
        for count, others, _, claim_id in listed
    ]


def _followers(newsroom: Newsroom, claim_id: str) -> Iterator[str]:
    seen, waiting = {claim_id}, [claim_id]
    while waiting:
        repeated = waiting.pop()
        for tie in newsroom.evidence.values():
            if tie["tie"] == "repeats" and tie["claim"] == repeated:
                yield tie["subject"]
                if tie["subject"] not in seen:
                    seen.add(tie["subject"])
                    waiting.append(tie["subject"])
