"""The JSON of a tag: one reviewer's judgement of one claim."""

from typing import Any, ClassVar, Final

from marshmallow import fields

from service.domain import terms
from service.domain.identifiers import HANDLE, PREFIXES
from service.schemas.fields import Flag, Id, Instant, Pattern, Text, Whole, changed_at, revision, stored_at
from service.schemas.shape import Shape
from service.schemas.strict import wrong

MAX_NOTE_CHARS: Final = 5_000

FORM: Final = 'A term is namespace:predicate or namespace:predicate="value"; words of your own are free:word="...".'


class Machine(Text):
    """A term in the form of a machine tag; kept byte for byte."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what every field takes."""
        super().__init__(terms.MAX_TERM_CHARS, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if terms.parse(text) is None:
            raise wrong("machine-tag", FORM)
        return text


class Scale(Text):
    """What terms are values of: `namespace:predicate`, or the namespace where its predicates have no values."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what every field takes."""
        super().__init__(terms.MAX_TERM_CHARS, **kwargs)


def handle_field(**options: Any) -> fields.Field[Any]:
    """Make a field for a reviewer's handle."""
    return Pattern(HANDLE, "A handle is 1 to 40 of a-z, 0-9, _ and -, and begins with a letter or digit.", **options)


class TagShape(Shape):
    """A tag: one reviewer's judgement of one claim. Its note is put in for those who may read it."""

    read_only: ClassVar[frozenset[str]] = frozenset({"rev", "stale", "created_at", "updated_at", "withdrawn_at"})

    id = Id(PREFIXES["tag"], meaning="Its id.")
    rev = revision()
    claim = Id(PREFIXES["claim"], meaning="The claim that it judges, which the address names.")
    term = Machine(required=True, meaning="The judgement, as a machine tag.")
    note = Text(MAX_NOTE_CHARS, allow_none=True, meaning="Why; only for those who have a token.")
    reviewer = handle_field(meaning="Whose it is: the one whose token it is.")
    claim_rev = Whole(1, allow_none=True, meaning="The revision of the claim that was judged.")
    stale = Flag(meaning="Whether the claim was worded anew since it was judged.")
    created_at = stored_at()
    updated_at = changed_at()
    withdrawn_at = Instant(allow_none=True, meaning="When it ceased to hold; null while it holds.")
