"""Who reads a page: nobody in particular, or the reviewer whose token comes along."""

from flask import Request

from service.api import access


def identify(asked: Request) -> None:
    """Find out who is asking, for `g.caller`; where reading needs a token, refuse who has none."""
    access.identify(asked)
