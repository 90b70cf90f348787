"""What is exported, and in which order: each row stands below all that it refers to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from service import exports
from service.formats import files
from service.store.database import database
from service.store.models import Token
from tests.api import Api, Json, named
from tests.bulk import article, claim, load, source, tag
from tests.stores import at, export, hearsay, move

REFERRING = ("id", "claim", "subject", "reviewer", "accepted_by", "merged_into")
NUMBERS = ("rev", "worded_rev", "claim_rev", "created_at", "updated_at", "story", "corroboration")


@pytest.fixture
def filled(full: bytes, url: str) -> str:
    move(full, url)
    return url


def rows(content: bytes) -> list[tuple[str, Json]]:
    return [next(iter(orjson.loads(line).items())) for line in content.splitlines()]


def name_of(body: Json) -> str:
    return str(body.get("id") or body.get("handle") or body["namespace"])


def ids(content: bytes) -> dict[str, list[str]]:
    """Give the ids, or handles, of the rows of each type, in their order."""
    found: dict[str, list[str]] = {}
    for kind, body in rows(content)[:-1]:
        found.setdefault(kind, []).append(name_of(body))
    return found


def references(value: Any) -> Iterator[str]:
    """Give every id and handle that a row speaks of, its own included; what its statuses rest on is in its chain."""
    if isinstance(value, dict):
        yield from (value[key] for key in REFERRING if value.get(key) is not None)
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_no_row_refers_to_one_below_it(filled: str) -> None:
    above: set[str] = set()
    for kind, body in rows(export(filled))[:-1]:
        if kind != "revision":
            above.add(name_of(body))
        missing = set(references({key: inner for key, inner in body.items() if key != "tags"})) - above
        assert not missing, (kind, body)
    assert {"src_aa-twin", "src_gone", "art_gone", "clm_gone", "evd_withdrawn", "tag_withdrawn"} <= above


def test_rows_stand_by_id_but_for_those_that_others_need_before(filled: str) -> None:
    found = ids(export(filled))

    assert found["reviewer"] == ["ben", "mina", "root"]
    copies = ["art_zz-text", "art_m-copy", "art_a-copy"]
    assert [one for one in found["article"] if one in copies] == copies
    assert found["article"][4:] == sorted(found["article"][4:])
    assert found["source"].index("src_smith") + 1 == found["source"].index("src_aa-twin")
    assert found["claim"] == sorted(found["claim"])
    assert found["evidence"] == sorted(found["evidence"])
    assert found["revision"] == [body["id"] for kind, body in rows(export(filled)) if kind == "revision"]


def test_the_file_does_not_depend_on_how_many_rows_are_read_at_once(
    full: bytes, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = export(filled, "language__exists=false")

    monkeypatch.setattr(exports, "SLICE", 2)

    assert export(filled) == full
    assert export(filled, "language__exists=false") == claims


def test_the_last_line_tells_how_many_rows_there_are_and_the_stores_revision(api: Api, url: str) -> None:
    load(api, article("a"), claim("a"))

    content = export(url)

    assert rows(content)[-1] == ("_end", {"count": 9, "rev": 2})
    assert content.endswith(b"}\n")
    assert [kind for kind, _ in rows(content)[:-1]] == [
        "reviewer", *["taxonomy"] * 4, "article", "claim", "revision", "revision",
    ]  # fmt: skip


def test_a_row_is_written_as_it_is_served(api: Api, url: str) -> None:
    load(api, source("ada"), article("a", text="It is a."), claim("a"), tag("a", note="Why."))

    found = dict(rows(export(url)))

    assert found["source"] == api.get("/v1/sources/src_ada")
    assert found["article"] == api.get("/v1/articles/art_a")
    assert found["claim"] == api.get("/v1/claims/clm_a")
    assert found["tag"] == api.get("/v1/tags/tag_a")
    assert found["tag"]["note"] == "Why."


def test_tokens_are_never_written(api: Api, url: str) -> None:
    load(api, article("a"))
    with at(url):
        secrets = [word for token in Token.select() for word in (token.id, token.secret_sha256)]

    assert secrets
    assert not any(secret.encode() in export(url) for secret in [*secrets, str(api.token)])


def test_a_query_exports_its_claims_with_all_that_they_need_and_nothing_else(api: Api, url: str) -> None:
    load(
        api,
        {"source": {"id": "src_zz-owner", "kind": "body", "name": "Owner"}},
        source("zz-daily", kind="outlet", belongs_to={"id": "src_zz-owner"}),
        article("zz-first"),
        article("a", publisher={"id": "src_zz-daily"}, copy_of={"id": "art_zz-first"}),
        {"source": {"id": "src_one", "kind": "person", "article": {"id": "art_a"}, "number": 1}},
        claim("a", attribution=[{"source": {"id": "src_one"}, "source_type": "official", "identification": "bare"}]),
        claim("b", attribution=[named("Noise")]),
        article("noise"),
        claim("c", "art_noise"),
    )
    found = {"source": {"kind": "person", "name": "Found"}, "citation": {"article": {"url": "https://z.example/1"}}}
    api.patch("/v1/sources/src_one", {"identified_as": found})
    (person,), (cited,) = api.ids("/v1/sources?name=found"), api.ids("/v1/articles?url=https://z.example/1")
    api.by("ben").tag("clm_a", id="tag_a")
    api.by("noise").tag("clm_b", id="tag_noise")

    exported = ids(export(url, "source_type=official"))

    assert exported.pop("reviewer") == ["ben"]
    assert sorted(exported.pop("source")) == sorted(["src_zz-owner", "src_zz-daily", "src_one", person])
    assert sorted(exported.pop("article")) == sorted(["art_zz-first", "art_a", cited])
    assert exported == {"taxonomy": ["check"], "claim": ["clm_a"], "tag": ["tag_a"]}


@pytest.mark.parametrize(
    "query", ["language__exists=false", "article_id=art_plain", "tag=check:done", "position__gte=1"]
)
def test_what_a_query_exports_can_be_stored_elsewhere(filled: str, other_url: str, query: str) -> None:
    content = export(filled, query)

    stored = hearsay(other_url, "import", "-", stdin=content)

    assert (stored.code, stored.said) == (0, "")
    assert hearsay(other_url, "check").out == b""
    assert comparable(export(other_url, "position__gte=1")) == comparable(content)


def comparable(content: bytes) -> list[tuple[str, Json]]:
    """Give the rows that are there, without what is given anew when they are stored, or rests on rows that are not."""
    found = []
    for kind, body in rows(content)[:-1]:
        if not body.get("withdrawn_at"):
            found.append((kind, {key: value for key, value in body.items() if key not in NUMBERS}))
    return sorted(found, key=repr)


def test_a_query_that_finds_nothing_exports_nothing(filled: str) -> None:
    (end,) = rows(export(filled, "speaker=nobody"))

    assert (end[0], end[1]["count"]) == ("_end", 0)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=-id", "leave out sort, limit, cursor"),
        ("source_type=expert&limit=2", "leave out sort, limit, cursor"),
        ("cursor=abc", "leave out sort, limit, cursor"),
        ("nonsense", "Known parameters: "),
        ("source_type=prophet", "Known words: "),
        ("position__lte=1", "Allowed here: "),
    ],
)
def test_a_query_that_asks_for_a_page_or_for_what_is_not_known_is_refused(url: str, query: str, said: str) -> None:
    done = hearsay(url, "export", query)

    assert done.code != 0
    assert done.out == b""
    assert said in done.said
    assert done.said.count("\n") == 1


def test_an_export_is_of_one_moment_whatever_is_written_meanwhile(api: Api, url: str) -> None:
    link = {"source": {"id": "src_ada"}, "source_type": "expert"}
    load(api, source("ada"), article("a"), *(claim(str(number), attribution=[link]) for number in range(5)))
    before = export(url)

    def write() -> None:
        api.patch("/v1/sources/src_ada", {"name": "Eve"})
        api.delete("/v1/claims/clm_3")
        api.claim(id="clm_9")

    with database.connection_context(), ThreadPoolExecutor(1) as pool:
        lines = files.dump()
        first = next(lines)
        pool.submit(write).result()
        content = first + b"".join(lines)

    assert content == before
    assert export(url) != before
