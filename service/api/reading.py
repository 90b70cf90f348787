"""The contract over HTTP, for tools and for people who try it; the page works offline."""

from importlib.metadata import version
from importlib.resources import files
from typing import Final

import orjson
from flask import Blueprint, Response, current_app, send_from_directory

from service.api import openapi
from service.api.answers import JSON
from service.domain.errors import NotFound

ASSETS: Final = str(files("flask_swagger_ui") / "dist")
OF_SWAGGER_UI: Final = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
ASSET_SECONDS: Final = 86_400
# Swagger UI styles its elements one by one, and its icons are data.
POLICY: Final = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hearsay: the HTTP interface</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="contract"><noscript>This page needs JavaScript; the contract is at /v1/openapi.json.</noscript></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START: Final = """SwaggerUIBundle({
  url: "/v1/openapi.json", dom_id: "#contract", deepLinking: true, docExpansion: "none", validatorUrl: null,
});
"""

contract = Blueprint("contract", __name__)
docs = Blueprint("docs", __name__)


@contract.get("/openapi.json")
def show_contract() -> Response:
    """Show this interface as OpenAPI 3.1."""
    if "CONTRACT" not in current_app.config:
        current_app.config["CONTRACT"] = orjson.dumps(openapi.document(current_app, version("hearsay"))) + b"\n"
    return Response(current_app.config["CONTRACT"], content_type=JSON)


@docs.get("/docs")
def show_docs() -> Response:
    """Show the contract to people, who can send each request from there."""
    return Response(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


@docs.get("/docs/<asset>")
def show_asset(asset: str) -> Response:
    """Show what that page is made of: a file of Swagger UI, or the script that starts it."""
    if asset == "start.js":
        return Response(START, content_type="text/javascript; charset=utf-8")
    if asset not in OF_SWAGGER_UI:
        raise NotFound("The page has no such part.")
    return send_from_directory(ASSETS, asset, max_age=ASSET_SECONDS)
