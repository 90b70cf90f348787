"""What the tests of backups share: a store with something in every table, and going from one store to another."""

from datetime import UTC, datetime

from service.formats import fixtures
from service.store.database import database
from service.store.models import Answer, Claim, Override, Session, Tag, Token
from tests.api import Api, named, unnamed
from tests.stored import Rows, everything
from tests.stores import at
from tests.vocabularies import install, vocabulary

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def rows_at(url: str) -> Rows:
    """Give every row of a store."""
    with at(url):
        return everything()


def but_the_counter(rows: Rows) -> Rows:
    """Leave out the one row that a restore changes."""
    return {table: found for table, found in rows.items() if table != "Counter"}


def fill(api: Api) -> None:
    """Put something into every table, and among it what the engines keep differently."""
    with database.connection_context():
        for path in fixtures.shipped():
            fixtures.seed(path)
    install(vocabulary("a\t\\N", {"b \n": ["Håfen 港 \U0001f6a2\t\\N \\", ""]}, exclusive=True))
    member = api.post("/v1/sources", {"kind": "outlet", "name": "Håfen 港 \U0001f6a2\t\\N \\"})
    owner = api.post("/v1/sources", {"kind": "body", "name": "The owner, stored after what it owns"})
    api.patch(f"/v1/sources/{member['id']}", {"belongs_to": {"id": owner["id"]}})
    claim = api.claim(attribution=[unnamed(number=1)])
    api.tag(claim["id"], 'a\t\\N:b \n="Håfen 港 \U0001f6a2\t\\N \\"')
    cited = {"article": {"url": "https://cited.example/"}, "attribution": [named("Ada Obi")]}
    api.tie(claim["id"], "supported_by", cited, note="Hm.\t\\N")
    api.delete(f"/v1/claims/{api.claim('Withdrawn.')['id']}")
    with database.connection_context():
        stored, token = Claim.select().first(), Token.get()
        Tag.insert(
            id="tag_1", rev=1, claim=stored.id, reviewer="mina", term="a:b", scale="a", blind=False, note="Hm.",
            claim_rev=1, stale=True, created_at=NOW, updated_at=NOW, document=b"\x00\xff{}",
        ).execute()  # fmt: skip
        Override.insert(claim=stored.id, status="contested", reason="Hm.", by="mina", at=NOW).execute()
        Answer.insert(token=token.id, key="k", request_sha256="0", status=201, body=None, at=NOW).execute()
        Session.insert(secret_sha256=str(NOW), token=token.id, created_at=NOW, expires_at=NOW).execute()
