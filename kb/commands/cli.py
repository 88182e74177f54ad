"""The command line: a verb is imported when it is called, and every mistake ends with a clear line."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from keyword import iskeyword
from typing import NoReturn

import click

from kb import __version__
from kb.commands import HEADINGS, VERBS
from kb.commands.helping import HelpContext
from kb.errors import KnowledgeBaseError, LimitError, missing_extra


class Verbs(click.Group):
    """The commands, each imported when it is called or listed: start-up costs what one command costs."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, room by room."""
        return [verb for verbs in VERBS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name: what has that name in the module of that name."""
        for room, verbs in VERBS.items():
            if cmd_name in verbs:
                name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
                command: click.Command = getattr(import_module(f"kb.commands.{room}.{name}"), name)
                for one in (command, *getattr(command, "commands", {}).values()):
                    one.context_class = HelpContext
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands of each room under its heading."""
        longest = max(map(len, self.list_commands(ctx)))
        for room, verbs in VERBS.items():
            commands = [command for verb in verbs if (command := self.get_command(ctx, verb))]
            with formatter.section(HEADINGS[room]):
                width = formatter.width - 6 - longest
                formatter.write_dl([(f"{command.name:<{longest}}", command.get_short_help_str(width)) for command in commands])


@click.group(cls=Verbs, no_args_is_help=True, context_settings={"show_default": True})
@click.version_option(__version__, prog_name="kb", message="%(prog)s %(version)s")
def app() -> None:
    """Compare the rules of jurisdictions, on any date, as known on any date."""


def run() -> None:
    """Run the command line; a mistake ends with its message and exit code, never with a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        app()
    except (KnowledgeBaseError, ModuleNotFoundError) as error:
        mistake = missing_extra(error) if isinstance(error, ModuleNotFoundError) else error
        if mistake is None:
            raise
        setting = f" or raise {mistake.setting}" if isinstance(mistake, LimitError) and mistake.setting else ""
        sys.stderr.write(f"kb: {mistake}{setting}\n")
        raise SystemExit(mistake.exit_code) from None
    except ValueError as error:
        _end_with_facts(error)


def _end_with_facts(error: ValueError) -> NoReturn:
    """End with what is wrong with the facts, for commands that read them and say nothing of that themselves."""
    from kb.loaders.problems import CuratedDataError, listing

    if not isinstance(error, CuratedDataError):
        raise error
    sys.stderr.write("\n".join([*listing(error.problems), "kb: the facts are wrong"]) + "\n")
    raise SystemExit(1) from None
