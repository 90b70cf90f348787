"""Stores that are served for a browser to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service import sessions
from service.formats import fixtures
from service.store.database import database
from tests.api import Api, Json
from tests.judging import queue
from tests.ratings import ADMIRALTY, claims, term
from tests.served import Served, serve
from tests.stores import serving

REVIEWER = "ann"
WITH_TEXT = "/articles/art_fx-post-rust-not-cracks"
SPEAKER = "src_fx-ida-verrall"

READ = {
    "front": "/",
    "article": WITH_TEXT,
    "article without text": "/articles/art_global-times-2020-10-09",
    "articles": "/articles",
    "claim": "/claims/clm_fx-post-09",
    "source": f"/sources/{SPEAKER}",
    "sources": "/sources",
    "guide": "/guide",
    "search": "/claims?q=bridge&sort=relevance",
    "problem": "/claims/clm_nothing",
    "signing in": "/session",
}
REVIEWED = {
    "signed in": "/session",
    "review": "/review",
    "queue": queue(),
    "agreement": f"/agreement?predicate={ADMIRALTY}",
}
STATUS = {"problem": 404}
JUDGED = {"ann": "aabbcc", "ben": "abbbcd", "cleo": "aabb-e"}


@dataclass(frozen=True)
class Room:
    """A served store: where it is, how it is written to, and its reviewer's token and session."""

    url: str
    served: Served
    token: str
    secret: str

    @property
    def origin(self) -> str:
        """Give what each address on this host begins with."""
        return f"http://127.0.0.1:{self.served.port}"

    def held(self) -> list[tuple[str, str]]:
        """Give the claims that the reviewer judged, and with what."""
        return sorted((tag["claim"], tag["term"].partition('"')[2].rstrip('"')) for tag in self._tags())

    def notes(self) -> list[str]:
        """Give the notes that the reviewer wrote."""
        return [tag["note"] for tag in self._tags() if tag["note"]]

    def _tags(self) -> list[Json]:
        with serving(self.url, REVIEWER) as api:
            items: list[Json] = api.get("/v1/tags", reviewer=REVIEWER)["items"]
        return items


@contextmanager
def open_room(file: Path, stock: Callable[[Api], None]) -> Iterator[Room]:
    """Put something into a migrated store, and serve it."""
    url = f"sqlite:///{file}"
    with serving(url) as api:
        stock(api)
        token = str(api.by(REVIEWER).token)
        with database.connection_context():
            secret = sessions.begin(token).secret
    with serve(url, file.with_suffix(".log"), HEARSAY_LOG="error") as served:
        yield Room(url, served, token, secret)


def stock_house(api: Api) -> None:
    """Store what is shipped, with what three reviewers say of it."""
    with database.connection_context():
        for file in fixtures.shipped():
            fixtures.seed(file)
    ids = api.ids("/v1/claims", article_id=WITH_TEXT.rpartition("/")[2])
    for handle, values in JUDGED.items():
        reviewer = api.by(handle)
        for claim, value in zip(ids, values, strict=False):
            if value != "-":
                reviewer.tag(claim, term(value, ADMIRALTY))


def stock_desk(api: Api) -> None:
    """Store ten claims."""
    claims(api, 10)
