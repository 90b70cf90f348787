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
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, joinedload, selectinload, sessionmaker

from benchmarks.rivals.usual_shapes import Asked, ClaimOut, PageOut
from benchmarks.rivals.usual_tables import Article, Claim, Link

engine = create_engine(f"sqlite:///file:{os.environ['USUAL_FILE']}?mode=ro&uri=true", pool_size=20)
sessions = sessionmaker(engine)


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
