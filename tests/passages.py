"""An article with a text, and the places of passages in it."""

from hashlib import sha256

from tests.api import Api, Json

URL = "https://news.example/bridge"
TEXT = "The bridge is closed. It opens on Monday. Nobody knows why: the bridge is closed."


def digest(text: str) -> str:
    """Digest a passage as a client would."""
    return sha256(text.encode()).hexdigest()


def place(text: str, words: str) -> Json:
    """Describe where these words first stand in a text."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "sha256": digest(words)}


def tell(api: Api, text: str | None = TEXT) -> str:
    """Store an article with its text, or without it, and give its id."""
    body = {"url": URL, "text": text, "publisher": {"name": "The Daily"}}
    return str(api.post("/v1/articles", body)["id"])


def claim(api: Api, article_id: str, **keys: Json) -> Json:
    """Store a claim of this article."""
    return api.claim(article={"id": article_id}, **keys)
