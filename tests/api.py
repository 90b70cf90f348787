"""A client of the HTTP interface, and short ways to say what a test is about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from service import reviewers
from service.domain.vocabulary import Scope
from service.store.database import database

Json = Any


@dataclass(frozen=True)
class Api:
    """What a tool of the newsroom would do, with an editor's token."""

    app: Flask
    token: str | None

    def call(self, method: str, path: str, body: Json = None, **headers: str) -> TestResponse:
        """Send one request; header names are written with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        return self.app.test_client().open(path, method=method, json=body, headers=sent)

    def get(self, path: str, *pairs: tuple[str, Any], **query: Any) -> Json:
        """Read what must be there."""
        asked = urlencode([*pairs, *query.items()], doseq=True)
        response = self.call("GET", f"{path}?{asked}" if asked else path)
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.json

    def post(self, path: str, body: Json) -> Json:
        """Store what must be taken."""
        response = self.call("POST", path, body)
        assert response.status_code == 201, response.get_data(as_text=True)
        return response.json

    def patch(self, path: str, body: Json, rev: int | str = "*") -> Json:
        """Change what must be changeable."""
        response = self.call("PATCH", path, body, If_Match=str(rev))
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.json

    def delete(self, path: str, rev: int | str = "*") -> None:
        """Withdraw what must be free to go."""
        response = self.call("DELETE", path, If_Match=str(rev))
        assert response.status_code == 204, response.get_data(as_text=True)

    def refused(self, status: int, method: str, path: str, body: Json = None, **headers: str) -> Json:
        """Send what must be refused, and give the problem."""
        response = self.call(method, path, body, **headers)
        assert response.status_code == status, response.get_data(as_text=True)
        assert response.content_type == "application/problem+json"
        return response.json

    def claim(self, statement: str = "The bridge is closed.", **keys: Any) -> Json:
        """Store a claim; without keys, one that an outlet makes in its own voice."""
        body = {"article": {"url": "https://news.example/1"}, "statement": statement, "attribution": []}
        return self.post("/v1/claims", {**body, **keys})

    def tag(self, claim_id: str, term: str = "check:done", **keys: Any) -> Json:
        """Give a claim a tag that it does not have."""
        return self.post(f"/v1/claims/{claim_id}/tags", {"term": term, **keys})

    def tie(self, claim_id: str, tie: str, other: str | Json, **keys: Any) -> Json:
        """Tie a claim to another one, by its id, or to a citation."""
        end = {"claim": other} if isinstance(other, str) else {"citation": other}
        return self.post(f"/v1/claims/{claim_id}/evidence", {"tie": tie, **end, **keys})

    def merge(self, source_id: str, into_id: str) -> Json:
        """Let one source stand for another as well."""
        response = self.call("POST", f"/v1/sources/{source_id}/merge", {"into": into_id})
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.json

    def by(self, handle: str, scope: Scope = Scope.REVIEW) -> "Api":
        """Be another reviewer, with a token of this scope."""
        with database.connection_context():
            reviewers.add(handle, exist_ok=True)
            return replace(self, token=reviewers.create_token(handle, [scope]))

    def ids(self, path: str, *pairs: tuple[str, Any], **query: Any) -> list[str]:
        """List the ids that one page of a list has."""
        return [item["id"] for item in self.get(path, *pairs, **query)["items"]]

    def rev(self) -> int:
        """Give the store's revision."""
        return int(self.get("/v1/changes", after=10**9)["rev"])

    def feed(self, after: int = 0) -> list[Json]:
        """Give what the feed has after a revision."""
        return [entry for page in self.walk(f"/v1/changes?after={after}&limit=200") for entry in page["items"]]

    def walk(self, path: str) -> Iterator[Json]:
        """Give every page of a list, by `next`."""
        following: str | None = path
        while following is not None:
            page = self.get(following)
            yield page
            following = page["next"]


def named(name: str, source_type: str = "expert", kind: str = "person", **keys: Any) -> Json:
    """Make a link to somebody with a name."""
    return {"source": {"kind": kind, "name": name}, "source_type": source_type, **keys}


def unnamed(identification: str = "bare", number: int | None = None, **keys: Any) -> Json:
    """Make a link to a person whom the article does not name."""
    source = {"kind": "person"} if number is None else {"kind": "person", "number": number}
    return {"source": source, "source_type": "undisclosed", "identification": identification, **keys}


def outlet(name: str, **keys: Any) -> Json:
    """Make a link to another outlet."""
    return named(name, "media", "outlet", **keys)


def places(problem: Json) -> dict[str, str]:
    """Give where a problem is, with the code of what is wrong there."""
    return {
        error.get("pointer", error.get("parameter", error.get("header"))): error["code"] for error in problem["errors"]
    }
