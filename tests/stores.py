"""Several stores in one test: working on one of them, running a command on it, and emptying it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from unittest.mock import patch

from service import cli, reviewers, shipped
from service.app import create_app
from service.domain.vocabulary import Scope
from service.settings import Settings
from service.store.database import bind, database
from service.store.models import TABLES, Counter
from tests import vocabularies
from tests.api import Api


@dataclass(frozen=True)
class Done:
    """What a command came to: its exit code, what it wrote to standard output, and what it said beside."""

    code: int
    out: bytes
    said: str


class _Stream(BytesIO):
    """Bytes in the place of a standard stream."""

    name = "-"


class _Terminal(_Stream):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@contextmanager
def at(url: str) -> Iterator[None]:
    """Work on this store, then on the one that was worked on before."""
    before = database.obj
    bind(url)
    try:
        with database.connection_context():
            yield
    finally:
        database.close_idle()
        database.initialize(before)


@contextmanager
def serving(
    url: str, handle: str = "mina", *, public_read: bool = True, rate_limit: int = 0, replicas: str | None = None
) -> Iterator[Api]:
    """Serve this store, then the one that was served before, and hold an editor's token."""
    before = database.obj
    settings = Settings(
        database_url=url, public_read=public_read, log_level="error", workers=1, rate_limit=rate_limit,
        read_database_url=replicas,
    )  # fmt: skip
    app = create_app(settings)
    app.testing = True
    with database.connection_context():
        reviewers.add(handle, exist_ok=True)
        token = reviewers.create_token(handle, [Scope.EDIT])
    try:
        yield Api(app, token)
    finally:
        if app.replicas is not None:
            app.replicas.database.close_idle()
        database.close_idle()
        database.initialize(before)


def hearsay(url: str, *arguments: str, stdin: bytes = b"", watched: bool = False) -> Done:
    """Run a command on a store within this process, which is faster than to start one; in a pipe, unless `watched`."""
    before = database.obj
    streams = (_Stream(stdin), _Stream(), _Terminal() if watched else _Stream())
    given, out, said = (TextIOWrapper(stream, "utf-8") for stream in streams)
    code = 0
    try:
        with (
            patch.dict(os.environ, HEARSAY_DATABASE_URL=url),
            patch.multiple(sys, argv=["hearsay", *arguments], stdin=given, stdout=out, stderr=said),
        ):
            cli.main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        if database.obj is not before:
            database.close_idle()
            database.initialize(before)
    return Done(code, _written(out), _written(said).decode())


def _written(stream: TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.detach()
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue()


def export(url: str, *query: str) -> bytes:
    """Write a store's rows, or those of a query."""
    done = hearsay(url, "export", *query)
    assert (done.code, done.said) == (0, "")
    return done.out


def move(content: bytes, url: str) -> Done:
    """Let an empty store take a whole store's file."""
    done = hearsay(url, "import", "--as-is", "-", stdin=content)
    assert done.code == 0, done.said
    return done


def migrate(url: str) -> None:
    """Make the tables of a store, and what it begins with."""
    with at(url):
        shipped.migrate()
        vocabularies.begin()


def clear(url: str) -> None:
    """Empty a store, as if nothing had ever been written."""
    with at(url), database.atomic():
        for table in reversed(TABLES[1:]):
            table.delete().execute()
        Counter.update(rev=0).execute()
        shipped.begin()
        vocabularies.begin()
