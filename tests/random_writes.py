"""What people may write, in any order: verbs that each take two small numbers; what is refused changes nothing."""

from collections.abc import Callable

from hypothesis import strategies as st

from tests.api import Api, Json, named, outlet, unnamed

NAMES = ("Ada Obi", "Åda", "橋", "The Daily")
TEXTS = ("Es ist zu. 封了。", "封了。 Offen.", None)
TERMS = ("check:done", 'admiralty-scale:source-reliability="b"')
TIES = ("supported_by", "contradicted_by", "repeats", "retracted_by")
ERASED = (
    ("claims", "/statement"), ("sources", "/name"), ("articles", "/text"), ("tags", "/note"), ("evidence", "/note"),
    ("evidence", "/citation/attribution/0/cue"),
)  # fmt: skip
SMALL = st.integers(0, 5)

Verb = Callable[[Api, int, int], object]


def pick(api: Api, path: str, which: int) -> str:
    ids = api.ids(path) or ["none"]
    return f"{path.partition('?')[0]}/{ids[which % len(ids)]}"


def link(which: int) -> Json:
    links = (named(NAMES[0]), outlet(NAMES[3]), unnamed(number=which + 1), unnamed("collective", count=2))
    return links[which % len(links)]


def claim(api: Api, one: int, two: int) -> object:
    article = {"url": f"https://{one}.example/", "publisher": {"name": NAMES[two % 4]}}
    body = {"article": article, "statement": NAMES[one % 4], "attribution": [link(one), link(two)][: two % 3]}
    return api.call("POST", "/v1/claims", body)


def change(api: Api, one: int, two: int) -> object:
    body = {"quote": TEXTS[two % 3], "attribution": [link(two)]}
    return api.call("PATCH", pick(api, "/v1/claims", one), body, If_Match="*")


def retell(api: Api, one: int, two: int) -> object:
    return api.call("PATCH", pick(api, "/v1/articles", one), {"text": TEXTS[two % 3]}, If_Match="*")


def rename(api: Api, one: int, two: int) -> object:
    body = {"name": f"{NAMES[two % 4]} {one}", "aliases": [NAMES[two % 4]], "same_as": [f"https://{two}.example/"]}
    return api.call("PATCH", pick(api, "/v1/sources", one), body, If_Match="*")


def own(api: Api, one: int, two: int) -> object:
    owner = pick(api, "/v1/sources", two).rpartition("/")[2]
    return api.call("PATCH", pick(api, "/v1/sources", one), {"belongs_to": {"id": owner}}, If_Match="*")


def merge(api: Api, one: int, two: int) -> object:
    into = pick(api, "/v1/sources", two).rpartition("/")[2]
    return api.call("POST", f"{pick(api, '/v1/sources', one)}/merge", {"into": into})


def identify(api: Api, one: int, two: int) -> object:
    body = {"source": {"kind": "person", "name": NAMES[two % 4]}, "citation": {"article": {"url": "urn:x:y"}}}
    return api.call(
        "PATCH", pick(api, "/v1/sources?article_id__exists=true", one), {"identified_as": body}, If_Match="*"
    )


def tag(api: Api, one: int, two: int) -> object:
    return api.call("POST", f"{pick(api, '/v1/claims', one)}/tags", {"term": TERMS[two % 2], "note": NAMES[two % 4]})


def tie(api: Api, one: int, two: int) -> object:
    other = pick(api, "/v1/claims", two).rpartition("/")[2]
    cited = {"article": {"url": f"https://{two}.example/"}, "attribution": [link(one), link(two)][: one % 3]}
    body = {"tie": TIES[one % 4], **({"claim": other} if two % 2 else {"citation": cited}), "note": NAMES[two % 4]}
    return api.call("POST", f"{pick(api, '/v1/claims', one)}/evidence", body)


def delete(api: Api, one: int, two: int) -> object:
    return api.call(
        "DELETE", pick(api, f"/v1/{('claims', 'tags', 'sources', 'articles', 'evidence')[two % 5]}", one), If_Match="*"
    )


def erase(api: Api, one: int, two: int) -> object:
    path, pointer = ERASED[two % 6]
    return api.call("POST", f"{pick(api, f'/v1/{path}', one)}/erase", {"paths": [pointer], "reason": "Asked for."})


VERBS: tuple[Verb, ...] = (
    claim, claim, claim, change, retell, rename, own, merge, identify, tag, tag, tie, tie, delete, erase,
)  # fmt: skip
