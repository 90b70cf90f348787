"""Short ways to tell a story: who says what in which paper, and what the store makes of it."""

from tests.api import Api, Json


def say(api: Api, name: str, *chain: Json, channel: str | None = None, **article: Json) -> Json:
    """Store a claim that is named after its article, which has this name."""
    told = {"id": f"art_{name}", "url": f"https://{name}.example/1", **article}
    own = {} if channel is None else {"channel": channel}
    return api.claim(id=f"clm_{name}", article=told, attribution=list(chain), **own)


def stands(api: Api, *names: str) -> list[str]:
    """Give the status of some claims."""
    return [api.get(f"/v1/claims/clm_{name}")["corroboration"]["status"] for name in names]


def bounds(api: Api, name: str) -> tuple[int, int]:
    """Give the fewest and the most origins of a claim."""
    origins = api.get(f"/v1/claims/clm_{name}")["corroboration"]["origins"]
    return origins["min"], origins["max"]


def revs(api: Api) -> dict[str, int]:
    """Give the revision of every claim."""
    return {claim["id"].removeprefix("clm_"): claim["rev"] for claim in api.get("/v1/claims", limit=200)["items"]}


def moved(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Name the claims whose documents changed."""
    return {name for name, rev in after.items() if before.get(name) != rev}
