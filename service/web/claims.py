"""The page of a claim: its chain, what it amounts to and why, its story, its tags and its history."""

from functools import partial
from typing import Any, Final

import orjson
from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Redirect

from service import changes, claims, explanations, tags
from service.domain.identifiers import PREFIXES
from service.schemas.query import read_single_values
from service.store.database import snapshot
from service.store.matches import Operator
from service.store.query import MAX_LIMIT, Condition, Query
from service.web import addresses, graph, history, notes
from service.web.answering import Shown, answer_page

SHOWN_STEPS: Final = 100
"""So many testimonies of a story are listed; a story has up to a thousand."""

blueprint = Blueprint("claims", __name__)


@blueprint.get("/claims/<claim_id>")
def view_claim(claim_id: str) -> Response:
    """Show a claim with its story, its tags and its history."""
    read_single_values({}, request.args.items(multi=True))
    return answer_page(partial(_claim, claim_id))


@blueprint.get("/stories/<story_id>")
def view_story(story_id: str) -> Redirect:
    """Lead to the claim that a story is named after, whose page shows the story."""
    tail = story_id.removeprefix(PREFIXES["story"])
    claims.get(f"{PREFIXES['claim']}{tail}")
    return redirect(f"/claims/{PREFIXES['claim']}{tail}#story", 303)


def _claim(claim_id: str) -> Shown:
    with snapshot():
        claim = orjson.loads(claims.get(claim_id).document)
        reasoning = orjson.loads(explanations.reasoning(claim_id).document)
        story = orjson.loads(explanations.story(claim["story"]).document)
        given = tags.page(_tags_of(claim_id), g.caller)
        past = changes.page(0, MAX_LIMIT, claim_id)
    steps = sorted(reasoning["steps"], key=lambda step: (step["stance"] == "against", not step["counts"]))
    return "claim.html", {
        "claim": claim,
        "note": notes.Note(0, claim, notes.path(claim)),
        "reasoning": reasoning,
        "steps": [(graph.origin_of(step), graph.outlet_of(step), step) for step in steps[:SHOWN_STEPS]],
        "more_steps": max(0, len(steps) - SHOWN_STEPS),
        "graph": graph.draw(claim_id, steps, story["evidence"]),
        "ties": _ties(story),
        "tags": orjson.loads(b"[%b]" % given.body),
        "tags_data": addresses.data("/tags", [("claim_id", claim_id)]),
        "history": history.tell(claim_id, map(orjson.loads, past.entries), _names(story["claims"])),
        "history_data": addresses.data("/changes", [("claim_id", claim_id)]),
        "history_goes_on": past.end is not None,
        "story": story,
        "story_data": addresses.data("/claims", [("story", story["id"])]),
    }


def _tags_of(claim_id: str) -> Query:
    of_it = Condition("claim_id", Operator.IS, (claim_id,))
    return Query("tags", (of_it, Condition("state", Operator.IS, ("current",))), limit=MAX_LIMIT)


def _names(found: list[dict[str, Any]]) -> dict[str, str]:
    return {
        link["source"]["id"]: link["source"]["name"]
        for claim in found
        for link in claim["attribution"]
        if link["source"]["name"]
    }


def _ties(story: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the ties of a story, each with the claims at its ends as notes where they are in it."""
    of_story = {claim["id"]: claim for claim in story["claims"]}
    return [
        {
            **tie,
            "subject_claim": of_story.get(tie["subject"]),
            "other_claim": of_story.get(tie["claim"]),
            "cited": None if tie["citation"] is None else notes.path(tie["citation"]),
        }
        for tie in story["evidence"][:SHOWN_STEPS]
    ]
