"""The usual service: FastAPI, SQLAlchemy's ORM and pydantic, on Hearsay's own SQLite file.

It answers as `/v1/claims` does, but for what it would have to derive (`why`, snippets), which it leaves out; it has the
same indexes. Set up as these say:

- https://fastapi.tiangolo.com/async/: plain functions for what waits on a database, which run in threads;
- https://fastapi.tiangolo.com/advanced/custom-response/: a response model, which pydantic writes as JSON itself;
- https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html: related rows by `selectinload` and `joinedload`;
- https://www.uvicorn.org/deployment/: workers, with uvloop and httptools.

Run by `benchmarks.reading` with `uvicorn`; USUAL_FILE names the file.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
    sessionmaker,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
engine = create_engine(f"sqlite:///file:{os.environ['USUAL_FILE']}?mode=ro&uri=true", pool_size=20)
sessions = sessionmaker(engine)


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


class Asked(BaseModel):
    """What may be asked of the list."""

    source_type: str | None = None
    speaker_kind: str | None = None
    language: str | None = None
    after: str | None = None
    limit: int = Field(50, ge=1, le=200)


class Out(BaseModel):
    """What all answers share."""

    model_config = ConfigDict(from_attributes=True)


class OutletOut(Out):
    """An outlet."""

    id: str
    name: str | None


class SourceOut(OutletOut):
    """A source."""

    kind: str


class ArticleOut(Out):
    """An article."""

    id: str
    url: str | None
    title: str | None
    publisher: OutletOut | None
    published_at: datetime


class LinkOut(Out):
    """A link."""

    source: SourceOut
    source_type: str
    identification: str
    as_printed: str | None
    role: str | None
    affiliation: str | None
    description: str | None
    channel: str | None
    cue: str | None
    ground_rule: str | None
    anonymity_reason: str | None
    count: int | None


class OriginsOut(Out):
    """How many origins."""

    min: int
    max: int


class CorroborationOut(Out):
    """What the evidence amounts to."""

    status: str
    origins: OriginsOut
    documented: bool


class TagOut(Out):
    """How many hold a term."""

    term: str
    reviewers: int


class ClaimOut(Out):
    """A claim."""

    id: str
    rev: int
    worded_rev: int
    article: ArticleOut
    position: int
    statement: str | None
    quote: str | None
    in_text: bool | None
    language: str | None
    source_type: str
    speaker_kind: str
    channel: str | None
    hearsay_depth: int
    attribution: list[LinkOut]
    story: str
    corroboration: CorroborationOut
    tags: list[TagOut]
    created_at: datetime
    updated_at: datetime


class PageOut(Out):
    """A page of claims."""

    items: list[ClaimOut]
    next: str | None


def session() -> Iterator[Session]:
    """Give a session for one request."""
    with sessions() as given:
        yield given


Given = Annotated[Session, Depends(session)]
RELATED = (
    joinedload(Claim.article).joinedload(Article.publisher),
    selectinload(Claim.attribution).joinedload(Link.source),
    selectinload(Claim.held),
)
app = FastAPI()


@app.get("/v1/claims")
def list_claims(given: Given, asked: Annotated[Asked, Query()]) -> PageOut:
    """List claims by id."""
    wanted = select(Claim).where(Claim.deleted_at.is_(None)).order_by(Claim.id).limit(asked.limit + 1).options(*RELATED)
    filters = (
        (Claim.source_type, asked.source_type),
        (Claim.speaker_kind, asked.speaker_kind),
        (Claim.language, asked.language),
    )
    for column, value in filters:
        if value is not None:
            wanted = wanted.where(column == value)
    if asked.after is not None:
        wanted = wanted.where(Claim.id > asked.after)
    found = given.scalars(wanted).all()
    following = f"/v1/claims?after={found[asked.limit - 1].id}" if len(found) > asked.limit else None
    return PageOut(items=[ClaimOut.model_validate(claim) for claim in found[: asked.limit]], next=following)


@app.get("/v1/claims/{claim_id}")
def show_claim(claim_id: str, given: Given) -> ClaimOut:
    """Show one claim."""
    found = given.scalar(select(Claim).where(Claim.id == claim_id, Claim.deleted_at.is_(None)).options(*RELATED))
    if found is None:
        raise HTTPException(404)
    return ClaimOut.model_validate(found)
