"""``policies``: the named orders of rules that choose between claims."""

import typer

from kb.commands.options import Home, Output, Plain, wants_json
from kb.saving import as_json, deliver


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(policies)


def policies(format: Plain = None, output: Output = None, home: Home = None) -> None:  # noqa: A002
    """List the resolution policies with their rules in order.

    Example: python -m kb policies
    """
    from dataclasses import asdict

    from kb.opening.current import open_release

    found = open_release(home).reader.policies().values()
    if wants_json(output, format):
        deliver(as_json([asdict(policy) | {"order": policy.order} for policy in found]), output)
        return
    blocks = [f"{policy.id}  {policy.label}\n    {policy.about}.\n    {', '.join(policy.order)}\n" for policy in found]
    deliver("".join(blocks), output)
