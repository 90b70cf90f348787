"""The tables of the usual service, as SQLAlchemy's ORM maps them: Hearsay's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Base(DeclarativeBase):
    """What all tables share."""


class Source(Base):
    """An identity."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str | None]


class Article(Base):
    """A published piece of news."""

    __tablename__ = "article"
    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    title: Mapped[str | None]
    publisher_id: Mapped[str | None] = mapped_column(ForeignKey("source.id"))
    published_at_us: Mapped[int] = mapped_column("published_at")
    publisher: Mapped[Source | None] = relationship()

    @property
    def published_at(self) -> datetime:
        """When it was published."""
        return _instant(self.published_at_us)


class Link(Base):
    """One link of a chain."""

    __tablename__ = "link"
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    source_type: Mapped[str]
    identification: Mapped[str]
    as_printed: Mapped[str | None]
    role: Mapped[str | None]
    affiliation: Mapped[str | None]
    description: Mapped[str | None]
    channel: Mapped[str | None]
    cue: Mapped[str | None]
    ground_rule: Mapped[str | None]
    anonymity_reason: Mapped[str | None]
    count: Mapped[int | None]
    source: Mapped[Source] = relationship()


class Tag(Base):
    """A reviewer's judgement."""

    __tablename__ = "tag"
    id: Mapped[str] = mapped_column(primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claim.id"))
    term: Mapped[str]
    withdrawn_at: Mapped[int | None]
    blind: Mapped[bool]


class Claim(Base):
    """One proposition."""

    __tablename__ = "claim"
    id: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    worded_rev: Mapped[int]
    article_id: Mapped[str] = mapped_column(ForeignKey("article.id"))
    position: Mapped[int]
    statement: Mapped[str | None]
    quote: Mapped[str | None]
    in_text: Mapped[bool | None]
    language: Mapped[str | None]
    source_type: Mapped[str]
    speaker_kind: Mapped[str]
    channel: Mapped[str | None]
    hearsay_depth: Mapped[int]
    story: Mapped[str]
    status: Mapped[str] = mapped_column("corroboration")
    origins_min: Mapped[int]
    origins_max: Mapped[int]
    documented: Mapped[bool]
    created_at_us: Mapped[int] = mapped_column("created_at")
    updated_at_us: Mapped[int] = mapped_column("updated_at")
    deleted_at: Mapped[int | None]
    article: Mapped[Article] = relationship()
    attribution: Mapped[list[Link]] = relationship(order_by=Link.place)
    held: Mapped[list[Tag]] = relationship(
        primaryjoin="and_(Tag.claim_id == Claim.id, Tag.withdrawn_at.is_(None), Tag.blind.is_(False))", viewonly=True
    )

    @property
    def corroboration(self) -> dict[str, Any]:
        """What the evidence amounts to."""
        origins = {"min": self.origins_min, "max": self.origins_max}
        return {"status": self.status, "origins": origins, "documented": self.documented}

    @property
    def tags(self) -> list[dict[str, Any]]:
        """How many reviewers hold each term."""
        counts: dict[str, int] = {}
        for tag in self.held:
            counts[tag.term] = counts.get(tag.term, 0) + 1
        return [{"term": term, "reviewers": reviewers} for term, reviewers in sorted(counts.items())]

    @property
    def created_at(self) -> datetime:
        """When it was stored."""
        return _instant(self.created_at_us)

    @property
    def updated_at(self) -> datetime:
        """When it was changed last."""
        return _instant(self.updated_at_us)


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
