"""Whatever is put where a small language of ours is read, no answer is a bug: `make long` tries a million inputs."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.domain.vocabulary import Scope
from service.schemas import grammars
from tests.anything import JUNK, ODD_TEXTS
from tests.api import Api, named

EXAMPLES: Final = int(os.environ.get("HEARSAY_EXAMPLES", "40"))
TEXT: Final = "Ada Obi said: it is closed. 橋は\U0001f309 closed."
LISTS: Final = {
    "articles": grammars.ARTICLES, "sources": grammars.SOURCES, "claims": grammars.CLAIMS,
    "evidence": grammars.EVIDENCE, "tags": grammars.TAGS, "report": grammars.REPORT,
    "agreement": grammars.AGREEMENT, "reviewers/mina/queue": grammars.QUEUE,
}  # fmt: skip
WORDS: Final = sorted({name for grammar in LISTS.values() for name in [*grammar.filters, *grammar.sorts]})
OTHERS: Final = ["sort", "limit", "cursor", "fields", "facets", "count", "format", "predicate", "as_of", "q", "level"]
SUFFIXES: Final = ["", "__not", "__gte", "__lt", "__exists", "__all", "__", "__typo", "__not__not"]
VALUES: Final = [
    "", "-", "id", "-published_at", "9" * 40, "-1", "1e9", "true", "2020-10-09T15:23:00Z", "2020-13-40", "clm_a",
    'check:level="a"', "secret:", '"', "a OR", "-a", "json", "csv", "check:level", *ODD_TEXTS,
]  # fmt: skip
# What a header may carry: HTTP ends it at a line's end.
OF_A_HEADER: Final = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=30)


def joined(parts: list[str], most: int = 12) -> st.SearchStrategy[str]:
    """Give texts that are made of a language's own parts, and now and then of anything."""
    return st.lists(st.sampled_from(parts) | st.text(max_size=3), max_size=most).map("".join)


TAGS: Final = joined(["check", "free", ":", "=", '"', "level", "a", '"a"', "\\", " ", "\0", "é", "word", "secret"])
MADE_UP: Final = JUNK.map(lambda value: json.dumps(value).encode())
PAIRS: Final = st.lists(
    st.tuples(
        st.builds("".join, st.tuples(st.sampled_from([*WORDS, *OTHERS]), st.sampled_from(SUFFIXES)))
        | st.text(max_size=9),
        st.sampled_from(VALUES) | st.text(max_size=20),
    ),
    max_size=4,
)
SELECTORS: Final = st.fixed_dictionaries(
    {},
    optional={
        "start": st.integers(-3, len(TEXT) + 3) | JUNK,
        "end": st.integers(-3, len(TEXT) + 3) | JUNK,
        "sha256": st.sampled_from(["0" * 64, "F" * 64, ""]) | JUNK,
        "typo": JUNK,
    },
)
ROWS: Final = joined(
    [
        "{", "}", "[", "]", '"claim"', '"tag"', '"evidence"', '"article"', '"source"', ":", ",", "\n", "\r\n", "null",
        '{"tag":{"claim":"clm_a","term":"check:done"}}', '"id":"clm_a"', "1e999", "NaN", "\ufeff", '"\\ud800"', "\0",
        '{"article":{"url":"https://n.example"}}', '{"_end":{"count":1,"rev":1}}',
    ]
)  # fmt: skip


@pytest.fixture
def root(api: Api) -> Api:
    """Be an administrator of a store that has something to find."""
    article = {"id": "art_a", "url": "https://a.example/1", "text": TEXT}
    api.claim(id="clm_a", article=article, attribution=[named("Ada Obi")], quote="it is closed")
    api.claim(id="clm_b", article={"id": "art_a"})
    api.tag("clm_a", 'check:level="a"')
    return api.by("root", Scope.ADMIN)


def encodable(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def asked(root: Api, path: str, pairs: list[tuple[str, str]]) -> TestResponse:
    query = urlencode([(encodable(name), encodable(value)) for name, value in pairs])
    return root.call("GET", f"/v1/{path}?{query}")


def of_a_tag(root: Api, data: st.DataObject) -> list[TestResponse]:
    term = data.draw(TAGS)
    given_to = root.call("POST", "/v1/claims/clm_a/tags", {"term": term})
    found = asked(root, "claims", [(data.draw(st.sampled_from(["tag", "tag__not", "tag__all"])), term)])
    return [given_to, found]


def of_a_cursor(root: Api, data: st.DataObject) -> list[TestResponse]:
    following = root.get("/v1/claims", limit=1)["next"].partition("cursor=")[2]
    spoiled = st.tuples(st.integers(0, len(following) - 1), st.characters()).map(
        lambda change: following[: change[0]] + change[1] + following[change[0] + 1 :]
    )
    made_up = (MADE_UP | st.binary(max_size=40)).map(lambda value: urlsafe_b64encode(value).decode())
    return [
        asked(root, data.draw(st.sampled_from(list(LISTS))), [("cursor", data.draw(spoiled | made_up | st.text()))])
    ]


def of_a_query(root: Api, data: st.DataObject) -> list[TestResponse]:
    path = data.draw(st.sampled_from(list(LISTS)))
    needed = [("predicate", "check:level")] if path.endswith(("agreement", "queue")) else []
    return [asked(root, path, [*needed, *data.draw(PAIRS)])]


def of_a_row(root: Api, data: st.DataObject) -> list[TestResponse]:
    body = data.draw(ROWS | st.binary(max_size=60))
    headers = {"Authorization": f"Bearer {root.token}", "Content-Type": "application/x-ndjson"}
    sent = body if isinstance(body, bytes) else encodable(body)
    return [root.app.test_client().post("/v1/rows?dry_run=true", data=sent, headers=headers)]


def of_a_selector(root: Api, data: st.DataObject) -> list[TestResponse]:
    chosen = data.draw(SELECTORS | JUNK)
    quoted = data.draw(st.sampled_from([None, "closed", "it is closed", "橋", "\U0001f309", ""]) | st.text(max_size=5))
    body = {"article": {"id": "art_a"}, "statement": "A.", "attribution": [], "selector": chosen, "quote": quoted}
    sent = {"Authorization": f"Bearer {root.token}", "Content-Type": "application/json", "If-Match": "*"}
    return [root.app.test_client().patch("/v1/claims/clm_b", data=json.dumps(body), headers=sent)]


def of_if_match(root: Api, data: st.DataObject) -> list[TestResponse]:
    parts = ["*", '"', "W/", "1", "812", ":gzip", "-gzip", ".2", ",", " ", "9" * 19, "9" * 30, "٣", "²"]
    latin = joined(parts).map(lambda text: text.encode("latin-1", "ignore").decode("latin-1"))
    tag = data.draw(OF_A_HEADER | latin.map(lambda text: "".join(c for c in text if c not in "\r\n\0")))
    path = data.draw(st.sampled_from(["claims/clm_b", "articles/art_a", "claims/clm_none"]))
    changed = root.call("PATCH", f"/v1/{path}", {}, If_Match=tag)
    return [
        changed,
        root.call("GET", f"/v1/{path}", If_None_Match=tag),
        root.call("DELETE", "/v1/sources/src_none", If_Match=tag),
    ]


@pytest.mark.parametrize("send", [of_a_tag, of_a_cursor, of_a_query, of_a_row, of_a_selector, of_if_match])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_whatever_is_sent_is_no_bug(
    root: Api, send: Callable[[Api, st.DataObject], list[TestResponse]], data: st.DataObject
) -> None:
    for response in send(root, data):
        assert response.status_code < 500, response.get_data(as_text=True)
        if response.status_code >= 400:
            assert response.content_type == "application/problem+json"
