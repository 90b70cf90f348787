"""The log: one JSON object a line on standard error, and no value that a client sent, save the request's id."""

import logging
import os
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import orjson

STANDARD_ERROR: Final = 2
# POSIX, PIPE_BUF: what is written at once up to this length is not mixed with what other processes write.
WHOLE_BYTES: Final = 4_096

_waiting: Final[deque[bytes]] = deque()


def write(level: str, message: str, about: dict[str, Any]) -> None:
    """Write one line, behind those that wait."""
    note(level, message, about)
    flush()


def note(level: str, message: str, about: dict[str, Any]) -> None:
    """Keep one line until `flush`.

    Python's own logging costs four times as much, which a line for each request cannot have; and while a thread writes,
    another takes its turn from it, which costs ten times as much.
    """
    entry = {"time": datetime.now(UTC), "level": level, "message": message, **about}
    _waiting.append(orjson.dumps(entry, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))


def flush() -> None:
    """Write all lines that wait, some at once."""
    lines = b""
    while _waiting:
        with suppress(IndexError):  # where another thread took it
            line = _waiting.popleft()
            if len(lines) + len(line) > WHOLE_BYTES:
                _write(lines)
                lines = b""
            lines += line
    if lines:
        _write(lines)


def configure() -> None:
    """Give whatever else logs, libraries included, the same form."""
    if not any(isinstance(handler, Lines) for handler in logging.root.handlers):
        logging.root.addHandler(Lines())


class Lines(logging.Handler):
    """A handler that writes records of Python's logging as lines of JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        _write(self.format(record).encode() + b"\n")


class JsonFormatter(logging.Formatter):
    """Makes JSON of a record; `extra={"about": {...}}` gives further keys."""

    def format(self, record: logging.LogRecord) -> str:
        """Make one line of a record."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "about", {}),
        }
        if record.exc_info and record.exc_info[1]:
            # The server's main thread handles no request: what fails there, a setting say, may speak.
            speaks = record.name.startswith("gunicorn") and record.threadName == "MainThread"
            entry["traceback"] = trace(record.exc_info[1], speaks=speaks)
        return orjson.dumps(entry, option=orjson.OPT_UTC_Z, default=str).decode()


def trace(failure: BaseException, *, speaks: bool = False) -> str:
    """Tell where a failure comes from; what it says itself, which may be a value of a body, only if it `speaks`."""
    return "\nThen:\n".join(
        "".join(traceback.format_tb(each.__traceback__)) + _name(each) + (f": {each}" if speaks else "")
        for each in reversed(list(_backwards(failure)))
    )


def _backwards(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)


def _name(failure: BaseException) -> str:
    code = getattr(failure, "sqlite_errorname", None) or getattr(failure, "sqlstate", None)
    return type(failure).__qualname__ + (f" ({code})" if code else "")


def _write(line: bytes) -> None:
    # One call a line, so that the lines of several processes do not mix; whoever does not listen stops nothing.
    with suppress(OSError):
        os.write(STANDARD_ERROR, line)
