"""Serve over HTTP."""

from dataclasses import replace

import click

from service import serving, settings


@click.command()
@click.option("--demo", is_flag=True, help="Serve the fixtures from a store that is thrown away afterwards.")
@click.option("--bind", "address", metavar="HOST:PORT", help="Where to listen (HEARSAY_BIND; 127.0.0.1:8000).")
def serve(*, demo: bool, address: str | None) -> None:
    """Serve over HTTP; an embedded store is brought up to date first."""
    chosen = settings.read()
    if address:
        chosen = replace(chosen, bind=address)
    (serving.serve_demo if demo else serving.serve)(chosen)
