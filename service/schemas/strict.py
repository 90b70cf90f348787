"""What strict fields share: what they mean, and our words for what is wrong; `service.schemas.fields` has them."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields

from service.domain.errors import Fault

REQUIRED: Final = Fault("required", "This is needed.")
NULL: Final = Fault("null", "This cannot be null.")
UNKNOWN: Final = Fault("unknown-field", "There is no such field here.")
NOT_AN_OBJECT: Final = Fault("type", "A JSON object is needed.")
NOT_A_LIST: Final = Fault("type", "A JSON list is needed.")

Messages = dict[str, str | list[Any] | dict[Any, Any]]
FIELD_MESSAGES: Final[Messages] = {"required": REQUIRED, "null": NULL}
LIST_MESSAGES: Final[Messages] = {**FIELD_MESSAGES, "invalid": NOT_A_LIST}
PART_MESSAGES: Final[Messages] = {**FIELD_MESSAGES, "type": NOT_AN_OBJECT}


def wrong(code: str, detail: str) -> ValidationError:
    """Make the error of one field."""
    return ValidationError([Fault(code, detail)])


def faults_of(error: ValidationError) -> list[Fault]:
    """Give what is wrong with one value that was read on its own."""
    return [fault for fault in error.messages if isinstance(fault, Fault)]


def described(meaning: str) -> dict[str, str]:
    """Give the metadata of a field that means something."""
    return {"description": meaning} if meaning else {}


class Strict(fields.Field[Any]):
    """What all fields share: what they mean, and our words for what is missing."""

    default_error_messages = FIELD_MESSAGES
    as_it_is: ClassVar[bool] = True
    """Whether a value is written as it is."""

    def __init__(self, *, meaning: str = "", **kwargs: Any) -> None:
        """Take what a value here means, in a sentence for those who read the contract."""
        super().__init__(metadata=described(meaning), **kwargs)

    @property
    def reading(self) -> Callable[[Any], Any]:
        """What reads a value that is there and not null."""
        return self._deserialize

    @property
    def writing(self) -> Callable[[Any], Any] | None:
        """What a value that is not null is written with; None where it stays as it is."""
        return None if self.as_it_is else self._serialize

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value
