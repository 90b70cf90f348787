"""ETags: the revision of a row or of the store, with what tells one representation of it from another."""

import re
from hashlib import blake2b
from typing import Final

from flask import Request, request

from service.api.compression import MARK, mark
from service.domain.errors import Fault, PreconditionRequired, Unreadable
from service.domain.vocabulary import Format, Scope
from service.reviewers import Caller

# A proxy may weaken an ETag (W/"812"), mark its encoding ("812:gzip", "812-gzip"); a later shape is "812.2".
ETAG: Final = re.compile(r'(?:W/)?"?(\d{1,19})((?:[.:-][\w.:-]*)?)"?')
BETWEEN_MARKS: Final = re.compile("[.:-]")
NOTED: Final = "noted"
MARKS: Final = frozenset({Format.NDJSON.value, Format.CSV.value, NOTED})
"""What makes one state of a row or a list several representations, each with an ETag of its own."""


def expected_revision() -> int | None:
    """Read If-Match: the revision that a change starts from; None for `*`, which takes any."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired(
            "A change needs If-Match with the row's ETag, so that it cannot undo somebody else's.",
            hint="Read the row, then send its ETag or its `rev`; If-Match: * overrides on purpose.",
        )
    if header == "*":
        return None
    match = ETAG.fullmatch(header)
    if match is None:
        place = {"header": "If-Match"}
        raise Unreadable("If-Match cannot be read.", faults=[(place, Fault("etag", "Send one ETag, or *."))])
    return int(match[1])


def etag_of(rev: int, *marks: str) -> str:
    """Give the ETag of a revision, with what tells this representation of it from others."""
    return f'"{":".join([str(rev), *marks])}"'


def seer(caller: Caller) -> str:
    """Tell apart what is shown to one caller and not to another: each reviewer, and all who may see everything."""
    who = "" if caller.may(Scope.ADMIN) else caller.handle or "?"
    return f"by{blake2b(who.encode(), digest_size=4).hexdigest()}"


def known_etag(asked: Request, plain: str, *, any_one: bool = True) -> str | None:
    """Give this ETag in the form in which the client has it, by If-None-Match; None if it has not.

    `*` is whatever there is, which is known only to who looked: `any_one` says whether somebody did.
    """
    header = asked.environ.get("HTTP_IF_NONE_MATCH")
    if header is None:
        return None
    for etag in map(str.strip, header.split(",")):
        if (any_one and etag == "*") or _is_same(etag, plain):
            # A cache finds by it which of the representations that it keeps is still good.
            return mark(plain) if MARK in etag else plain
    return None


def _is_same(etag: str, plain: str) -> bool:
    """Compare the number, and what tells representations apart; nothing else that a proxy may have added."""
    given, ours = ETAG.fullmatch(etag), ETAG.fullmatch(plain)
    if given is None or ours is None or int(given[1]) != int(ours[1]):
        return False
    marks, needed = ({*BETWEEN_MARKS.split(one[2])} for one in (given, ours))
    return needed <= marks | {""} and not (marks - needed) & MARKS
