"""``help``: what a command does and which options it has."""

import click

from kb.commands.names import verbs


@click.command(short_help="Show what a command does, or list the commands.")
@click.argument("command", required=False, help="A command; left out, the commands are listed.", shell_complete=verbs)
@click.pass_context
def help(context: click.Context, command: str | None) -> None:  # noqa: A001
    """Show what a command does and which options it has, or list the commands.

    Example: python -m kb help compare
    """
    program = context.find_root()
    if command is None:
        click.echo(program.get_help())
        return
    assert isinstance(program.command, click.Group)
    name, found, _ = program.command.resolve_command(program, [command])
    assert found is not None
    click.echo(found.get_help(found.context_class(found, info_name=name, parent=program)))
