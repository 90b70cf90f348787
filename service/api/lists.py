"""Answering with lists: a page as JSON, or all of it as a stream; or 304 where the client has it already."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any, Final, Protocol
from urllib.parse import quote

import orjson
from flask import Response

from service.api import streams
from service.api.answers import JSON, Ready, address_with, keep, not_modified, unless_known
from service.api.around import this_app, this_request
from service.api.budget import kept_to_budget
from service.api.connection import connected
from service.api.etags import NOTED, etag_of, known_etag
from service.api.forms import read_list_form
from service.api.headers import VARY
from service.api.listings import Listing, Queried
from service.api.requests import NDJSON, read_query
from service.api.streams import Streamed
from service.domain.vocabulary import Format
from service.formats.streams import as_csv, as_ndjson, pick
from service.formats.tables import chosen
from service.schemas.forms import Form
from service.schemas.query import Grammar
from service.schemas.sums import CountShape, FacetsShape
from service.store import cursors, slices
from service.store.query import SEPARATOR, Page, Query
from service.store.revisions import current
from service.store.rows import Entries

VARIES: Final = ("Vary", f"Accept, {VARY[1]}")
TYPES: Final = {Format.NDJSON: NDJSON, Format.CSV: "text/csv; charset=utf-8; header=present"}
COUNT: Final = CountShape()
FACETS: Final = FacetsShape()
NOTE: Final = frozenset({"note"})


class After(Protocol):
    """What was asked of a list that has no query: the entries after one, so many at most."""

    @property
    def after(self) -> Any:
        """The entry before the first."""

    @property
    def limit(self) -> int:
        """The most entries of a page."""


@dataclass(frozen=True)
class Asked:
    """A list in the form in which it is asked for.

    It may have notes, but not for everybody, or be the same for everybody; it may change with the store's revision
    alone, or also without it. `marks` tell what one client is shown from what others are.
    """

    listing: Listing
    form: Form
    noted: bool = False
    for_everybody: bool = True
    revised: bool = True
    marks: tuple[str, ...] = ()

    def etag(self, rev: int) -> str | None:
        """Give the ETag of this list at a revision of the store."""
        if not self.revised:
            return None
        marks = [self.form.format.value] if self.form.streams else []
        return etag_of(rev, *([NOTED] if self.noted else []), *self.marks, *marks)

    def known(self) -> Ready | None:
        """Answer 304 before the list is read, where the client has it as it is now."""
        asked = this_request()
        if not self.revised or "HTTP_IF_NONE_MATCH" not in asked.environ:
            return None
        known = known_etag(asked, self.etag(current()) or "", any_one=False)
        return None if known is None else not_modified(known, VARIES[1])


def answer_rows(
    read: Callable[[Query], Page], listing: Queried, *, noted: bool | None = None, marks: tuple[str, ...] = ()
) -> Response:
    """Answer with the rows that a query finds; `noted` says whether they have notes, where not all may read those."""
    asked = _asked(listing, noted=noted, marks=marks)
    return _answer_query(asked, listing.grammar, read, read_query(listing.grammar))


def answer_query(
    read: Callable[[Query], Page],
    listing: Queried,
    query: Query,
    *,
    noted: bool | None = None,
    marks: tuple[str, ...] = (),
) -> Response:
    """Answer with what a query finds that was read already."""
    return _answer_query(_asked(listing, noted=noted, marks=marks), listing.grammar, read, query)


def _asked(listing: Queried, *, noted: bool | None, marks: tuple[str, ...]) -> Asked:
    return Asked(listing, read_list_form(listing.shown), bool(noted), noted is None, marks=marks)


def _answer_query(asked: Asked, grammar: Grammar, read: Callable[[Query], Page], query: Query) -> Response:
    """Answer with all that a query finds, or with a page of it, which has the budget of a query."""
    if asked.form.streams:
        return asked.known() or _stream(asked, slices.of_query(read, query, asked.listing.at_once))
    return _answer(asked, lambda: _page(asked, query, _within_budget(read, grammar, query)))


def _within_budget(read: Callable[[Query], Page], grammar: Grammar, query: Query) -> Page:
    with kept_to_budget(grammar, query):
        return read(query)


def answer_entries(
    read: Callable[[Any, int], Entries[Any]], wanted: After, listing: Listing, *, revised: bool = True
) -> Response:
    """Answer with entries that are found without a query, and that may be `revised` only with the store."""
    asked = Asked(listing, read_list_form(listing.shown), for_everybody=revised, revised=revised)
    if asked.form.streams:
        return asked.known() or _stream(asked, slices.of_entries(read, wanted.after, listing.at_once))
    return _answer(asked, lambda: _entries(asked, read(wanted.after, wanted.limit)))


def _answer(asked: Asked, make: Callable[[], Ready]) -> Response:
    if asked.for_everybody:
        return unless_known(keep(lambda: asked.known() or make()))
    return asked.known() or unless_known(make())


def _page(asked: Asked, query: Query, page: Page) -> Ready:
    cursor = cursors.encode(query, page.end) if page.end else None
    following = None if cursor is None else address_with("cursor", cursor)
    return _listed(asked, page.body, following, page.rev, _beside(page))


def _beside(page: Page) -> dict[str, Any]:
    """Give what was asked to be counted beside a page, and what there is to say of its order."""
    return {
        **({} if page.count is None else {"count": COUNT.dump(page.count)}),
        **({} if page.facets is None else {"facets": FACETS.dump(page.facets)}),
        **page.beside,
    }


def _entries(asked: Asked, part: Entries[Any]) -> Ready:
    following = None if part.end is None else address_with("after", quote(str(part.end), safe=""))
    return _listed(asked, SEPARATOR.join(part.entries), following, part.rev)


def _listed(
    asked: Asked, documents: bytes, following: str | None, rev: int, beside: Mapping[str, Any] = MappingProxyType({})
) -> Ready:
    """Answer with documents, and the address of the next page, if there is one."""
    headers = [("Content-Type", JSON), VARIES]
    if following is not None:
        headers.append(("Link", f'<{following}>; rel="next"'))
    if asked.form.keys is not None:
        documents = pick(documents, asked.form.keys)
    more = b"".join(b",%b:%b" % (orjson.dumps(key), orjson.dumps(value)) for key, value in beside.items())
    body = b'{"items":[%b],"next":%b,"rev":%d%b}\n' % (documents, orjson.dumps(following), rev, more)
    return Ready(body, headers=headers, etag=asked.etag(rev))


def _stream(asked: Asked, pages: Iterator[Page]) -> Response:
    """Answer with all slices; what fails before the first one is read is answered as ever."""
    app, keys = this_app(), asked.form.keys

    def make() -> Streamed:
        first = next(pages)
        every = chain([first], connected(app, pages))
        if asked.form.format is Format.CSV:
            lacks = frozenset() if asked.noted or asked.for_everybody else NOTE
            parts = as_csv(every, chosen(asked.listing.columns, keys, lacks=lacks))
        else:
            parts = as_ndjson(every, keys)
        etag = asked.etag(first.rev)
        headers = [("Content-Type", TYPES[asked.form.format]), VARIES, *([("ETag", etag)] if etag else [])]
        return Streamed(parts, app, headers=headers)

    return streams.begin(app, make)
