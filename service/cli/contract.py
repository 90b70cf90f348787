"""Write down the contract."""

from importlib.metadata import version

import click
import orjson

from service import settings
from service.api import openapi
from service.app import create_app


@click.command()
def contract() -> None:
    """Write the HTTP interface as OpenAPI 3.1; the store is not asked."""
    click.echo(
        orjson.dumps(openapi.document(create_app(settings.read()), version("hearsay")), option=orjson.OPT_INDENT_2)
    )
