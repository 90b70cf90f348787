"""Stories over HTTP: why a claim has its status, what a story is made of, and what hangs on a source."""

from functools import partial

from flask import Blueprint, Response

from service import dependents, explanations
from service.api import listings
from service.api.answers import answer_row
from service.api.forms import read_others
from service.api.lists import answer_entries
from service.schemas.story import read_dependents_query

blueprint = Blueprint("stories", __name__)


@blueprint.get("/claims/<claim_id>/corroboration")
def show_corroboration(claim_id: str) -> Response:
    """Show the whole reasoning behind a claim's status, and what would move it.

    `steps` has each testimony of the claim's story, and of what stands against it: whether it counts, by which rule,
    and why. `ring` is one ring of claims that repeat each other, if there is one. `next_steps` are the smallest
    additions that would move the status, each found by trying it.
    """
    return answer_row(explanations.reasoning, claim_id)


@blueprint.get("/stories/<story_id>")
def show_story(story_id: str) -> Response:
    """Show a story: its claims, its ties and its origins.

    Claims that support or repeat each other are one story and are counted as one. Its id is named after its lowest
    claim; the id of any claim, with `sty_` for `clm_`, finds the story which that claim is in now.
    """
    return answer_row(explanations.story, story_id)


@blueprint.get("/sources/<source_id>/dependents")
def list_dependents(source_id: str) -> Response:
    """List the claims whose status would fall if a source were withdrawn, each with the status that it would have.

    Withdrawn means: without all that rests on the source, or came through it; where nothing is left, that is
    `retracted`. A page may have fewer claims than asked for, and still a `next`.
    """
    wanted = read_dependents_query(read_others())
    return answer_entries(partial(dependents.page, source_id), wanted, listings.DEPENDENTS)
