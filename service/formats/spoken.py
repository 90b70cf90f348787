"""A report's figures in words, each with what it is a part of: for the label, and for those who hear it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from service.domain.vocabulary import CorroborationStatus, SpeakerKind
from service.formats.lettering import set_apart
from service.reports import Report

Values = Mapping[str, Any]

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SPEAKERS: Final = {
    SpeakerKind.NAMED: "A named source",
    SpeakerKind.ANONYMOUS: "An unnamed source",
    SpeakerKind.NONE: "The outlet alone",
}
DISPUTED: Final = frozenset({
    CorroborationStatus.CONTESTED, CorroborationStatus.CONTRADICTED, CorroborationStatus.RETRACTED,
})  # fmt: skip
ORIGINS: Final = {"named": "named", "anonymous": "unnamed", "unresolved": "not traced"}
ALL: Final = 100
UNTITLED: Final = "An article without a title"
MADE_UP: Final = "Made up"


@dataclass(frozen=True)
class Row:
    """One line of figures: what is counted, how many, of how many."""

    name: str
    count: int
    of: int

    @property
    def part(self) -> str:
        """Say how many of how many."""
        return f"{self.count:,} of {self.of:,}"

    @property
    def percent(self) -> str | None:
        """Say the share in hundredths, if there is any: not 0% where there is one, not 100% where one lacks."""
        if not self.of:
            return None
        rounded = round(ALL * self.count / self.of)
        if rounded == 0 and self.count:
            return "<1%"
        return ">99%" if rounded == ALL and self.count < self.of else f"{rounded}%"


def speakers(values: Values) -> list[Row]:
    """Say on whom the claims rest."""
    return [_row(SPEAKERS[figure["word"]], figure) for figure in values["by"]["speaker_kind"]]


def origins(values: Values) -> Row:
    """Say how many different origins there are."""
    return _row("Different origins", values["origins"]["distinct"])


def kinds_of_origins(values: Values) -> list[Row]:
    """Say how many of the different origins are of each kind."""
    return [_row(name, values["origins"][kind]) for kind, name in ORIGINS.items()]


def standings(values: Values) -> list[Row]:
    """Say how well the claims stand."""
    statuses = {figure["word"]: figure["count"] for figure in values["by"]["corroboration"]}
    disputed = sum(statuses[status] for status in DISPUTED)
    return [
        _row("One unnamed origin alone", values["rests_on_single_anonymous"]),
        Row("Corroborated", statuses[CorroborationStatus.CORROBORATED], values["claims"]),
        Row("Disputed or retracted", disputed, values["claims"]),
    ]


def heading(values: Values) -> str:
    """Say how many claims the figures are of."""
    claims = values["claims"]
    return "No claim is recorded" if not claims else "1 claim rests on" if claims == 1 else f"{claims:,} claims rest on"


def day(at: datetime | None) -> str | None:
    """Write a day as it is written in English."""
    return None if at is None else f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def publisher_of(article: Values) -> str | None:
    """Name who published an article, where that is recorded and was not erased."""
    return None if article["publisher"] is None else article["publisher"]["name"]


def sentences(report: Report) -> str:
    """Say all figures of an article's report that its label shows, and how many claims have each status."""
    values = report.values
    return " ".join([
        _article(values["of"]["article"], is_fictional=report.is_fictional),
        f"{heading(values)}: {_listed(speakers(values))}.",
        _origins(values),
        f"{_listed(standings(values))}.",
        f"By status: {_listed([_row(figure['word'].replace('_', ' '), figure) for figure in _statuses(values)])}.",
    ])  # fmt: skip


def _article(article: Values, *, is_fictional: bool) -> str:
    publisher = publisher_of(article)
    told = [
        set_apart(article["title"] or UNTITLED),
        publisher and set_apart(publisher),
        day(article["published_at"]),
        MADE_UP.lower() if is_fictional else None,
    ]
    return f"{', '.join(filter(None, told))}."


def _origins(values: Values) -> str:
    different = origins(values)
    kinds = ", ".join(f"{kind.part} {kind.name}" for kind in kinds_of_origins(values))
    return f"{different.name}: {different.count:,} for {different.of:,} claims; {kinds}."


def _statuses(values: Values) -> list[Values]:
    return [figure for figure in values["by"]["corroboration"] if figure["count"]] or values["by"]["corroboration"][:1]


def _listed(rows: list[Row]) -> str:
    return ", ".join(f"{row.name} {row.part}{f' ({row.percent})' if row.percent else ''}" for row in rows)


def _row(name: str, figure: Values) -> Row:
    return Row(name, figure["count"], figure["of"])
