"""What the environment says: every `HEARSAY_...` variable, read once and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from service.store.database import POSTGRES_SCHEMES

DEFAULT_DATABASE_URL = "sqlite:///hearsay.db"
DEFAULT_BIND = "127.0.0.1:8000"
DEFAULT_WORKERS = 2
DEFAULT_THREADS = 4
DEFAULT_QUERY_BUDGET_MS = 1_000
DEFAULT_RATE_LIMIT = 60_000
DEFAULT_SLOW_QUERY_MS = 500
MAX_PROCESSES = 1_000
MAX_QUERY_BUDGET_MS = 3_600_000
MAX_RATE_LIMIT = 10_000_000
MAX_PROXIES = 10
LOG_LEVELS = ("info", "warning", "error")


class BadSetting(ValueError):
    """A variable of the environment that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """How this process is to run."""

    database_url: str = DEFAULT_DATABASE_URL
    bind: str = DEFAULT_BIND
    workers: int = DEFAULT_WORKERS
    threads: int = DEFAULT_THREADS
    public_read: bool = True
    log_level: str = LOG_LEVELS[0]
    query_budget_ms: int = DEFAULT_QUERY_BUDGET_MS
    rate_limit: int = DEFAULT_RATE_LIMIT
    trusted_proxies: int = 0
    slow_query_ms: int = DEFAULT_SLOW_QUERY_MS
    read_database_url: str | None = None

    @property
    def logged(self) -> frozenset[str]:
        """The levels that are logged: this one and those above it."""
        return frozenset(LOG_LEVELS[LOG_LEVELS.index(self.log_level) :])

    @property
    def rate_limit_share(self) -> int:
        """What each process lets one client ask in a minute; 0 is no limit."""
        return max(1, self.rate_limit // self.workers) if self.rate_limit else 0


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises BadSetting for a value that cannot be used."""
    return Settings(
        database_url=environment.get("HEARSAY_DATABASE_URL") or DEFAULT_DATABASE_URL,
        bind=environment.get("HEARSAY_BIND") or DEFAULT_BIND,
        workers=_count(environment, "HEARSAY_WORKERS", DEFAULT_WORKERS),
        threads=_count(environment, "HEARSAY_THREADS", DEFAULT_THREADS),
        public_read=_switch(environment, "HEARSAY_PUBLIC_READ", default=True),
        log_level=_word(environment, "HEARSAY_LOG", LOG_LEVELS),
        query_budget_ms=_count(environment, "HEARSAY_QUERY_BUDGET_MS", DEFAULT_QUERY_BUDGET_MS, MAX_QUERY_BUDGET_MS),
        rate_limit=_count(environment, "HEARSAY_RATE_LIMIT", DEFAULT_RATE_LIMIT, MAX_RATE_LIMIT, least=0),
        trusted_proxies=_count(environment, "HEARSAY_TRUSTED_PROXIES", 0, MAX_PROXIES, least=0),
        slow_query_ms=_milliseconds_or_off(environment, "HEARSAY_SLOW_QUERY_MS", DEFAULT_SLOW_QUERY_MS),
        read_database_url=_replicas(environment),
    )


def _replicas(environment: Mapping[str, str]) -> str | None:
    url = environment.get("HEARSAY_READ_DATABASE_URL")
    if not url:
        return None
    store = environment.get("HEARSAY_DATABASE_URL") or DEFAULT_DATABASE_URL
    if not store.startswith(POSTGRES_SCHEMES):
        raise BadSetting("HEARSAY_READ_DATABASE_URL is for a store in PostgreSQL: a SQLite file has no replicas")
    if not url.startswith(POSTGRES_SCHEMES):
        raise BadSetting("HEARSAY_READ_DATABASE_URL is postgresql://USER:PASSWORD@HOST/NAME")
    return url


def _count(environment: Mapping[str, str], name: str, default: int, most: int = MAX_PROCESSES, least: int = 1) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise BadSetting(f"{name} is a number from {least} to {most}")
    return int(text)


def _milliseconds_or_off(environment: Mapping[str, str], name: str, default: int) -> int:
    return 0 if environment.get(name) == "0" else _count(environment, name, default, MAX_QUERY_BUDGET_MS)


def _switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environment.get(name, "")
    if text not in {"", "0", "1"}:
        raise BadSetting(f"{name} is 0 or 1")
    return default if not text else text == "1"


def _word(environment: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    text = environment.get(name) or words[0]
    if text not in words:
        raise BadSetting(f"{name} is one of: {', '.join(words)}")
    return text
