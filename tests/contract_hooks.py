"""What schemathesis is told that no contract can say: how rows are written into a body."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def write_lines(_: Any, value: Any) -> bytes:
    """Write a body of lines as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
