"""The command line: one module a verb, imported when it is called, and every mistake ended with a clear line."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click
import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info

from kb.commands.endpoint_option import ReadingCommand
from kb.errors import KnowledgeBaseError

# in which module each command is, in the order of the help
MODULES = {
    "build": "stating.facts",
    "validate": "stating.facts",
    "compare": "asking.compare",
    "explain": "asking.explain",
    "replay": "asking.explain",
    "timeline": "asking.clocks",
    "changes": "asking.clocks",
    "regime": "asking.regime",
    "claims": "asking.claims",
    "disputes": "asking.disputes",
    "coverage": "asking.coverage",
    "similar": "asking.similar",
    "search": "asking.search",
    "show": "asking.show",
    "query": "asking.query",
    "rerun": "asking.rerun",
    "report": "giving.report",
    "embed": "giving.embed",
    "cite": "giving.cite",
    "verify": "giving.verify",
    "policies": "asking.policies",
    "publish": "giving.publish",
    "endpoint": "giving.publish",
    "serve": "giving.serve",
    "releases": "giving.releases",
    "backup": "giving.backup",
    "restore": "giving.restore",
    "upgrade": "giving.upgrade",
}


class Verbs(TyperGroup):
    """The commands, each imported when it is called or listed: start-up costs what one command costs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        return _command(cmd_name) if cmd_name in MODULES else None


def _command(name: str) -> click.Command:
    part, module = typer.Typer(), import_module(f"kb.commands.{MODULES[name]}")
    if isinstance(plain := getattr(module, name, None), click.Command):
        return plain
    module.register(part)
    (info,) = (one for one in part.registered_commands if one.callback and (one.name or one.callback.__name__) == name)
    info.cls = ReadingCommand
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def about() -> None:
    """Compare how jurisdictions regulate platforms, on any date, as known on any date."""


def main() -> None:
    """Run the command line; a mistake ends with its message and exit code, never with a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        app()
    except KnowledgeBaseError as error:
        sys.stderr.write(f"kb: {error}\n")
        raise SystemExit(error.exit_code) from None
