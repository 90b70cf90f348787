"""Ids: a prefix that says what it names, then a UUIDv7 or the client's own word."""

import re
from hashlib import sha256
from typing import Final

OWN_PART: Final = re.compile(r"[a-z0-9-]{1,40}")
PREFIXES: Final = {
    "article": "art_",
    "source": "src_",
    "claim": "clm_",
    "evidence": "evd_",
    "tag": "tag_",
    "story": "sty_",
}
HANDLE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ANY_ID: Final = re.compile(r"[a-z]{3}_[a-z0-9-]{1,40}")


def is_id(prefix: str, text: str) -> bool:
    """Tell whether `text` is a well-formed id with this prefix."""
    return text.startswith(prefix) and OWN_PART.fullmatch(text, len(prefix)) is not None


def story_id(lowest_claim_id: str) -> str:
    """Name the story that this claim, the lowest id in it, stands for."""
    return PREFIXES["story"] + lowest_claim_id.removeprefix(PREFIXES["claim"])


def digest(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes, not normalised, in lower-case hex."""
    return sha256(text.encode()).hexdigest()
