"""What is counted, for Prometheus: each process counts in files of its own, and whoever is asked adds them up."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, Histogram, values
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

DURATION_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
DATABASE_BOUNDS_S: Final = (0.0005, 0.001, 0.005, 0.025, 0.1, 1.0)
CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"
UNMATCHED: Final = "unmatched"

# Where the library looks for the folder of those who count together.
FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The numbers of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.durations = Histogram(
            "hearsay_request_duration_seconds",
            "How long answering took.",
            ["method", "route", "status"],
            buckets=DURATION_BOUNDS_S,
            registry=self.registry,
        )
        self.database = Histogram(
            "hearsay_request_database_seconds",
            "How long of that the store took.",
            ["method", "route"],
            buckets=DATABASE_BOUNDS_S,
            registry=self.registry,
        )
        build = Gauge(
            "hearsay_build_info", "Which release this is.", ["version"], registry=self.registry, multiprocess_mode="max"
        )
        build.labels(version("hearsay")).set(1)
        # To look up what has these labels costs the library more than to count.
        self._counting = cache(self._find)

    def count(self, method: str, route: str | None, status: int, duration_s: float, database_s: float) -> None:
        """Count one request; an address that is none of ours has no name here, nor has a method that nobody knows."""
        durations, database = self._counting(method if method in METHODS else OTHER, route or UNMATCHED, status)
        durations.observe(duration_s)
        database.observe(database_s)

    def expose(self) -> bytes:
        """Write what all processes counted, in the text format of Prometheus."""
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        registry.register(_Everybody())
        return generate_latest(registry)

    def _find(self, method: str, route: str, status: int) -> tuple[Histogram, Histogram]:
        return self.durations.labels(method, route, str(status)), self.database.labels(method, route)


class _Everybody(Collector):
    """Adds up what each process counted."""

    def collect(self) -> Iterable[Metric]:
        """Leave out a process that only begins: it makes its file, fills it then, and empty nobody can read it."""
        begun = [str(file) for file in Path(os.environ[FOLDER]).glob("*.db") if file.stat().st_size]
        yield from MultiProcessCollector.merge(begun)


def share() -> None:
    """Let apps that are made from now on, and in processes that are forked from now on, count together."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="hearsay-metrics-")
    # Only where the folder is known when the library is imported would it do so itself.
    values.ValueClass = values.MultiProcessValue()


def unshare() -> None:
    """Forget what was counted together."""
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)
