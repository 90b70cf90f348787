"""A reviewer's queue: one claim a screen, judged with one keystroke or one button, and undone with one more."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, Request, Response, g, request

from service import queues, tags
from service.api.access import need
from service.api.answers import answer_nothing, answer_one
from service.api.around import this_request
from service.api.budget import kept_to_budget
from service.api.requests import query_to_keep, read_query
from service.documents import TAG
from service.domain.errors import Forbidden
from service.domain.rights import RIGHTS
from service.reviewers import Caller
from service.scales import Scale
from service.schemas.grammars import QUEUE
from service.store import cursors
from service.store.query import Page, Query
from service.web import judging
from service.web.answering import address_of, answer_own_page, lead_to, wants_json

MOST_PAGES: Final = 20
"""So many empty pages are looked through for a claim: 100,000 claims that their reviewer has judged."""

blueprint = Blueprint("queue", __name__)


@dataclass(frozen=True)
class Asked:
    """A queue that is asked for: whose, on which scale, from where on."""

    handle: str
    scale: Scale
    query: Query


@blueprint.get("/reviewers/<handle>/queue")
def view_queue(handle: str) -> Response:
    """Show the first claim of a queue in its context and, to its own reviewer, what may be said of it."""
    asked = _read(handle)
    page = _first(asked)
    case = next((judging.case(document) for _, document in page.documents), None)
    caller: Caller = g.caller
    is_own, scheme = caller.handle == handle, judging.scheme(asked.scale)
    return answer_own_page("queue.html", {
        "handle": handle, "scale": asked.scale, "case": case, "is_own": is_own,
        "may_judge": is_own and bool(g.get("secret")) and caller.may(RIGHTS["judge"].scope),
        "scheme": scheme,
        "judged": judging.judged_last(caller, asked.scale, scheme) if is_own else [],
        "here": address_of(request), "skip": _beyond(asked, page), "begun_at": _begin(request),
    })  # fmt: skip


@blueprint.post("/reviewers/<handle>/queue")
def judge(handle: str) -> Response:
    """Take a judgement, or take one back, and show what comes next; a script is answered with the tag instead."""
    asked = _read(handle)
    if not RIGHTS["judge"].lets(g.caller.scope, is_own=need() == asked.handle):
        raise Forbidden("A queue is worked through by its own reviewer.")
    given = request.form
    if "withdraw" in given:
        tags.withdraw(given["withdraw"], g.caller)
        # What was taken back comes again where the queue begins.
        return answer_nothing() if wants_json(request) else lead_to(_begin(request))
    claim_id, data = _judgement(given.to_dict())
    stored, _ = tags.add(claim_id, TAG.read(data), handle)
    return answer_one(stored) if wants_json(request) else lead_to(address_of(request))


def _read(handle: str) -> Asked:
    query = read_query(QUEUE, f"queue of {handle}")
    scale = queues.get(handle, query.option("predicate"))
    queues.refuse_to_show(handle, scale, g.caller)
    return Asked(handle, scale, query)


def _first(asked: Asked) -> Page:
    """Read the page with the first claim, or the last that was looked through for one."""
    query = replace(asked.query, limit=1)
    with kept_to_budget(QUEUE, query):
        for _ in range(MOST_PAGES):
            page = queues.page(asked.handle, asked.scale, query)
            if page.body or page.end is None:
                break
            query = replace(query, after=page.end)
    return page


def _beyond(asked: Asked, page: Page) -> str | None:
    """Give the address of what comes behind the claim that is shown."""
    if page.end is None:
        return None
    begin = _begin(this_request())
    return f"{begin}&cursor={cursors.encode(asked.query, page.end)}"


def _begin(asked: Request) -> str:
    """Give the address at which this queue begins."""
    return f"{asked.path}?{query_to_keep(asked.query_string)}"


def _judgement(given: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """Read a form as the claim that it judges, and what the API would be sent of it."""
    rev = given.get("claim_rev", "")
    data: dict[str, Any] = {"claim_rev": int(rev) if rev.isascii() and rev.isdecimal() else rev}
    data |= {key: given[name] for key, name in (("id", "tag"), ("term", "term")) if name in given}
    note = given.get("note", "").strip()
    return given.get("claim", ""), {**data, "note": note} if note else data
