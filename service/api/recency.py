"""How new an answer must be: `Hearsay-At-Least` names a revision, and nothing older is answered."""

import re
from typing import Final

from flask import Request

from service.api.headers import READS
from service.domain.errors import Fault, Unreadable
from service.store.revisions import require

AT_LEAST: Final = "Hearsay-At-Least"
REVISION: Final = re.compile("[0-9]{1,19}")


def refuse_what_is_older(asked: Request) -> None:
    """Refuse to answer a read from a store that has not come to the revision which the client names."""
    header = asked.environ.get("HTTP_HEARSAY_AT_LEAST")
    if header is None or asked.method not in READS:
        return
    if REVISION.fullmatch(header) is None:
        fault = Fault("revision", "Send the `rev` of an answer, a number.")
        raise Unreadable(f"{AT_LEAST} cannot be read.", faults=[({"header": AT_LEAST}, fault)])
    require(int(header))
