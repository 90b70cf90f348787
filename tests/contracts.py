"""What the contract tells, and a store on which its examples work."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import orjson
from werkzeug.test import TestResponse

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named
from tests.served import Answer

IDS = {
    "article_id": "art_one", "source_id": "src_one", "claim_id": "clm_one", "tag_id": "tag_one",
    "evidence_id": "evd_one", "story_id": "sty_one", "handle": "mina",
    "namespace": "hearsay",
}  # fmt: skip
PROBLEM = "application/problem+json"


def operations(contract: Json) -> Iterator[tuple[str, str, Json]]:
    """Give each operation with its method and its path."""
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def resolved(contract: Json, described: Json) -> Json:
    """Follow a reference."""
    _, *steps = described.get("$ref", "").split("/")
    found = contract if steps else described
    for step in steps:
        found = found[step]
    return found


def open_newsroom(api: Api) -> Api:
    """Store what the examples change, judge and erase, and be somebody who may do all of it."""
    api.post("/v1/sources", {"id": "src_other", "kind": "person", "name": "Ada Obi"})
    api.post("/v1/sources", {"id": "src_one", "kind": "person", "name": "Ben Cole"})
    article = {"id": "art_one", "url": "https://one.example/1", "title": "Closed", "text": "It is closed."}
    api.claim(id="clm_one", article=article, quote="It is closed.", attribution=[named("Cy Dane")])
    api.claim(id="clm_other", article={"id": "art_one"})
    api.tag("clm_one", id="tag_one", note="A note.")
    api.by("ben").tie("clm_one", "retracted_by", "clm_other", id="evd_one", note="A note.")
    return api.by("root", Scope.ADMIN)


@dataclass(frozen=True)
class Request:
    """A request, as the example of its operation has it or otherwise."""

    operation: Json
    method: str
    template: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    claimed_bytes: int | None = None

    def but(self, **headers: str | None) -> "Request":
        """Give one that differs in some headers; None takes one away."""
        changed = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return replace(self, headers={name: value for name, value in changed.items() if value is not None})

    def at(self, ids: dict[str, str]) -> "Request":
        """Give the same request for other rows."""
        return replace(self, path=self.template.format(**ids))

    def asking(self, query: str) -> "Request":
        """Give the same request with a query."""
        return replace(self, path=f"{self.path}{'&' if '?' in self.path else '?'}{query}")

    def holding(self, body: Any) -> "Request":
        """Give the same request with another body."""
        return replace(self, body=body if isinstance(body, bytes) else orjson.dumps(body))

    def send(self, api: Api) -> "Sent":
        """Send it."""
        said = {} if self.claimed_bytes is None else {"CONTENT_LENGTH": str(self.claimed_bytes)}
        return Sent.of(
            api.app.test_client().open(
                self.path,
                method=self.method,
                data=self.body,
                headers=self.headers,
                environ_overrides=said,
                buffered=True,
            )
        )


@dataclass(frozen=True)
class Sent:
    """What an answer is, as far as a contract tells it."""

    status: int
    headers: set[str]
    media: str
    body: bytes

    @classmethod
    def of(cls, answer: TestResponse | Answer) -> "Sent":
        """Take it from an answer of the app, or of a server."""
        status, body = (
            (answer.status, answer.body) if isinstance(answer, Answer) else (answer.status_code, answer.get_data())
        )
        headers = {str(name): value for name, value in answer.headers.items()}
        return cls(status, set(headers), headers.get("Content-Type", "").partition(";")[0], body)


def working(contract: Json, token: str | None) -> Iterator[Request]:
    """Give for each operation the request that its example is; a merge has a row of its own, withdrawals come last."""
    for method, template, operation in sorted(operations(contract), key=lambda found: found[0] == "DELETE"):
        headers = {"Authorization": f"Bearer {token}"}
        if method in {"PATCH", "DELETE"}:
            headers["If-Match"] = "*"
        body, ids = None, IDS | ({"source_id": "src_twin"} if template.endswith("/merge") else {})
        for media, described in operation.get("requestBody", {}).get("content", {}).items():
            headers["Content-Type"] = media
            example = next(iter(described["examples"].values()))["value"]
            body = example.encode() if isinstance(example, str) else orjson.dumps(example)
        needed = [one for one in operation["parameters"] if one["in"] == "query" and one.get("required")]
        asked = "?" * bool(needed) + urlencode([(one["name"], one["example"]) for one in needed])
        yield Request(operation, method, template + asked, template.format(**ids) + asked, body, headers)
