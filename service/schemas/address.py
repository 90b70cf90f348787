"""Addresses: what RFC 3986 calls the same is one, and is kept in one spelling."""

import re
from typing import Any, Final

from yarl import URL

from service.schemas.fields import Text
from service.schemas.strict import Strict, wrong

MAX_URL_CHARS: Final = 2_000
HOST: Final = re.compile(
    r"([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.?|[0-9a-f:.]*:[0-9a-f:.]*"
)
ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})?")
KEPT_ESCAPE: Final = re.compile(r"%25([0-9A-F]{2})")
UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")


class Address(Strict):
    """An http, https or urn address, kept as RFC 3986 normalises it and without its fragment."""

    def __init__(self, *, keep_fragment: bool = False, **kwargs: Any) -> None:
        """Take whether the fragment is part of what the address names, as it is of linked data."""
        super().__init__(**kwargs)
        self.keep_fragment = keep_fragment

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        text = Text(MAX_URL_CHARS).deserialize(value)
        try:
            url = URL(ESCAPE.sub(_kept_from_decoding, text.strip()))
            if not self.keep_fragment:
                url = url.with_fragment(None)
            if url.user is not None or url.password is not None:
                raise wrong("address", "An address here has no user and no password.")
            if url.raw_path == "/":
                url = url.with_path("/", keep_query=True, keep_fragment=True)
        except ValueError:
            raise wrong("address", "This is not an address.") from None
        of_the_web = url.scheme in {"http", "https"} and url.raw_host and HOST.fullmatch(url.raw_host)
        if not of_the_web and not (url.scheme == "urn" and ":" in url.raw_path.strip(":")):
            raise wrong("address", "An http, https or urn address is needed.")
        return str(Text(MAX_URL_CHARS).deserialize(KEPT_ESCAPE.sub(r"%\1", str(url))))


def _kept_from_decoding(escape: re.Match[str]) -> str:
    """Decode what stands for an unreserved character; hide every other escape from yarl, which decodes more.

    Source: RFC 3986, section 6.2.2.
    """
    if escape[1] is None:
        return "%2525"
    character = chr(int(escape[1], 16))
    return character if UNRESERVED.fullmatch(character) else f"%25{escape[1].upper()}"
