"""JSON Merge Patch."""

from typing import Any


def merge(target: Any, patch: Any) -> Any:
    """Apply a merge patch to a JSON value and return the result; null removes a member.

    Source: RFC 7396, section 2.
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged
