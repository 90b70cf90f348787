"""The worst that one request can ask: what it takes of the processor, and of memory while it is answered.

Run: .venv/bin/python -m benchmarks.worst [--claims N]. Figures and what they mean: docs/security.md.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final
from urllib.parse import quote

from flask import Flask

from benchmarks.heaviest import chain, prepare, text
from service.app import create_app
from service.schemas.sums import FACETS
from service.settings import Settings

EVERY: Final = ",".join(FACETS)
MANY_WORDS: Final = quote(" OR ".join(f"w{number}" for number in range(600)))[:6_500]
MANY_VALUES: Final = "&".join(f"publisher_id__not=src_{number}" for number in range(100))
STORY, WIDE, FULL = "clm_story-0000", "src_wide", "art_full"
MEGABYTE: Final = 1_000
"""The kernel tells kilobytes."""


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    method: str = "GET"
    body: Any = None

    @property
    def name(self) -> str:
        """The request in a few words; many of its values stand for more of the same."""
        return f"{self.method} {self.path if len(self.path) < 100 else self.path[:90] + ' ...'}"


READS: Final = (
    f"/v1/claims?limit=200&facets={EVERY}&count=true", f"/v1/claims?limit=200&facets={EVERY}&channel=paraphrase",
    "/v1/claims?limit=200&sort=-hearsay_depth,origins_max,-published_at,position", f"/v1/claims?{MANY_VALUES}",
    f"/v1/claims?limit=200&q={MANY_WORDS}", f"/v1/claims?limit=200&q={MANY_WORDS}&sort=relevance",
    "/v1/claims?limit=200&q=every&sort=relevance", "/v1/claims?limit=200&article_id=art_full&fields=id,attribution",
    "/v1/claims?limit=200&story=sty_story-0000", "/v1/articles?limit=200", "/v1/sources?limit=200",
    "/v1/evidence?limit=200", "/v1/tags?limit=200&sort=-created_at", "/v1/changes?limit=200", "/v1/report",
    f"/v1/articles/{FULL}", f"/v1/articles/{FULL}/report", f"/v1/articles/{FULL}/label.svg",
    f"/v1/sources/{WIDE}/report", f"/v1/sources/{WIDE}/dependents", f"/v1/claims/{STORY}",
    f"/v1/claims/{STORY}/corroboration", "/v1/stories/sty_story-0000",
    "/v1/vocabulary", "/v1/openapi.json", "/v1/reviewers", "/metrics", "/", "/articles", f"/articles/{FULL}", "/claims",
    f"/claims/{STORY}", "/sources", f"/sources/{WIDE}", "/agreement",
)  # fmt: skip
BEYOND: Final = (
    Ask("/v1/claims?format=ndjson"), Ask("/v1/claims?format=csv"),
    Ask("/v1/agreement?predicate=admiralty-scale:source-reliability"),
    Ask("/v1/rows", "POST", [{"source": {"kind": "person", "name": f"P {number}"}} for number in range(10_000)]),
)  # fmt: skip
"""Streams, bulk and agreement, which may take more."""


def writes() -> list[Ask]:
    """Give the heaviest of what may be written, each about another row."""
    long = {"statement": "s" * 2_000, "quote": "q" * 10_000, "attribution": chain()}
    return [
        Ask("/v1/claims", "POST", {"article": {"url": "https://new.example", "text": text()}, **long}),
        Ask("/v1/claims", "POST", {"article": {"id": FULL}, "statement": 1, "attribution": [{}] * 300_000}),
        Ask("/v1/claims", "POST", {str(number): number for number in range(200_000)}),
        Ask("/v1/articles", "POST", {"url": "https://text.example", "text": text()}),
        Ask(f"/v1/claims/{STORY}", "PATCH", {"statement": "It is open."}),
        Ask("/v1/claims/clm_story-0500", "PATCH", {"attribution": chain()[-1:]}),
        Ask(f"/v1/claims/{STORY}/tags", "POST", {"term": 'free:word="one-more"'}),
        Ask("/v1/claims/clm_story-0007/evidence", "POST", {"tie": "contradicted_by", "claim": "clm_wide-00000"}),
        Ask("/v1/evidence/evd_story-0", "DELETE"),
        Ask(f"/v1/articles/{FULL}", "PATCH", {"text": text()[::-1]}),
        Ask(f"/v1/sources/{WIDE}", "PATCH", {"name": "Nobody"}),
        Ask(f"/v1/sources/{WIDE}/erase", "POST", {"reason": "It is asked for.", "paths": ["/name"]}),
        Ask(f"/v1/articles/{FULL}/erase", "POST", {"reason": "It is asked for.", "paths": ["/text"]}),
        Ask(f"/v1/claims/{STORY}", "DELETE"),
    ]


def cost(app: Flask, token: str, ask: Ask) -> tuple[int, float, float]:
    """Ask in a process of its own that has answered before; give the status, seconds and megabytes."""
    reading, writing = os.pipe()
    if not os.fork():
        headers = {
            "Authorization": f"Bearer {token}",
            **({"If-Match": "*"} if ask.method in {"PATCH", "DELETE"} else {}),
        }
        client = app.test_client()
        client.get("/v1/claims?limit=1", headers=headers)
        body, kind = _encoded(ask.body)
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        before, began = _kilobytes("VmRSS"), process_time()
        response = client.open(
            ask.path, method=ask.method, data=body, content_type=kind, headers=headers, buffered=False
        )
        for _ in response.response:
            pass
        found = [response.status_code, process_time() - began, (_kilobytes("VmHWM") - before) / MEGABYTE]
        os.write(writing, json.dumps(found).encode())
        os._exit(0)
    os.wait()
    status, seconds, megabytes = json.loads(os.read(reading, 1_000))
    os.close(reading)
    os.close(writing)
    return status, seconds, megabytes


def _encoded(body: Any) -> tuple[bytes | None, str | None]:
    if isinstance(body, list):
        return b"".join(json.dumps(row).encode() + b"\n" for row in body), "application/x-ndjson"
    return (None, None) if body is None else (json.dumps(body).encode(), "application/json")


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    """Fill a store, ask for the worst of it, and print what each took, the heaviest of the processor first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        url, token = prepare(Path(folder), chosen.claims)
        app = create_app(Settings(database_url=url, log_level="error", rate_limit=0))
        asks = [*map(Ask, READS), *writes(), *BEYOND]
        found = [(*cost(app, token, ask), ask.name) for ask in asks]
    sys.stdout.write("| request | status | seconds | MB |\n| --- | ---: | ---: | ---: |\n")
    for status, seconds, megabytes, name in sorted(found, key=lambda one: -one[1]):
        sys.stdout.write(f"| `{name}` | {status} | {seconds:.2f} | {megabytes:.0f} |\n")


if __name__ == "__main__":
    main()
