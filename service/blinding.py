"""Blind taxonomies: reviewers judge without seeing what others think, until it is opened to everybody."""

from collections.abc import Iterable
from typing import Final

from service.documents import render_tag
from service.domain.errors import Conflict
from service.domain.vocabulary import Change
from service.renewal import renew_tag_counts
from service.store.models import Claim, Tag
from service.store.revisions import Writing, writing
from service.store.rows import Stored
from service.tagging import number, number_new
from service.taxonomies import change, there

OPENED_AT_ONCE: Final = 1_000
"""So many tags are opened in one transaction; other writers come between two of them."""


def blind(namespace: str, by: str | None) -> Stored:
    """Let a taxonomy be judged blind, unless somebody gave one of its tags already."""
    with writing(by) as transaction:
        taxonomy = there(namespace)
        if not taxonomy.blind:
            if Tag.select().where(_of(namespace)).exists():
                raise Conflict(
                    "This taxonomy has, or had, tags, which everybody could see.",
                    hint="Judge blind on a taxonomy that nobody has used yet.",
                )
            taxonomy.blind = True
            change(transaction, taxonomy)
        return Stored(namespace, taxonomy.rev, bytes(taxonomy.document))


def unblind(namespace: str, by: str | None, *, wide: bool = False) -> Stored:
    """Open a taxonomy that was judged blind: its tags come into the feed and the documents, some at a time.

    Where it was broken off, it goes on; the taxonomy is blind until all of its tags are open.
    """
    while True:
        with writing(by, wide=wide) as transaction:
            taxonomy = there(namespace)
            found = Tag.select().where(_of(namespace), Tag.blind)
            transaction.refuse_if_wide(found.count())
            some = list(found.order_by(Tag.scale, Tag.id).limit(OPENED_AT_ONCE))
            _open(transaction, some)
            if len(some) < OPENED_AT_ONCE:
                if taxonomy.blind:
                    taxonomy.blind = False
                    change(transaction, taxonomy)
                return Stored(namespace, taxonomy.rev, bytes(taxonomy.document))


def _of(namespace: str) -> object:
    """Find the tags of a taxonomy: those on its own scale, and those on its predicates'."""
    # The sign after the colon is the first beyond all scales that begin with it.
    return (Tag.scale == namespace) | ((Tag.scale >= f"{namespace}:") & (Tag.scale < f"{namespace};"))


def _open(transaction: Writing, tags: Iterable[Tag]) -> None:
    """Give each tag a number and an entry of its own, as if it were given now, and count it in its claim."""
    reached: dict[str, int] = {}
    for tag in tags:
        tag.blind, tag.updated_at = False, transaction.at
        tag.rev = number_new(transaction, tag)
        if tag.withdrawn_at is not None:
            tag.rev = number(transaction, tag, Change.DELETED)
        render_tag(tag)
        tag.put()
        reached[tag.claim_id] = tag.rev
    for claim in Claim.select().where(Claim.id.in_(list(reached)), Claim.deleted_at.is_null()):
        renew_tag_counts(transaction, reached[claim.id], claim)
