"""Find the source that a write names, or make it.

An inline source matches by id, else by a shared `same_as`, else by name or alias within its kind. Inline data matches
or creates; it never changes what is stored.
"""

from typing import Any, Final

from service.domain.errors import Ambiguous, Conflict, Fault, invalid, refuse_differences
from service.domain.identifiers import PREFIXES
from service.domain.names import fold
from service.domain.vocabulary import Change
from service.filing import put_on, record
from service.likeness import alike, names_of, refuse_same_name, refuse_same_uri, would_be_one
from service.store.desk import Desk
from service.store.models import Source
from service.store.revisions import Writing
from service.store.rows import new_id

SAID_INLINE: Final = ("kind", "name", "aliases", "same_as", "number", "belongs_to")
"""What inline data may say of a source beside its id."""


def place(transaction: Writing, data: dict[str, Any], pointer: str, article_id: str | None = None) -> Source:
    """Find the source that a write names inline, or make it; `article_id` is whose unnamed sources are meant.

    What is stored is never changed by this: data that differs is refused.
    """
    desk = transaction.desk
    found = find(desk, data, pointer, article_id)
    if found is not None:
        _must_agree(desk, found, data, pointer)
        return found
    if data.get("name") is None:
        return _create_unnamed(transaction, data, article_id, pointer)
    return _create_named(transaction, data, pointer)


def means(desk: Desk, data: dict[str, Any], source_id: str | None, pointer: str) -> bool:
    """Tell whether inline data means this named source; what it says of the source that it does mean must be so."""
    if not any(data.get(key) for key in ("id", "name", "same_as")):
        raise invalid(
            f"{pointer}/name", "required", "A name is needed, or an `id` or `same_as` that says who is meant."
        )
    found = find(desk, data, pointer)
    if found is None:
        return False
    _must_agree(desk, found, data, pointer)
    return bool(found.id == source_id)


def find(desk: Desk, data: dict[str, Any], pointer: str, article_id: str | None = None) -> Source | None:
    """Find the stored source that inline data means; None where there is none yet."""
    if "id" in data:
        return _by_id(desk, data, pointer, article_id)
    if data.get("new"):
        return None
    if data.get("name") is None and not data.get("same_as"):
        number = data.get("number")
        if article_id is None or number is None:
            return None
        return _if_live(_by_number(desk, article_id, number))
    found = alike(desk, data)
    if len(found) > 1:
        raise Ambiguous(
            "Several stored sources match.",
            faults=[({"pointer": pointer}, Fault("ambiguous", "Name one by its id, or send `new`: true for another."))],
            ids=[source.id for source in found],
        )
    return found[0] if found else None


def create(transaction: Writing, data: dict[str, Any], *, erased: bool = False) -> Source:
    """Store a source within a transaction; one whose name was `erased` has none, and no article either."""
    article_id = (data.get("article") or {}).get("id")
    if erased and article_id is None:
        return _create_named(transaction, data, "")
    if data.get("name") is None:
        return _create_unnamed(transaction, data, article_id, "")
    if article_id is not None:
        raise invalid("/article", "named", "Only a source without a name belongs to one article.")
    return _create_named(transaction, data, "")


def _by_id(desk: Desk, data: dict[str, Any], pointer: str, article_id: str | None) -> Source | None:
    source = desk.sources.one(data["id"])
    if source is None:
        if data.get("kind") is None:
            raise invalid(f"{pointer}/id", "unknown-id", "There is no source with this id; a new one needs a `kind`.")
        return None
    source = followed(source)
    if source.deleted_at is not None:
        raise invalid(f"{pointer}/id", "withdrawn", "This source was withdrawn.")
    if source.article_id not in {None, article_id}:
        raise invalid(f"{pointer}/id", "other-article", "This unnamed source belongs to another article.")
    return source


def followed(source: Source) -> Source:
    """Give the source that stands for this one: itself, or the one that it was merged into."""
    return source.merged_into if source.merged_into_id else source


def _by_number(desk: Desk, article_id: str | None, number: int) -> Source | None:
    """Find the unnamed source that an article's number stands for."""
    source = _numbered(desk, article_id, number)
    return followed(source) if source is not None else None


def _numbered(desk: Desk, article_id: str | None, number: int) -> Source | None:
    found = [] if article_id is None else desk.unnamed.all(article_id)
    return next((source for source in found if source.number == number), None)


def _if_live(source: Source | None) -> Source | None:
    return source if source is not None and source.deleted_at is None else None


def _must_agree(desk: Desk, source: Source, data: dict[str, Any], pointer: str) -> None:
    """Refuse inline data that says something else than what is stored; null and lists may say less."""
    differs = {key: not _is_so(desk, source, key, data, pointer) for key in SAID_INLINE if data.get(key) is not None}
    if source.unnamed and data.get("name") is not None:
        raise invalid(f"{pointer}/name", "unnamed", "This source has no name, and none is ever stored for it.")
    refuse_differences(pointer, differs, "source", source.id)


def _is_so(desk: Desk, source: Source, key: str, data: dict[str, Any], pointer: str) -> bool:
    """Tell whether what inline data says under a key is so of a source."""
    said = data[key]
    match key:
        case "kind":
            return bool(said == source.kind)
        case "name":
            shares_uri = not set(source.same_as).isdisjoint(data.get("same_as") or ())
            return shares_uri or fold(said) in names_of(source)
        case "aliases":
            return names_of(source).issuperset(map(fold, said))
        case "same_as":
            return set(said) <= set(source.same_as)
        case "number":
            numbered = _by_number(desk, source.article_id, said)
            return numbered is not None and numbered.id == source.id
        case _:
            return means(desk, said, source.belongs_to_id, f"{pointer}/belongs_to")


def _create_named(transaction: Writing, data: dict[str, Any], pointer: str) -> Source:
    if data.get("number") is not None:
        raise invalid(f"{pointer}/number", "named", "Only a source without a name has a number.")
    _require_kind(data, pointer)
    _refuse_known_id(transaction.desk, data, pointer)
    refuse_same_uri(transaction.desk, data, pointer)
    refuse_same_name(transaction.desk, data, pointer)
    owner = owner_of(transaction, data, pointer)
    return _create(transaction, data, owner)


def _create_unnamed(transaction: Writing, data: dict[str, Any], article_id: str | None, pointer: str) -> Source:
    if article_id is None and "id" in data:
        raise invalid(f"{pointer}/id", "unknown-id", "There is no source with this id; a new one needs a name.")
    if article_id is None:
        raise invalid(f"{pointer}/name", "required", "A name is needed; a source without one belongs to an `article`.")
    article = transaction.desk.articles.one(article_id)
    if article is None or article.deleted_at is not None:
        raise invalid("/article/id", "unknown-id", "There is no article with this id.")
    for key in ("aliases", "same_as"):
        if data.get(key):
            raise invalid(f"{pointer}/{key}", "unnamed", "A source without a name has nothing that would name it.")
    _refuse_known_id(transaction.desk, data, pointer)
    number = data.get("number") or _next_number(transaction.desk, article_id)
    _refuse_taken(_numbered(transaction.desk, article_id, number), f"{pointer}/number")
    _require_kind(data, pointer)
    owner = owner_of(transaction, data, pointer)
    return _create(transaction, {**data, "article_id": article_id, "number": number}, owner)


def _refuse_taken(numbered: Source | None, pointer: str) -> None:
    """Refuse a number that the article has given, also to one that is not there any more."""
    if numbered is None:
        return
    advice = "Leave the number out for a new one."
    if numbered.deleted_at is None:
        fault = Fault("exists", advice)
        raise Conflict("This article has an unnamed source of this number.", faults=[({"pointer": pointer}, fault)])
    fault = Fault("withdrawn", f"A number is not given again. {advice}")
    raise Conflict("The unnamed source of this number was withdrawn.", faults=[({"pointer": pointer}, fault)])


def _next_number(desk: Desk, article_id: str) -> int:
    return max((source.number or 0 for source in desk.unnamed.all(article_id)), default=0) + 1


def _require_kind(data: dict[str, Any], pointer: str) -> None:
    if data.get("kind") is None:
        raise invalid(f"{pointer}/kind", "required", "A new source needs a kind.")


def _refuse_known_id(desk: Desk, data: dict[str, Any], pointer: str) -> None:
    if "id" in data and desk.sources.one(data["id"]) is not None:
        raise Conflict(
            "There is, or was, a source with this id.",
            faults=[({"pointer": f"{pointer}/id"}, Fault("exists", "Choose another id, or PATCH the stored source."))],
        )


def _create(transaction: Writing, data: dict[str, Any], owner: Source | None) -> Source:
    identity = data.get("identified_as_id")
    source = Source.of({
        "id": data.get("id") or new_id(PREFIXES["source"]), "kind": data["kind"], "name": data.get("name"),
        "aliases": data.get("aliases", []), "same_as": data.get("same_as", []), "belongs_to": owner and owner.id,
        "article_id": data.get("article_id"), "number": data.get("number"),
        "identified_as": identity, "identified_in_id": data.get("identified_in_id"),
        "created_at": transaction.at,
    })  # fmt: skip
    source.knows(belongs_to=owner, identified_as=identity and transaction.desk.sources.one(identity))
    record(transaction, source, Change.CREATED)
    put_on(transaction.desk, source)
    return source


def owner_of(transaction: Writing, data: dict[str, Any], pointer: str) -> Source | None:
    """Find or make the source that another one belongs to."""
    inline, pointer = data.get("belongs_to"), f"{pointer}/belongs_to"
    if inline is None:
        return None
    if would_be_one(inline, data) and find(transaction.desk, inline, pointer) is None:
        raise invalid(pointer, "ring", "A source cannot belong to itself, directly or through others.")
    return place(transaction, inline, pointer)
