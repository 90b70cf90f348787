"""The headers of answers, as the contract describes them."""

from typing import Any, Final

from service.api.compression import GZIP
from service.api.headers import ANY_ORIGIN, SECURITY, VARY

Json = dict[str, Any]

VALUES: Final = dict((*SECURITY, *ANY_ORIGIN))
COMMON: Final = (*VALUES, VARY[0], "Cache-Control", "X-Request-Id", "RateLimit", "RateLimit-Policy")
"""What every answer has, or may have."""

ONLY_WHERE_PUBLIC: Final = frozenset({"Access-Control-Allow-Origin", "Access-Control-Expose-Headers"})
MEANINGS: Final = {
    "X-Content-Type-Options": "The body is what Content-Type says; a browser does not guess.",
    "Content-Security-Policy": "A browser runs nothing of the body and shows it in no frame.",
    "Referrer-Policy": "A browser tells nobody this address.",
    "Cross-Origin-Resource-Policy": "Whose pages may load it: anybody's, unless reading needs a token.",
    "Access-Control-Allow-Origin": "A page of any origin may read this; not sent where reading needs a token.",
    "Access-Control-Expose-Headers": "Which headers such a page may read.",
}


def _header(description: str, **schema: Any) -> Json:
    return {"description": description, "schema": {"type": "string", **schema}}


def _common(name: str) -> Json:
    values = {"enum": ["cross-origin", "same-origin"]} if name.endswith("Resource-Policy") else {"const": VALUES[name]}
    return {**_header(MEANINGS[name], **values), "required": name not in ONLY_WHERE_PUBLIC}


HEADERS: Final[Json] = {
    **{name: _common(name) for name in VALUES},
    "Vary": {
        **_header("The headers of a request that its answer depends on.", pattern=f"{VARY[1]}$"),
        "required": True,
    },
    "Cache-Control": {
        **_header(
            "`no-cache`: keep it, and ask with If-None-Match before you use it again; `no-store`: keep nothing.",
            enum=["no-cache", "private, no-cache", "no-store"],
        ),
        "required": True,
    },
    "X-Request-Id": {
        **_header("The request's id, as you sent it or a new one; the log and a problem's `instance` have it."),
        "required": True,
    },
    "Content-Encoding": _header("Sent where the body is compressed for a client that accepts gzip.", const=GZIP),
    "ETag": _header(
        'The revision of the row, or of the store that a list or a report is of, as in "812"; behind it stands what '
        'makes other bytes of the same: "812:csv", "812:gzip". Send a row\'s as If-Match to change the row.',
        pattern=r'^"\d+(:\w+)*"$',
    ),
    "Link": _header('The address of the next page, with rel="next"; the last page has none.'),
    "Location": _header("Where the new row is.", format="uri-reference"),
    "RateLimit": _header(
        "How many requests you have left (`r`), and in how many seconds all of them again (`t`); not sent where there "
        "is no limit. Source: draft-ietf-httpapi-ratelimit-headers.",
        pattern=r'^"default";r=\d+;t=\d+$',
    ),
    "RateLimit-Policy": _header(
        "How many requests (`q`) the process that answered takes in how many seconds (`w`) from one token or, without "
        "one, from one address.",
        pattern=r'^"default";q=\d+;w=\d+$',
    ),
    "Retry-After": _header("In how many seconds to try again.", pattern=r"^\d+$"),
    "WWW-Authenticate": _header("A bearer token is needed."),
}


def refer(*names: str) -> Json:
    """Refer to these headers, behind those that every answer has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*COMMON, *names)}
