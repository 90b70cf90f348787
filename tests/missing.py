"""What a test needs and this machine does not have."""

import os
from typing import Never

import pytest


def miss(what: str) -> Never:
    """Say that something is not there and how to have it: a newcomer may do without, a change may not land so."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
