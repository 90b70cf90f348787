"""What each operation takes and answers: the table that the OpenAPI document is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from marshmallow import fields

from service.api import listings
from service.api.listings import Listing, Queried
from service.documents import (
    ARTICLE,
    ARTICLE_ANSWER,
    CLAIM,
    CLAIM_ANSWER,
    MERGE,
    OVERRIDE,
    SOURCE,
    SOURCE_ANSWER,
    TAG,
    TAG_ANSWER,
)
from service.domain.pointers import ERASABLE
from service.domain.vocabulary import ResourceType
from service.schemas import change, grammars, reviewer, rows, story, taxonomy
from service.schemas.agreement import AgreementShape
from service.schemas.change import ChangeAnswer
from service.schemas.erasure import ErasedShape, EraseShape
from service.schemas.forms import Shown
from service.schemas.past import AS_OF, PastClaimAnswer
from service.schemas.query import Grammar
from service.schemas.report import ReportShape
from service.schemas.reviewer import ReviewerShape
from service.schemas.rows import LoadedShape
from service.schemas.shape import Shape
from service.schemas.story import DependentShape, ReasoningShape, StoryShape
from service.schemas.taxonomy import TaxonomyShape
from service.ties import EVIDENCE, EVIDENCE_ANSWER

Json = dict[str, Any]

SVG: Final = "image/svg+xml"
CSV: Final = "text/csv"
EVERYWHERE: Final = (400, 408, 414, 500)
"""The server itself says so: what it was sent is not HTTP, does not come, is too long, or met a bug."""
ALWAYS: Final = (*EVERYWHERE, 401, 406, 422, 429, 503)
WRITES: Final = (403, 413, 415)
KEYED: Final = (409, 410)

ERASE: Final = EraseShape()
ERASED: Final = ErasedShape()


def _texts(description: str, **meanings: str) -> Json:
    """Describe an object of texts, all of which are there."""
    described = {name: {"type": "string", "description": meaning} for name, meaning in meanings.items()}
    return {"type": "object", "description": description, "properties": described, "required": list(described)}


WORD: Final = _texts(
    "A word of a closed list.",
    word="The word, as it stands in JSON and in a query.",
    meaning="What it means, in a sentence.",
    origin="Where that definition comes from.",
)
WORDS: Final[Json] = {
    "type": "object",
    "description": "Every closed list by the name of its field.",
    "properties": {"taxonomies": {"type": "string", "description": "Where the terms of tags are: they are many."}},
    "required": ["taxonomies"],
    "additionalProperties": {"type": "array", "items": WORD},
}
MACHINETAG: Final[Json] = {
    "type": "object",
    "description": "A taxonomy in MISP's format, with whatever else its file has.",
    "properties": {
        "namespace": {"type": "string", "description": "What all its terms begin with."},
        "version": {"type": "integer", "description": "Its version."},
        "description": {"type": "string", "description": "What it is for."},
        "predicates": {"type": "array", "items": {"type": "object"}, "description": "What may be said with it."},
        "values": {"type": ["array", "null"], "items": {"type": "object"}, "description": "The values of predicates."},
    },
    "required": ["namespace", "version", "description", "predicates"],
}
KIND: Final = _texts(
    "A kind of problem.",
    type="What a problem of this kind has as its `type`.",
    title="What it is called.",
    meaning="When it is answered.",
)
KIND["properties"]["status"] = {"type": "integer", "description": "The status that it has."}
PROBLEMS: Final[Json] = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": KIND, "description": "Every kind of problem."}},
    "required": ["items"],
}
STATE: Final = _texts("How it is.", status="`alive` or `ready`; what is not ready answers 503.")


@dataclass(frozen=True)
class Operation:
    """One method of one address.

    `gives` is what is answered under `status`: a shape, a page of it, several of it (`or_many`), or nothing. `refuses`
    are the statuses of its problems.
    """

    tag: str
    status: int = 200
    gives: Shape | None = None
    paged: bool = False
    or_many: bool = False
    takes: Shape | None = None
    patches: bool = False
    lines: bool = False
    grammar: Grammar | None = None
    parameters: Mapping[str, fields.Field[Any]] = field(default_factory=dict)
    shown: Shown | None = None
    """What may be chosen of its documents."""
    also_gives: Shape | None = None
    """What is answered where something else was asked for than how it is now."""
    needs_revision: bool = False
    conditional: bool = False
    repeatable: bool = False
    links: str | None = None
    also_status: int | None = None
    free: Json | None = None
    """The JSON Schema of an answer that no shape describes."""
    media: str = "application/json"
    also_media: str | None = None
    """Another form of the answer, which is text."""
    refuses: tuple[int, ...] = ALWAYS


def _list(tag: str, gives: Shape, listing: Listing, **options: Any) -> Operation:
    """Give the operation that lists documents, a page at a time or all of them."""
    return Operation(tag, gives=gives, paged=True, shown=listing.shown, **{"conditional": True, **options})


def _show(tag: str, gives: Shape, listing: Listing, **options: Any) -> Operation:
    """Give the operation that shows one document."""
    return Operation(tag, gives=gives, conditional=True, shown=listing.shown, **options)


def _resource(kind: ResourceType, body: Shape, answer: Shape, listing: Queried) -> dict[str, Operation]:
    """Give the five operations of a resource that is listed, read, stored, changed and withdrawn."""
    tag = f"{kind}s"
    edits: dict[str, Any] = {"tag": tag}
    row = (404, 410)
    revised = (*ALWAYS, 403, *row, 412, 428)
    return {
        f"list_{kind}s": _list(tag, answer, listing, grammar=listing.grammar),
        f"create_{kind}": Operation(
            **edits, status=201, gives=answer, or_many=kind is ResourceType.CLAIM, takes=body, repeatable=True,
            links=kind, refuses=(*ALWAYS, *WRITES, *KEYED),
        ),
        f"show_{kind}": _show(tag, answer, listing, refuses=(*ALWAYS, *row)),
        f"change_{kind}": Operation(
            **edits, gives=answer, takes=body, patches=True, needs_revision=True, refuses=(*revised, 409, 413, 415)
        ),
        f"delete_{kind}": Operation(**edits, status=204, needs_revision=True, refuses=(*revised, 409)),
    }  # fmt: skip


def _erase(kind: ResourceType) -> Operation:
    # No other document shows anything of a tag or a tie, so it never reaches too far.
    too_wide = () if kind in {ResourceType.TAG, ResourceType.EVIDENCE} else (409,)
    refuses = (*ALWAYS, *WRITES, 404, 410, *too_wide)
    return Operation(kind.plural, gives=ERASED, takes=ERASE, repeatable=True, refuses=refuses)


def _report(**options: Any) -> Operation:
    return Operation("reports", gives=ReportShape(), conditional=True, **options)


BLINDING: Final[dict[str, Any]] = {
    "gives": TaxonomyShape(), "refuses": (*ALWAYS, 403, 404, 409),
}  # fmt: skip

OPERATIONS: Final[dict[str, Operation]] = {
    **_resource(ResourceType.ARTICLE, ARTICLE, ARTICLE_ANSWER, listings.ARTICLES),
    **_resource(ResourceType.SOURCE, SOURCE, SOURCE_ANSWER, listings.SOURCES),
    **_resource(ResourceType.CLAIM, CLAIM, CLAIM_ANSWER, listings.CLAIMS),
    "show_claim": _show(
        "claims", CLAIM_ANSWER, listings.CLAIMS, parameters={"as_of": AS_OF}, also_gives=PastClaimAnswer(),
        refuses=(*ALWAYS, 404, 410),
    ),
    "merge_source": Operation(
        "sources", gives=SOURCE_ANSWER, takes=MERGE, repeatable=True,
        refuses=(*ALWAYS, *WRITES, *KEYED, 404),
    ),
    "create_evidence": Operation(
        "evidence", status=201, also_status=200, gives=EVIDENCE_ANSWER, takes=EVIDENCE,
        repeatable=True, links="evidence", refuses=(*ALWAYS, *WRITES, *KEYED, 404),
    ),
    "list_evidence": _list("evidence", EVIDENCE_ANSWER, listings.EVIDENCE, grammar=grammars.EVIDENCE),
    "show_evidence": _show("evidence", EVIDENCE_ANSWER, listings.EVIDENCE, refuses=(*ALWAYS, 404, 410)),
    "accept_evidence": Operation(
        "evidence", gives=EVIDENCE_ANSWER, repeatable=True, refuses=(*ALWAYS, 403, *KEYED, 404),
    ),
    "delete_evidence": Operation(
        "evidence", status=204, needs_revision=True,
        refuses=(*ALWAYS, 403, 404, 409, 410, 412, 428),
    ),
    "put_override": Operation(
        "claims", gives=CLAIM_ANSWER, takes=OVERRIDE, refuses=(*ALWAYS, *WRITES, 404, 410)
    ),
    "delete_override": Operation("claims", status=204, refuses=(*ALWAYS, 403, 404, 410)),
    "show_corroboration": Operation("claims", gives=ReasoningShape(), conditional=True, refuses=(*ALWAYS, 404, 410)),
    "show_story": Operation("claims", gives=StoryShape(), conditional=True, refuses=(*ALWAYS, 404, 410)),
    "list_dependents": _list(
        "sources", DependentShape(), listings.DEPENDENTS, parameters=story.PARAMETERS, refuses=(*ALWAYS, 404, 410)
    ),
    "report_article": _report(refuses=(*ALWAYS, 404, 410)),
    "report_publisher": _report(refuses=(*ALWAYS, 404, 410)),
    "report_claims": _report(grammar=grammars.REPORT),
    "label_article": Operation(
        "reports", free={"type": "string"}, media=SVG, conditional=True, refuses=(*ALWAYS, 404, 410)
    ),
    "show_agreement": Operation(
        "reviewers", gives=AgreementShape(), conditional=True, also_media=CSV, grammar=grammars.AGREEMENT,
        refuses=(*ALWAYS, 403),
    ),
    "list_queue": _list(
        "reviewers", CLAIM_ANSWER, listings.QUEUE, grammar=grammars.QUEUE, refuses=(*ALWAYS, 403, 404)
    ),
    "create_tag": Operation(
        "tags", status=201, also_status=200, gives=TAG_ANSWER, takes=TAG, repeatable=True,
        links="tag", refuses=(*ALWAYS, *WRITES, *KEYED, 404),
    ),
    "list_tags": _list("tags", TAG_ANSWER, listings.TAGS, grammar=grammars.TAGS),
    "show_tag": _show("tags", TAG_ANSWER, listings.TAGS, refuses=(*ALWAYS, 404)),
    "delete_tag": Operation("tags", status=204, refuses=(*ALWAYS, 403, 404)),
    "list_reviewers": _list(
        "reviewers", ReviewerShape(), listings.REVIEWERS, parameters=reviewer.PARAMETERS, conditional=False
    ),
    "list_taxonomies": _list("taxonomies", TaxonomyShape(), listings.TAXONOMIES, parameters=taxonomy.PARAMETERS),
    "show_taxonomy": Operation("taxonomies", free=MACHINETAG, conditional=True, refuses=(*ALWAYS, 404)),
    "blind_taxonomy": Operation("taxonomies", **BLINDING),
    "open_taxonomy": Operation("taxonomies", **BLINDING),
    **{f"erase_{kind}": _erase(kind) for kind in ERASABLE},
    "load_rows": Operation(
        "rows", gives=LoadedShape(), lines=True, parameters=rows.PARAMETERS, repeatable=True,
        refuses=(*ALWAYS, *WRITES, *KEYED),
    ),
    "show_vocabulary": Operation("meta", free=WORDS),
    "list_problems": Operation("meta", free=PROBLEMS, refuses=EVERYWHERE),
    "live": Operation("meta", free=STATE, refuses=EVERYWHERE),
    "ready": Operation("meta", free=STATE, refuses=(*EVERYWHERE, 503)),
    "show_metrics": Operation("meta", free={"type": "string"}, media="text/plain", refuses=(*EVERYWHERE, 401, 503)),
    "show_contract": Operation("meta", free={"type": "object"}),
    "list_changes": _list("changes", ChangeAnswer(), listings.CHANGES, parameters=change.FEED),
}  # fmt: skip
