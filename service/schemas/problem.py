"""The JSON of a problem (RFC 9457), for the contract: what a failure may say beside what went wrong."""

from typing import ClassVar

from service.domain.identifiers import PREFIXES
from service.domain.vocabulary import ResourceType, Scope
from service.schemas.fields import Anything, Flag, Id, Instant, ListOf, OneOf, Part, Said, Whole
from service.schemas.shape import Shape
from service.store.rows import MAX_USERS_NAMED

MANY = 10_000


class FaultShape(Shape):
    """One thing that is wrong: where, unless it is the whole, and what."""

    sometimes: ClassVar[frozenset[str]] = frozenset({"pointer", "parameter", "header", "line"})

    pointer = Said(meaning="The place in the body, as a JSON pointer.")
    parameter = Said(meaning="The query parameter.")
    header = Said(meaning="The request's header.")
    line = Whole(1, meaning="The line of a body of rows; the first is 1.")
    code = Said(meaning="What is wrong, in a word for programs.")
    detail = Said(meaning="What is wrong, in a sentence for people.")


class ReferringRowShape(Shape):
    """A row that refers to another."""

    type = OneOf(ResourceType, meaning="What kind of row it is.")
    id = Said(meaning="Its id.")


class ProblemShape(Shape):
    """A failure (RFC 9457); it never repeats a value of the request."""

    sometimes: ClassVar[frozenset[str]] = frozenset({
        "errors", "hint", "current", "rev", "deleted_at", "merged_into", "used_by", "truncated", "id", "ids",
        "location", "count", "scope", "line", "lacks",
    })  # fmt: skip

    type = Said(meaning="Its kind; /problems lists them.")
    title = Said(meaning="Its kind in a few words, always the same.")
    status = Whole(400, 599, meaning="The status of this answer.")
    detail = Said(meaning="What was wrong this time.")
    instance = Said(meaning="This answer's X-Request-Id, by which the log has it.")
    errors = ListOf(Part(FaultShape), MANY, meaning="Each thing that is wrong, with its place.")
    hint = Said(meaning="What would be right.")
    current = Anything(meaning="Where the row changed since it was read: what it is now.")
    rev = Whole(meaning="The revision of the row as it is now, or was when it was withdrawn.")
    deleted_at = Instant(meaning="When the row was withdrawn.")
    merged_into = Id(PREFIXES["source"], meaning="The source that stands for the merged one.")
    used_by = ListOf(Part(ReferringRowShape), MAX_USERS_NAMED, meaning="Rows that refer to the one to be withdrawn.")
    truncated = Flag(meaning="Whether there are more than are named.")
    id = Said(meaning="The stored row that is in the way.")
    ids = ListOf(Said(), MANY, meaning="The stored rows that match, or are in the way.")
    location = Said(allow_none=True, meaning="Where that is which was done; its answer was erased.")
    count = Whole(meaning="How many documents it would renew.")
    scope = OneOf(Scope, meaning="The scope that is needed.")
    line = Whole(1, meaning="The line of a body of rows at which it ended.")
    lacks = ListOf(Said(), MANY, meaning="The migrations that the store lacks.")
