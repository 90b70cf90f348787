"""A store in which every field that takes text holds some that would break a page, up to its limit."""

from typing import Final
from urllib.parse import quote

from tests.api import Api, Json, named, outlet, unnamed
from tests.judging import queue
from tests.vocabularies import install, vocabulary

SCRIPT: Final = "<script>alert(1)</script>"
HOSTILE: Final = (
    f"{SCRIPT}\"'></title></style></textarea></svg><img src=x onerror=alert(2)> \u202egnp.exe \u2067 "
    "e\u0301\u0300\u0489\u0489\u0489 👩\u200d🚒🏴\u200d☠️ {{ 7 * 7 }} &amp;#60; <!-- javascript:alert(3) "
)
ENDLESS: Final = "W\u0301" * 25_000
"""One word of 50,000 characters, every other of which stands above the one before."""

SCALE: Final = f"odd{HOSTILE.replace(':', '')}:{HOSTILE}"
PAGES: Final = {
    "front": "/",
    "article": "/articles/art_a",
    "articles": "/articles",
    "claim": "/claims/clm_a",
    "another claim": "/claims/clm_b",
    "outlet": "/sources/src_daily",
    "speaker": "/sources/src_ada",
    "sources": f"/sources?name={quote(HOSTILE)}",
    "search": f"/claims?q={quote(SCRIPT)}&sort=relevance",
    "facets": "/claims",
    "problem": f"/claims/{quote(HOSTILE)}",
    "refused query": f"/claims?{quote(SCRIPT)}={quote(SCRIPT)}",
    "looked up": f"/articles?url={quote('https://x.example/' + SCRIPT)}",
    "signed in": f"/session?next={quote('javascript:alert(4)')}",
    "review": "/review",
    "queue": queue(scale=SCALE),
    "agreement": f"/agreement?predicate={quote(SCALE)}",
}
STATUS: Final = {"problem": 404, "refused query": 422}


def up_to(limit: int) -> str:
    """Give hostile text of so many characters, nearly all of them one word."""
    return f"{HOSTILE}{'W' * limit}"[:limit]


def stock(api: Api) -> None:
    """Store one of everything."""
    _install()
    told = {
        "as_printed": up_to(500), "role": up_to(500), "affiliation": up_to(500), "description": up_to(500),
        "cue": up_to(500),
    }  # fmt: skip
    speaker = named(up_to(500), **told)
    speaker["source"] |= {"id": "src_ada", "aliases": [up_to(500)], "same_as": [f"urn:x:{quote(HOSTILE)}"]}
    hidden = unnamed("withheld", 1, **told, anonymity_reason=up_to(500))
    in_text = {"article": _article(), "quote": HOSTILE.strip()}
    api.claim(up_to(2_000), id="clm_a", attribution=[outlet("Wire"), speaker], **in_text)
    api.claim(up_to(1_999), id="clm_b", article={"id": "art_a"}, attribution=[hidden])
    api.tie("clm_a", "contradicted_by", "clm_b", note=up_to(1_000))
    cited = {"article": {"url": "https://b.example/1", "title": up_to(1_000)}, "attribution": [speaker]}
    api.tie("clm_a", "supported_by", cited)
    for handle, value in (("ben", "a"), ("cleo", "b"), ("ann", "a")):
        api.by(handle).tag("clm_a", f'{SCALE}="{value}{HOSTILE}"', note=up_to(5_000))
    api.patch("/v1/claims/clm_b", {"statement": up_to(2_000)})
    override = {"status": "corroborated", "reason": up_to(1_000)}
    assert api.call("PUT", "/v1/claims/clm_a/override", override).status_code == 200


def _article() -> Json:
    publisher = {"id": "src_daily", "kind": "outlet", "name": up_to(500)}
    return {
        "id": "art_a", "url": f"https://a.example/{quote(SCRIPT)}", "title": up_to(1_000), "authors": [up_to(300)],
        "text": f"{HOSTILE}\n\n{ENDLESS}", "publisher": publisher,
    }  # fmt: skip


def _install() -> None:
    entries = [{"value": f"{place}{HOSTILE}", "expanded": HOSTILE, "description": HOSTILE} for place in "ab"]
    predicates = [{"value": HOSTILE, "expanded": HOSTILE, "description": HOSTILE, "exclusive": True}]
    values = [{"predicate": HOSTILE, "entry": entries}]
    named = {"predicates": predicates, "values": values, "expanded": HOSTILE, "description": HOSTILE}
    install({**vocabulary(SCALE.partition(":")[0], []), **named})
