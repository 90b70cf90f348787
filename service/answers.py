"""Answers that are kept, so that a request that is sent again with its Idempotency-Key does nothing again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from service.domain.errors import Fault, Gone, Invalid
from service.store.models import Answer
from service.store.revisions import Writing, writing

KEPT_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Kept:
    """What a client was answered."""

    status: int
    location: str | None
    etag: str | None
    body: bytes


def once(token_id: str, key: str, request_sha256: str, act: Callable[[], Kept]) -> Kept:
    """Do what a request asks and keep the answer, in one transaction; where that was done before, give the answer.

    A request that is refused keeps nothing and may be sent again. Another request under the same key is refused.
    """
    with writing(None) as transaction:
        _forget_the_old(transaction)
        answer = Answer.find(token=token_id, key=key)
        if answer is not None:
            return _again(answer, request_sha256)
        kept = act()
        Answer.insert(
            token=token_id, key=key, request_sha256=request_sha256, status=kept.status, location=kept.location,
            etag=kept.etag, body=kept.body, at=transaction.at,
        ).execute()  # fmt: skip
        return kept


def _forget_the_old(transaction: Writing) -> None:
    Answer.delete().where(Answer.at < transaction.at - KEPT_FOR).execute()


def _again(answer: Answer, request_sha256: str) -> Kept:
    if answer.request_sha256 != request_sha256:
        fault = ({"header": "Idempotency-Key"}, Fault("reused", "Another request had this key; choose a new one."))
        raise Invalid("This key belongs to another request.", faults=[fault])
    if answer.body is None:
        detail = "This was done; the answer is not kept, for something in it was erased since."
        raise Gone(detail, location=answer.location)
    return Kept(answer.status, answer.location, answer.etag, bytes(answer.body))
