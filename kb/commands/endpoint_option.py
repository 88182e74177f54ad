"""``--endpoint`` of every command that reads a release: an engine elsewhere in the place of a folder of releases."""

from __future__ import annotations

import os
from typing import Any

import click
from typer.core import TyperCommand

from kb.endpoint.address import ENDPOINT_SETTING
from kb.errors import UsageError

HELP = "Read from this SPARQL engine instead (KB_ENDPOINT)."


class ReadingCommand(TyperCommand):
    """A command with ``--home``, which may read from an endpoint as well."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if any(parameter.name == "home" for parameter in self.params) and self.name not in BUILDING:
            self.params.append(click.Option(["--endpoint"], metavar="URL", expose_value=False, callback=_set, help=HELP))

    def invoke(self, context: click.Context) -> Any:
        """Run the command; a folder and an endpoint at once are refused."""
        if context.meta.get(ENDPOINT_SETTING) and context.params.get("home"):
            raise UsageError("--home and --endpoint name two bases; give one of them")
        return super().invoke(context)


BUILDING = ("build", "publish")


def _set(context: click.Context, _: click.Parameter, address: str | None) -> None:
    if address:
        context.meta[ENDPOINT_SETTING] = address
        os.environ[ENDPOINT_SETTING] = address
