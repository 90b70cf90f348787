"""The headers that every answer has: what a browser may do with it, and how long a cache may keep it."""

from collections.abc import Mapping
from typing import Final

Headers = list[tuple[str, str]]

SECURITY: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
)
# Any page may read what anybody may read. The API looks at no cookie, so a page can do no more than whoever wrote it,
# and writes only with a token that it was given.
ANY_ORIGIN: Final = (
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"),
)
SAME_ORIGIN: Final = (("Cross-Origin-Resource-Policy", "same-origin"),)
VARY: Final = ("Vary", "Accept-Encoding")

ALLOW_HEADERS: Final = (
    "Authorization, Content-Type, Hearsay-At-Least, If-Match, If-None-Match, Idempotency-Key, X-Request-Id"
)
PREFLIGHT_SECONDS: Final = 7_200
"""As long as any browser remembers it."""

CORP: Final = "Cross-Origin-Resource-Policy"
OF_ANY_ORIGIN: Final = frozenset(name for name, _ in ANY_ORIGIN)

# A view that says one of these itself knows better; one that says who may load it lets in nobody else.
ITS_OWN: Final = frozenset({"Content-Security-Policy", "Referrer-Policy", "Cache-Control", "Vary", CORP})
READS: Final = frozenset({"GET", "HEAD"})
KEPT: Final = frozenset({200, 304})


class Common:
    """The headers common to all answers of an app, which lets anybody read or not."""

    def __init__(self, *, public_read: bool) -> None:
        self.public_read = public_read
        always = [*SECURITY, *(ANY_ORIGIN if public_read else SAME_ORIGIN), VARY]
        # A document may change at any time: it may be kept, and is asked for again with its ETag.
        self.read = [*always, ("Cache-Control", "no-cache" if public_read else "private, no-cache")]
        self.other = [*always, ("Cache-Control", "no-store")]

    def of(self, method: str, status: int, own: Mapping[str, str]) -> Headers:
        """Give the headers that an answer with these of its `own` lacks."""
        common = self.read if status in KEPT and method in READS else self.other
        if not ITS_OWN.isdisjoint(own):
            without = own.keys() | OF_ANY_ORIGIN if CORP in own else own.keys()
            common = [header for header in common if header[0] not in without]
        return [*common, *self._preflight(own)] if method == "OPTIONS" else common

    def _preflight(self, own: Mapping[str, str]) -> Headers:
        """Say what a page of another origin may send to this address."""
        if not self.public_read or "Allow" not in own:
            return []
        return [
            ("Access-Control-Allow-Methods", own["Allow"]),
            ("Access-Control-Allow-Headers", ALLOW_HEADERS),
            ("Access-Control-Max-Age", str(PREFLIGHT_SECONDS)),
        ]
