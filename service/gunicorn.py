"""How gunicorn runs Hearsay; also usable alone: `gunicorn -c python:service.gunicorn 'service.app:create_app()'`."""

from typing import Any

from service import metrics, settings
from service.arrivals import LONGEST_LINE
from service.waiting import allow_connections, possible_connections
from service.worker import Log, Worker

_chosen = settings.read()

bind = _chosen.bind
workers = _chosen.workers
threads = _chosen.threads
worker_class = Worker
logger_class = Log

# A query may have 7,000 bytes, and the cursor of its next page comes behind it; the default is 4,094 for all.
limit_request_line = LONGEST_LINE
worker_connections = possible_connections(threads)
# It would wait in the kernel for a client that does not read.
sendfile = False
# Requests in flight end before a worker does.
graceful_timeout = 30
keepalive = 5
# It is on by default, writes to the home directory, and fails where that is read-only.
control_socket_disable = True
# gunicorn's news of itself is left out: a line for each request is enough.
loglevel = "error" if _chosen.log_level == "error" else "warning"


def on_starting(_server: Any) -> None:
    """Let all workers count together, and hold as many connections as they may."""
    allow_connections(threads)
    metrics.share()


def post_fork(server: Any, worker: Worker) -> None:
    """Let a new worker find what it is told before it listens."""
    worker.told = server.SIG_QUEUE


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    metrics.unshare()
