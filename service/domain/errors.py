"""Every way in which Hearsay refuses, in its own words and without HTTP.

`service.api.problems` says which status each has. No message repeats a value that a client sent.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Fault(str):
    """One thing that is wrong at one place: a sentence for people with a `code` for programs."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, detail: str) -> "Fault":
        """Make a sentence that carries its code."""
        fault = super().__new__(cls, detail)
        fault.code = code
        return fault

    def format(self, *args: object, **kwargs: object) -> "Fault":
        """Fill in the sentence and keep the code; marshmallow formats its messages so."""
        return Fault(self.code, super().format(*args, **kwargs))


Place = Mapping[str, str | int]
"""Where a fault is: one of `pointer` (RFC 6901, in the body), `parameter`, `header`, `line`."""


class Refused(Exception):
    """What a client asked for was not done."""

    slug: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"

    def __init__(
        self,
        detail: str,
        *,
        faults: Sequence[tuple[Place, Fault]] = (),
        hint: str | None = None,
        **members: Any,
    ) -> None:
        """Say what was wrong, where (`faults`), what would be right (`hint`), and what else helps (`members`)."""
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.hint = hint
        self.members = members


class Unreadable(Refused):
    """The request could not be read."""

    slug = "unreadable"
    title = "The request cannot be read"


class BadCursor(Refused):
    """The cursor is damaged, or belongs to another query."""

    slug = "bad-cursor"
    title = "The cursor does not belong to this query"


class Unauthenticated(Refused):
    """No token came along, or one that is unknown, expired or revoked."""

    slug = "unauthenticated"
    title = "A valid token is needed"


class Forbidden(Refused):
    """The token's scope is too small."""

    slug = "forbidden"
    title = "The token may not do this"


class FromElsewhere(Refused):
    """It came with a session's cookie, but not from a page that this session showed."""

    slug = "from-elsewhere"
    title = "Not sent from this page"


class NotFound(Refused):
    """There is nothing of that name."""

    slug = "not-found"
    title = "Not found"


class Gone(Refused):
    """It was there and was withdrawn."""

    slug = "gone"
    title = "Withdrawn"


class Conflict(Refused):
    """It would be there twice."""

    slug = "conflict"
    title = "Already there"


class Differs(Refused):
    """Inline data matches something that is stored and says something else about it."""

    slug = "differs"
    title = "Differs from what is stored"


class Ambiguous(Refused):
    """Inline data matches several stored rows."""

    slug = "ambiguous"
    title = "Matches more than one"


class InUse(Refused):
    """Other rows refer to it."""

    slug = "in-use"
    title = "Still in use"


class TooWide(Refused):
    """It would change more documents than one request may."""

    slug = "too-wide"
    title = "Reaches too many documents"


class StaleRevision(Refused):
    """The row changed since the client read it."""

    slug = "stale-revision"
    title = "Changed in the meantime"


class Invalid(Refused):
    """The request was read and breaks a rule; `errors` say which and where."""

    slug = "invalid"
    title = "Breaks a rule"


class QueryTooSlow(Refused):
    """The query was stopped, because it took longer than the operator lets one take; nothing of it is answered."""

    slug = "query-too-slow"
    title = "The query takes too long"


class PreconditionRequired(Refused):
    """A change needs the revision that it starts from."""

    slug = "precondition-required"
    title = "If-Match is needed"


class StoreUnavailable(Refused):
    """The store is away, busy or full; the same request may succeed later."""

    slug = "store-unavailable"
    title = "The store does not answer"


class Behind(Refused):
    """What answers has not come to the revision that was asked for; the same request may succeed later."""

    slug = "behind"
    title = "Not as new as asked"


class TooManyRequests(Refused):
    """This token, or this address without one, asked too often; the same request succeeds after Retry-After."""

    slug = "too-many-requests"
    title = "Too many requests"


class TooManyStreams(Refused):
    """As many lists are being streamed as may be at once; the same request may succeed later."""

    slug = "too-many-streams"
    title = "Too many streams"


class NotMigrated(Refused):
    """The store's schema is not the one that this release needs."""

    slug = "not-migrated"
    title = "The store needs a migration"


def invalid(pointer: str, code: str, detail: str, hint: str | None = None) -> Invalid:
    """Refuse one place of a body, named by its JSON pointer."""
    return Invalid(detail, faults=[({"pointer": pointer}, Fault(code, detail))], hint=hint)


def refuse_differences(pointer: str, differs: Mapping[str, bool], what: str, row_id: str) -> None:
    """Refuse inline data whose marked keys say something else than what is stored of `what`."""
    faults = [
        ({"pointer": f"{pointer}/{key}"}, Fault("differs", "This is not what is stored."))
        for key, is_other in differs.items()
        if is_other
    ]
    if faults:
        hint = f"Inline data never changes the {what}: leave it out, or PATCH the {what}."
        raise Differs(f"The inline {what} differs from the stored one.", faults=faults, hint=hint, id=row_id)
