"""How deep JSON may nest before it is refused."""

from typing import Any, Final

MAX_DEPTH: Final = 32
"""The deepest body that means something has 7 levels."""


def is_too_deep(value: Any) -> bool:
    """Tell whether a JSON value nests deeper than anything that means something."""
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _members(outer)]
        if not level:
            return False
    return True


def _members(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
