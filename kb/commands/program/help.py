"""``help``: what a command does and which options it has."""

import click

from kb.commands.names import verbs


@click.command(short_help="Show what a command does, or list the commands.")
@click.argument(
    "command", nargs=-1, help="A command, or one within another; left out, the commands are listed.", shell_complete=verbs
)
@click.pass_context
def help(context: click.Context, command: tuple[str, ...]) -> None:  # noqa: A001
    """Show what a command does and which options it has, or list the commands.

    Example: python -m kb help compare
    """
    asked = context.find_root()
    for word in command:
        if not isinstance(asked.command, click.Group):
            raise click.UsageError(f"'{asked.command_path}' has no commands within it; leave out '{word}'", asked)
        name, found, _ = asked.command.resolve_command(asked, [word])
        assert found is not None
        asked = found.context_class(found, info_name=name, parent=asked)
    click.echo(asked.get_help())
