"""What is asked of the usual service, and what it answers, as pydantic reads and writes it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


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
