"""Recounting: the stories that a change can reach are weighed anew, in its transaction, and only those."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from service.claim_documents import stand_elsewhere
from service.domain.errors import Fault, Invalid
from service.standings import Standing, judge
from service.store import reach, stories
from service.store.models import Claim
from service.store.revisions import Writing, touch

RECOUNTED_AT_ONCE: Final = 500
MAX_STORY_CLAIMS: Final = 1_000
"""A change of any of them weighs all of them anew, within one request."""


def recount(transaction: Writing, rev: int, claims: Iterable[str]) -> None:
    """Weigh anew the stories of claims whose words or ties changed, and those that they stand against.

    A claim that stands otherwise since is renewed under the revision that reached it, and noted as touched. While the
    desk holds, what is to be weighed is not written yet: it is weighed when `recount_reached` is called.
    """
    if transaction.desk.holds:
        transaction.desk.reached.append((rev, list(claims)))
        return
    _renew(transaction, weigh_anew(claims), lambda _: rev)


def recount_reached(transaction: Writing) -> None:
    """Weigh anew, each once, all stories that were reached while the desk held.

    A story's claims are renewed under the last revision that reached it, those that it stands against under the last of
    all.
    """
    reached, transaction.desk.reached = transaction.desk.reached, []
    if not reached:
        return
    judged = weigh_anew(claim for _, claims in reached for claim in claims)
    last = {judged[claim].story: rev for rev, claims in reached for claim in claims if claim in judged}
    of_all = reached[-1][0]
    _renew(transaction, judged, lambda standing: last.get(standing.story, of_all))


def recount_others(transaction: Writing, rev: int, judged: Mapping[str, Standing], but: Collection[str]) -> None:
    """Renew the claims that stand otherwise since, but for some, which are rendered anew anyway."""
    others = {claim: standing for claim, standing in judged.items() if claim not in but}
    _renew(transaction, others, lambda _: rev)


def weigh_anew(claims: Iterable[str]) -> dict[str, Standing]:
    """Give where all claims stand whose stories a change of these can reach."""
    changed = set(claims)
    found = stories.find(changed | reach.taken_back_by(changed), with_opponents=True)
    for story in found.weighed:
        _refuse_what_cannot_be(story)
    return judge(found)


def _refuse_what_cannot_be(story: stories.Story) -> None:
    if len(story.claims) > MAX_STORY_CLAIMS:
        detail = f"A story has at most {MAX_STORY_CLAIMS} claims, and this tie would make a larger one."
        raise _refusal("story-too-large", detail)
    members = set(story.claims)
    if any(tie.opposes and {tie.claim, tie.other} <= members for tie in story.ties):
        raise _refusal("both-sides", "This would put claims that contradict each other into one story.")


def _refusal(code: str, detail: str) -> Invalid:
    # No one place of a body is wrong, and whoever accepts a tie sends none.
    return Invalid(detail, faults=[({}, Fault(code, detail))])


def _renew(transaction: Writing, judged: Mapping[str, Standing], rev_of: Callable[[Standing], int]) -> None:
    touched: dict[int, list[tuple[str, str, bool]]] = {}
    ids = sorted(judged)
    for start in range(0, len(ids), RECOUNTED_AT_ONCE):
        some = ids[start : start + RECOUNTED_AT_ONCE]
        for claim in sorted(Claim.where(f"id IN ({', '.join('?' for _ in some)})", some), key=lambda claim: claim.id):
            before, standing = claim.corroboration, judged[claim.id]
            rev = rev_of(standing)
            if stand_elsewhere(claim, standing, rev, transaction.at):
                claim.put()
                touched.setdefault(rev, []).append((claim.id, claim.corroboration, claim.corroboration != before))
    transaction.refuse_if_wide(sum(map(len, touched.values())))
    for rev in sorted(touched):
        touch(rev, touched[rev])
