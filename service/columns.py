"""Columns: what the JSON of a whole store's rows is in the columns of its tables; nothing is stored here."""

from typing import Any, Final

from service.domain import attribution
from service.domain.identifiers import story_id
from service.domain.terms import scale_of
from service.domain.vocabulary import CorroborationStatus, SourceKind, SourceType, SpeakerKind
from service.references import LINK_WORDS
from service.store.models import OF_FACETS, by_facets, by_terms

Values = dict[str, Any]

NOT_DERIVED: Final[Values] = {
    "status": CorroborationStatus.UNRESOLVED,
    "origins": {"min": 0, "max": 0},
    "documented": False,
}
"""What the columns of a withdrawn claim have before they are derived."""


def source(data: Values) -> Values:
    """Give the columns of a source."""
    found = data.get("identified_as")
    return {
        "id": data["id"], "rev": data["rev"], "kind": data["kind"], "name": data.get("name"),
        "aliases": data.get("aliases", []), "same_as": data.get("same_as", []),
        "belongs_to": _id(data.get("belongs_to")), "article_id": _id(data.get("article")), "number": data.get("number"),
        "identified_as": found and found["source"]["id"],
        "identified_in_id": found and found["citation"]["article"]["id"], "merged_into": data.get("merged_into"),
        "created_at": data["created_at"], "updated_at": data["updated_at"], "deleted_at": data.get("deleted_at"),
        "document": data["document"],
    }  # fmt: skip


def article(data: Values) -> Values:
    """Give the columns of an article."""
    plain = (
        "id", "rev", "url", "title", "published_at", "language", "text", "text_sha256", "retrieved_at", "archived_url",
        "created_at", "updated_at", "deleted_at", "document",
    )  # fmt: skip
    return {
        **{key: data.get(key) for key in plain}, "publisher": _id(data.get("publisher")),
        "copy_of": _id(data.get("copy_of")), "authors": data.get("authors", []),
        "fictional": data.get("fictional", False),
    }  # fmt: skip


def claim(data: Values) -> Values:
    """Give the columns of a claim."""
    last: Values = data["attribution"][-1] if data["attribution"] else {}
    place: Values = data.get("selector") or {}
    article, verdict = data["article"], data.get("corroboration", NOT_DERIVED)
    plain = (
        "id", "rev", "worded_rev", "position", "statement", "quote", "in_text", "language", "channel", "created_at",
        "updated_at", "deleted_at", "document",
    )  # fmt: skip
    found = {
        **{key: data.get(key) for key in plain}, "article": article["id"],
        "selector_start": place.get("start"), "selector_end": place.get("end"), "selector_sha256": place.get("sha256"),
        "source_type": last.get("source_type", SourceType.OUTLET),
        "speaker_kind": data.get("speaker_kind", SpeakerKind.NONE), "hearsay_depth": len(data["attribution"]),
        "identification": last.get("identification"), "ground_rule": last.get("ground_rule"),
        "speaker": _id(last.get("source")), "publisher_id": _id(article.get("publisher")),
        "published_at": article.get("published_at"), "story": data.get("story", story_id(data["id"])),
        "corroboration": verdict["status"], "origins_min": verdict["origins"]["min"],
        "origins_max": verdict["origins"]["max"], "documented": verdict["documented"],
        **by_terms(one["term"] for one in data.get("tags", ())),
    }  # fmt: skip
    return {**found, **by_facets(OF_FACETS(found))}


def override(data: Values) -> Values:
    """Give the columns of an editor's own status."""
    return {"status": data["status"], "reason": data.get("reason"), "by": data.get("by"), "at": data["at"]}


def link(claim_id: str, place: int, data: Values, kinds: dict[str, str], length: int) -> Values:
    """Give the columns of a link of a claim's chain, which has this length; `kinds` says what each source is."""
    source_id = data["source"]["id"]
    return {
        **_link(place, data),
        "claim": claim_id,
        "passed_on": attribution.passes_on(SourceKind(kinds[source_id]), place, length),
    }


def evidence(data: Values) -> Values:
    """Give the columns of a tie."""
    plain = ("id", "rev", "tie", "state", "reviewer", "accepted_by", "note", "created_at", "updated_at", "deleted_at")
    return {
        **{key: data.get(key) for key in plain}, "claim": data["subject"], "other": data.get("claim"),
        "article": _id((data.get("citation") or {}).get("article")), "document": data["document"],
    }  # fmt: skip


def evidence_links(data: Values) -> list[Values]:
    """Give the columns of the links of a tie's citation."""
    chain = (data.get("citation") or {}).get("attribution", [])
    return [{**_link(place, part), "evidence": data["id"]} for place, part in enumerate(chain)]


def _link(place: int, data: Values) -> Values:
    return {**{word: data.get(word) for word in LINK_WORDS}, "place": place, "source": data["source"]["id"]}


def _id(part: Values | None) -> str | None:
    return part["id"] if part else None


def tag(data: Values) -> Values:
    """Give the columns of a tag."""
    return {"note": None, "withdrawn_at": None, "blind": False, **data, "scale": scale_of(data["term"])}
