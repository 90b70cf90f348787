"""Tags as they are recorded: given and withdrawn, in the feed or, while they are judged blind, in nothing at all."""

import orjson

from service.documents import render_tag, tag_as_written
from service.domain.vocabulary import Change, ResourceType
from service.store.desk import Desk
from service.store.models import Tag
from service.store.revisions import Writing


def is_blind(desk: Desk, scale: str) -> bool:
    """Tell whether what is judged on a scale is shown to nobody yet."""
    namespace, _, _ = scale.partition(":")
    taxonomy = desk.taxonomies.one(namespace)
    return taxonomy is not None and taxonomy.blind is True


def number(transaction: Writing, tag: Tag, change: Change, entry: bytes | None = None) -> int:
    """Give out the number of a change to a tag; its entry stands in the feed, unless the tag is blind."""
    if tag.blind:
        return transaction.number()
    return transaction.record(change, ResourceType.TAG, tag.id, entry)


def number_new(transaction: Writing, tag: Tag) -> int:
    """Give out the number of a tag that is given or, having been blind, is opened."""
    return number(transaction, tag, Change.CREATED, orjson.dumps(tag_as_written(tag)))


def end_tag(transaction: Writing, tag: Tag) -> None:
    """Withdraw a tag: it stays, as what its reviewer once thought."""
    tag.rev = number(transaction, tag, Change.DELETED)
    tag.withdrawn_at = tag.updated_at = transaction.at
    render_tag(tag)
    transaction.desk.end_tag(tag)
