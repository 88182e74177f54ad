"""``completion``: the script by which a shell completes commands, options and names of the base."""

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), help="The shell you use.")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes what you type after kb.

    \b
    Example: python -m kb completion bash
    bash: eval "$(kb completion bash)" in ~/.bashrc
    zsh:  eval "$(kb completion zsh)" in ~/.zshrc
    fish: kb completion fish > ~/.config/fish/completions/kb.fish
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(context.find_root().command, {}, "kb", "_KB_COMPLETE").source())
