"""The contract over HTTP, for tools and for people who try it."""

from importlib.metadata import version

import orjson
from flask import Blueprint, Response, current_app

from service.api import openapi
from service.api.answers import JSON

contract = Blueprint("contract", __name__)


@contract.get("/openapi.json")
def show_contract() -> Response:
    """Show this interface as OpenAPI 3.1."""
    if "CONTRACT" not in current_app.config:
        current_app.config["CONTRACT"] = orjson.dumps(openapi.document(current_app, version("hearsay"))) + b"\n"
    return Response(current_app.config["CONTRACT"], content_type=JSON)
