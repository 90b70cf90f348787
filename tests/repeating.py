"""Sending a request again with its Idempotency-Key, and comparing what is answered."""

import json

from werkzeug.test import TestResponse

from tests.api import Api, Json, named

CLAIM: Json = {"article": {"url": "https://new.example/"}, "statement": "It is so.", "attribution": [named("New")]}
IDS = {
    "<article_id>": "art_a",
    "<source_id>": "src_ada",
    "<claim_id>": "clm_a",
    "<tag_id>": "tag_a",
    "<evidence_id>": "evd_a",
}


def send(api: Api, path: str, body: Json, key: str | None = "one", method: str = "POST") -> TestResponse:
    """Send a body in the form that its address takes."""
    for name, row_id in IDS.items():
        path = path.replace(name, row_id)
    headers = {} if api.token is None else {"Authorization": f"Bearer {api.token}"}
    headers |= {} if key is None else {"Idempotency-Key": key}
    content_type = "application/x-ndjson" if path.startswith("/v1/rows") else "application/json"
    return api.app.test_client().open(
        path, method=method, data=json.dumps(body), content_type=content_type, headers=headers
    )


def told(response: TestResponse) -> Json:
    """Give what an answer says to its client."""
    headers = {name: response.headers.get(name) for name in ("Location", "ETag", "Content-Type", "Vary")}
    return response.status_code, headers, response.get_data()
