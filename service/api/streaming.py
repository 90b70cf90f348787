"""How many streams a process has at once, and how slowly one may be read, or a request be sent."""

from threading import BoundedSemaphore
from typing import Final

from gunicorn.http.errors import ParseException

from service.domain.errors import TooManyStreams

LEAST_BYTES_A_SECOND: Final = 10_000
PATIENCE_S: Final = 60.0


class CutOff(OSError):
    """A stream ends before it is whole, and its reader must see that: the connection is broken off."""


class TooSlow(ParseException):
    """A request does not come, or much too slowly."""


class CutShort(ParseException):
    """A request ends before it is whole."""


class Streaming:
    """The threads that stream, at most half of all: the others go on answering."""

    def __init__(self, threads: int) -> None:
        """Take how many threads there are; if it is one, it may stream."""
        self._free = BoundedSemaphore(max(1, threads // 2))

    def begin(self) -> None:
        """Take a thread for a stream; refuse where none is left for it."""
        if not self._free.acquire(blocking=False):
            raise TooManyStreams("As many lists are being streamed as may be at once.", hint="Send the same again.")

    def end(self) -> None:
        """Give the thread back."""
        self._free.release()


class Pace:
    """How fast a reader takes what it is sent: of the time that passes, what it takes to send."""

    def __init__(self) -> None:
        self._bytes, self._seconds = 0, 0.0

    def took(self, sent: int, seconds: float) -> None:
        """Add what was sent; cut off whoever took too little of it in a minute."""
        self._bytes += sent
        self._seconds += seconds
        if self._seconds >= PATIENCE_S:
            if self._bytes < LEAST_BYTES_A_SECOND * self._seconds:
                raise CutOff
            self._bytes, self._seconds = 0, 0.0
