"""Labels: what scales and their values are called, and what they mean, for people; from the taxonomy's own JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.domain.taxonomies import Entry, Vocabulary
from service.domain.terms import parse
from service.taxonomies import there, vocabulary_of


@dataclass(frozen=True)
class Label:
    """What something is called, and what it means, where its taxonomy says so."""

    name: str
    expanded: str | None
    description: str | None


@dataclass(frozen=True)
class LabelledTerm:
    """A term that may be given, with its label."""

    term: str
    label: Label


@dataclass(frozen=True)
class LabelledScale:
    """A scale with its label and the terms that are its values; whether a reviewer holds one of them at a time."""

    name: str
    label: Label
    is_exclusive: bool
    terms: list[LabelledTerm]


@dataclass(frozen=True)
class Labelled:
    """A taxonomy with its label, its scales, and whether it is judged blind."""

    label: Label
    is_blind: bool
    scales: list[LabelledScale]


def of_taxonomy(namespace: str) -> Labelled:
    """Read what a taxonomy and everything in it is called."""
    row = there(namespace)
    vocabulary = vocabulary_of(row)
    label = Label(namespace, vocabulary.expanded, vocabulary.description)
    return Labelled(label, row.blind, list(_scales(vocabulary, label)))


def of_scale(name: str) -> LabelledScale | None:
    """Read what a scale and its values are called; None where its taxonomy has it no more."""
    scales = of_taxonomy(name.partition(":")[0]).scales
    return next((scale for scale in scales if scale.name == name), None)


def _scales(vocabulary: Vocabulary, whole: Label) -> Iterator[LabelledScale]:
    predicates, values = _predicates(vocabulary.machinetag), _values(vocabulary.machinetag)
    by_scale: dict[str, list[Entry]] = {}
    for entry in vocabulary.entries:
        by_scale.setdefault(entry.scale, []).append(entry)
    for name, entries in by_scale.items():
        predicate = name.partition(":")[2]
        labels = values.get(predicate, {}) if predicate else predicates
        terms = [LabelledTerm(entry.term, _label(labels, entry)) for entry in entries]
        label = predicates.get(predicate, whole) if predicate else whole
        yield LabelledScale(name, label, all(entry.within is not None for entry in entries), terms)


def _label(labels: dict[str, Label], entry: Entry) -> Label:
    term = parse(entry.term)
    name = entry.value if term is None else term.rating
    return labels.get(name, Label(name, entry.expanded, None))


def _predicates(machinetag: dict[str, Any]) -> dict[str, Label]:
    return _labels(machinetag["predicates"])


def _values(machinetag: dict[str, Any]) -> dict[str, dict[str, Label]]:
    found: dict[str, dict[str, Label]] = {}
    for listed in machinetag.get("values") or ():
        own = found.setdefault(listed["predicate"], {})
        # The first of a name counts, as it does for terms.
        own.update({name: label for name, label in _labels(listed["entry"]).items() if name not in own})
    return found


def _labels(items: list[dict[str, Any]]) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    for item in items:
        labels.setdefault(item["value"], Label(item["value"], item.get("expanded"), item.get("description")))
    return labels
