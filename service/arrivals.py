"""What has come of a request, and whether that is enough for a thread; who waits for the rest is in `waiting`."""

import re
from collections.abc import Iterator
from socket import socket
from time import monotonic
from typing import Any, Final

from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader

from service.api.streaming import LEAST_BYTES_A_SECOND, CutShort, TooSlow

PATIENCE_S: Final = 30.0
GATHERED_BYTES: Final = 1024 * 1024
"""So much of a request is gathered before a thread; it is more than any head may have."""

READ_AT_ONCE: Final = 16_384
LONGEST_LINE: Final = 8_190

LINE_END, HEAD_END = b"\r\n", b"\r\n\r\n"
NO_LINE_END: Final = re.compile(rb"(?<!\r)\n")
BODY: Final = re.compile(
    rb"\r\n(?:content-length[ \t]*:[ \t]*0*([0-9]+)[ \t]*\r|(transfer-encoding)[ \t]*:[^\r\n]*chunked)", re.I
)
EXPECTS: Final = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*\r", re.I)
CHUNK: Final = re.compile(rb"0*([0-9a-f]+)[ \t]*(?:;|$)", re.I)
DIGITS: Final = 15
"""What has more is more than anybody gathers."""

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class Arrival(SocketUnreader):
    """What a connection has sent of its next request.

    It only says when a thread can take the request: what the request is, and whether it is one at all, the parser says.
    """

    def __init__(self, sock: socket) -> None:
        """Take a connection."""
        super().__init__(sock)
        self.begin()

    def begin(self) -> None:
        """Begin with the next request, of which the one before may have read a part."""
        self.came = bytearray(self.take_buffered())
        self.has_continued = self.is_late = self.has_ended = self.is_cut_short = False
        self.patience_s, self.since = PATIENCE_S, monotonic()
        self._lengths = self._lengths_to_look_at()
        self._needed = 1

    def gather(self) -> bool:
        """Read a piece of what is there; tell whether a thread can take what came, be it whole, wrong or ended."""
        try:
            if self._is_enough():
                return True
            data = self.sock.recv(READ_AT_ONCE)
            self.came += data
            self._took(len(data))
            self.has_ended = self.is_cut_short = not data
            return self.has_ended or self._is_enough()
        except BlockingIOError:
            return False
        except OSError:
            self.came.clear()
            self.has_ended = True
            return True

    def hand_over(self) -> None:
        """Put what came before the parser; what it reads beyond has patience of its own."""
        self.unread(bytes(self.came))
        self.came = bytearray()
        self.patience_s = PATIENCE_S

    def is_overdue(self, now: float) -> bool:
        """Tell whether the rest was waited for long enough."""
        return now - self.since > self.patience_s

    def chunk(self, size_hint: int | None = None) -> Any:
        """Read for a thread, which waits no longer than it has patience; raises TooSlow, and CutShort at the end."""
        # Otherwise it is gunicorn that sets how long to wait, for what nobody reads.
        is_ours = self.sock.gettimeout() is None
        if not is_ours:
            return super().chunk(size_hint)
        self.since = monotonic()
        self.sock.settimeout(self.patience_s)
        try:
            data = super().chunk(size_hint)
        except TimeoutError:
            raise self.refuse() from None
        finally:
            self.sock.settimeout(None)
        if not data:
            self.is_cut_short = True
            raise CutShort
        self._took(len(data))
        if self.patience_s <= 0:
            raise self.refuse()
        return data

    def refuse(self) -> TooSlow:
        """Make the refusal, behind which the connection ends."""
        self.is_late = True
        return TooSlow()

    def _is_enough(self) -> bool:
        while len(self.came) >= self._needed:
            needed = next(self._lengths, 0)
            if not needed or len(self.came) >= GATHERED_BYTES:
                return True
            self._needed = min(needed, GATHERED_BYTES)
        return False

    def _took(self, received: int) -> None:
        """Lose patience by the time that passed, and win some by what came: as much as it may take."""
        now = monotonic()
        left_s = self.patience_s - (now - self.since) + received / LEAST_BYTES_A_SECOND
        self.patience_s, self.since = min(PATIENCE_S, left_s), now

    def _lengths_to_look_at(self) -> Iterator[int]:
        """Give the length from which it is worth to look again, until the request is whole, or wrong."""
        came, seen = self.came, 0
        while (end := came.find(HEAD_END, max(0, seen - 3))) < 0:
            if _is_wrong(came, seen):
                return
            seen = len(came)
            yield seen + 1
        head = bytes(came[: end + len(HEAD_END)])
        body = BODY.search(head)
        if body is None:
            return
        length, _ = body.groups()
        rest = _chunks(came, len(head)) if length is None else iter([len(head) + _number(length, 10)])
        for needed in rest:
            if needed > len(came):
                self._continue(head)
                yield needed

    def _continue(self, head: bytes) -> None:
        """Ask for the body where the client waits to be asked."""
        if not self.has_continued and head.partition(LINE_END)[0].endswith(b"HTTP/1.1") and EXPECTS.search(head):
            self.sock.send(CONTINUE)
            self.has_continued = True


def _is_wrong(came: bytearray, seen: int) -> bool:
    """Tell whether what came can be no head: a line ends in another way, or the first does not end."""
    is_long = len(came) > LONGEST_LINE + 2
    return NO_LINE_END.search(came, seen) is not None or (is_long and came.find(LINE_END, 0, LONGEST_LINE + 2) < 0)


def _number(digits: bytes, base: int) -> int:
    return int(digits, base) if len(digits) <= DIGITS else GATHERED_BYTES


def _chunks(came: bytearray, at: int) -> Iterator[int]:
    """Give the length that is needed for each chunk, until the last one, or one that is wrong."""
    size = 1
    while size:
        while (end := came.find(LINE_END, at)) < 0:
            if len(came) - at > LONGEST_LINE:
                return
            yield len(came) + 1
        chunk = CHUNK.match(came[at:end])
        if chunk is None:
            return
        size = _number(chunk[1], 16)
        at = end + len(LINE_END) + size + len(LINE_END)
        yield at
    seen = end
    while came.find(HEAD_END, max(end, seen - 3)) < 0:
        seen = len(came)
        yield seen + 1


class _Request(Request):
    """A request whose client was perhaps asked for the body already, or was too slow with it."""

    def set_body_reader(self) -> None:
        """Choose how the body is read."""
        super().set_body_reader()
        self._expected_100_continue &= not self.unreader.has_continued

    def should_close(self) -> bool:
        """Tell whether the connection ends behind the answer."""
        return bool(self.unreader.is_late or self.unreader.is_cut_short or super().should_close())


class Parser(RequestParser):
    """gunicorn's parser of what has arrived."""

    mesg_class = _Request

    def __init__(self, cfg: Any, sock: socket, client: Any) -> None:
        """Take the configuration, a connection and its address."""
        super().__init__(cfg, sock, client)
        self.unreader = Arrival(sock)
