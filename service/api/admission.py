"""Letting a request in, unless its client has asked too often: by its token or, without a good one, by its address."""

from time import monotonic

from flask import Request, g

from service.api.around import LIMITED, this_app
from service.domain.errors import TooManyRequests
from service.reviewers import NOBODY


def admit(asked: Request) -> None:
    """Count a request for whose it is; refuse it where these were too many."""
    limits = this_app().limits
    if not limits.per_minute:
        return
    environ = asked.environ
    # Not yet known is as good as unknown: who guesses at tokens is counted by address.
    client = g.get("caller", NOBODY).token_id or limits.address(
        environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
    )
    environ[LIMITED], wait_s = limits.take(client, monotonic())
    if wait_s:
        raise TooManyRequests("Too many requests came from you.", wait_s=wait_s)
