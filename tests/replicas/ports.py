"""Ports of this machine for programs that a test starts, and where those programs are."""

import os
import shutil
import socket
import time
from contextlib import suppress

from tests.missing import miss
from tests.served import TIMEOUT_S


def program(name: str, package: str) -> str:
    """Find a program, which Debian may keep where only root looks."""
    found = shutil.which(name, path=os.pathsep.join([*os.get_exec_path(), "/usr/sbin"]))
    return found or miss(f"Needs {name}: install it (on Debian: apt install {package}).")


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.01)
    raise AssertionError(f"nobody listens on {port}")
