"""Writing behind: what a thread has made is written on its connection by another one, while it makes more.

Whoever uses the connection waits until all of that is written: what is read holds what was made before it.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from service.store.timing import timed


class _OfThread(threading.local):
    running: "Future[None] | None" = None


_thread = _OfThread()


def start(write: Callable[[], None]) -> None:
    """Let another thread write, when what was begun before is written."""
    wait()
    # Known before anything is written, so that whoever is interrupted here waits for it, too.
    running = _thread.running = Future()
    try:
        threading.Thread(target=_write, args=(write, running), name="write-behind").start()
    except BaseException:
        running.cancel()
        raise


def wait() -> None:
    """Wait until what this thread began is written; raise, once, what went wrong with it."""
    if _thread.running is not None:
        _wait(_thread.running)


def give_up() -> None:
    """Wait until nothing is being written any more, whatever became of it: all of it is about to be taken back."""
    running = _thread.running
    if running is not None and not running.cancelled():
        running.exception()
    _thread.running = None


def _write(write: Callable[[], None], running: "Future[None]") -> None:
    if not running.set_running_or_notify_cancel():
        return
    try:
        write()
    except BaseException as failure:
        running.set_exception(failure)
    else:
        running.set_result(None)


@timed
def _wait(running: "Future[None]") -> None:
    try:
        running.result()
    finally:
        # Whoever is interrupted while waiting has it still before them.
        if running.done():
            _thread.running = None


class Awaited:
    """A database of which each connection is given when what is written behind on it is written."""

    def connection(self) -> Any:
        """Give this thread's connection."""
        wait()
        return super().connection()  # type: ignore[misc]

    def cursor(self, named_cursor: Any = None) -> Any:
        """Give a cursor on this thread's connection."""
        wait()
        return super().cursor(named_cursor)  # type: ignore[misc]

    def rollback(self) -> None:
        """Take back the transaction: what is written behind it would be one of its own."""
        give_up()
        super().rollback()  # type: ignore[misc]
