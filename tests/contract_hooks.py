"""What schemathesis is told that no contract can say: how rows are written into a body, which revisions there are."""

import re
from typing import Any, Final

import schemathesis

AT_LEAST: Final = "Hearsay-At-Least"
REVISION: Final = re.compile("[0-9]{1,19}")
LEAST_REVISIONS: Final = 100
"""As many as the fixtures have, and more."""


@schemathesis.serializer("application/x-ndjson")
def write_lines(_: Any, value: Any) -> bytes:
    """Write a body of lines as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Ask for a revision that the store has, of which there is more to find out; beyond it all is the same 503."""
    asked = (case.headers or {}).get(AT_LEAST)
    if isinstance(asked, str) and REVISION.fullmatch(asked):
        case.headers[AT_LEAST] = str(int(asked) % LEAST_REVISIONS)
