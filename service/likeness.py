"""Which stored sources are like some data, by URI or by name, and that no two are by mistake."""

from typing import Any, Final

from service.domain.errors import Conflict, Fault
from service.domain.names import fold
from service.store.models import Source, SourceName, SourceSameAs

LIVE: Final = Source.deleted_at.is_null()


def alike(data: dict[str, Any]) -> list[Source]:
    """Find the stored sources that share a URI with the data; else those of its name within its kind."""
    return _by_same_as(data) or _by_name(data)


def refuse_same_uri(data: dict[str, Any], pointer: str, source_id: str | None = None) -> None:
    """Refuse a URI that a stored source (other than this one) has: it would be the same one."""
    detail = "A source with this URI is there already."
    _refuse(_by_same_as(data), source_id, f"{pointer}/same_as", detail, "Use the stored one, or leave the URI out.")


def refuse_same_name(data: dict[str, Any], pointer: str, source_id: str | None = None) -> None:
    """Refuse a name that a stored source (other than this one) has, unless `new` says that it is meant."""
    found = [] if data.get("new") else _by_name(data)
    detail = "A source of this name is there already."
    _refuse(found, source_id, f"{pointer}/name", detail, "Use the stored one, or send `new`: true.")


def would_be_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether the other would match the one, if that were stored."""
    if set(one.get("same_as", [])) & set(other.get("same_as", [])):
        return True
    if one.get("new") or other.get("new") or one.get("kind") != other.get("kind") or other.get("name") is None:
        return False
    return fold(other["name"]) in {fold(name) for name in [one.get("name"), *one.get("aliases", [])] if name}


def names_of(source: Source) -> set[str]:
    """Give the names that a source is found by."""
    return {fold(name) for name in [*([source.name] if source.name else []), *source.aliases]}


def _by_same_as(data: dict[str, Any]) -> list[Source]:
    uris = data.get("same_as") or []
    found = Source.select().join(SourceSameAs).where(SourceSameAs.uri.in_(uris), LIVE).distinct()
    return list(found.order_by(Source.id)) if uris else []


def _by_name(data: dict[str, Any]) -> list[Source]:
    if data.get("name") is None:
        return []
    found = Source.select().join(SourceName).where(SourceName.name == fold(data["name"]), LIVE)
    if data.get("kind") is not None:
        found = found.where(Source.kind == data["kind"])
    return list(found.order_by(Source.id))


def _refuse(found: list[Source], source_id: str | None, pointer: str, detail: str, advice: str) -> None:
    same = [source.id for source in found if source.id != source_id]
    if same:
        raise Conflict(detail, faults=[({"pointer": pointer}, Fault("exists", advice))], ids=same)
