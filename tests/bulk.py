"""Sending many rows at once."""

from typing import Any
from urllib.parse import urlencode

import orjson
from werkzeug.test import TestResponse

from tests.api import Api, Json

NDJSON = "application/x-ndjson"
ROWS = "/v1/rows"


def ndjson(*rows: Json) -> bytes:
    """Write rows, one a line."""
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def send(
    api: Api, content: bytes, media_type: str = NDJSON, query: dict[str, Any] | None = None, **headers: str
) -> TestResponse:
    """Send a body as it is; header names are written with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if api.token is not None:
        sent["Authorization"] = f"Bearer {api.token}"
    return api.app.test_client().post(
        ROWS, query_string=urlencode(query or {}), data=content, content_type=media_type, headers=sent
    )


def load(api: Api, *rows: Json, **query: str) -> Json:
    """Store rows that must be taken."""
    response = send(api, ndjson(*rows), query=query)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def refused(api: Api, status: int, content: bytes, **query: str) -> Json:
    """Send rows that must be refused, and give the problem."""
    response = send(api, content, query=query)
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    return response.json


def lines(problem: Json) -> list[tuple[int, str | None, str]]:
    """Give where a problem is, by line and pointer, with the code of what is wrong there."""
    return [(error["line"], error.get("pointer"), error["code"]) for error in problem["errors"]]


def article(name: str, /, **keys: Json) -> Json:
    """Make an article's row."""
    return {"article": {"id": f"art_{name}", "url": f"https://{name}.example/1", **keys}}


def source(name: str, /, **keys: Json) -> Json:
    """Make a person's row."""
    return {"source": {"id": f"src_{name}", "kind": "person", "name": name.title(), **keys}}


def claim(name: str, article_id: str = "art_a", /, **keys: Json) -> Json:
    """Make the row of a claim, which an outlet makes in its own voice."""
    said = {"id": f"clm_{name}", "statement": f"It is {name}.", "attribution": []}
    return {"claim": {**said, "article": {"id": article_id}, **keys}}


def tag(name: str, claim_id: str = "clm_a", /, **keys: Json) -> Json:
    """Make a tag's row."""
    return {"tag": {"id": f"tag_{name}", "claim": claim_id, "term": f"check:{name}", **keys}}


def tie(name: str, claim_id: str = "clm_a", /, **keys: Json) -> Json:
    """Make the row of a tie, which cites the article a in its own voice unless the keys say otherwise."""
    end = {} if "claim" in keys or "citation" in keys else {"citation": {"article": {"id": "art_a"}}}
    return {"evidence": {"id": f"evd_{name}", "subject": claim_id, "tie": "supported_by", **end, **keys}}


LINK = {"source": {"id": "src_ada"}, "source_type": "expert"}
CITED = {"article": {"id": "art_a"}, "attribution": [LINK]}
ONE_OF_EACH = [source("ada"), article("a"), claim("a", attribution=[LINK]), tie("a", citation=CITED), tag("a")]
