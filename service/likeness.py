"""Which stored sources are like some data, by URI or by name, and that no two are by mistake."""

from typing import Any

from service.domain.errors import Conflict, Fault
from service.domain.names import fold
from service.store.desk import Desk
from service.store.models import Source


def alike(desk: Desk, data: dict[str, Any]) -> list[Source]:
    """Find the stored sources that share a URI with the data; else those of its name within its kind."""
    return _by_same_as(desk, data) or _by_name(desk, data)


def refuse_same_uri(desk: Desk, data: dict[str, Any], pointer: str, source_id: str | None = None) -> None:
    """Refuse a URI that a stored source (other than this one) has: it would be the same one."""
    found, detail = _by_same_as(desk, data), "A source with this URI is there already."
    _refuse(found, source_id, f"{pointer}/same_as", detail, "Use the stored one, or leave the URI out.")


def refuse_same_name(desk: Desk, data: dict[str, Any], pointer: str, source_id: str | None = None) -> None:
    """Refuse a name that a stored source (other than this one) has, unless `new` says that it is meant."""
    found = [] if data.get("new") else _by_name(desk, data)
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


def _by_same_as(desk: Desk, data: dict[str, Any]) -> list[Source]:
    uris = data.get("same_as")
    if not uris:
        return []
    found = desk.uris.many(uris)
    by_id = {source.id: source for uri in uris for source in found[uri]}
    return [by_id[source_id] for source_id in sorted(by_id)]


def _by_name(desk: Desk, data: dict[str, Any]) -> list[Source]:
    name, kind = data.get("name"), data.get("kind")
    if name is None:
        return []
    found = [source for source in desk.names.all(fold(name)) if kind is None or source.kind == kind]
    return sorted(found, key=lambda source: source.id)


def _refuse(found: list[Source], source_id: str | None, pointer: str, detail: str, advice: str) -> None:
    same = [source.id for source in found if source.id != source_id]
    if same:
        raise Conflict(detail, faults=[({"pointer": pointer}, Fault("exists", advice))], ids=same)
