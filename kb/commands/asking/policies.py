"""``policies``: the named orders of rules that choose between claims."""

from __future__ import annotations

from pathlib import Path

import click

from kb.commands.options import PLAIN, reads_release, writes
from kb.saving import as_json, deliver


@click.command()
@writes(PLAIN, "txt")
@reads_release
def policies(format_name: str, output: Path | None, home: Path | None) -> None:
    """List the resolution policies with their rules in order.

    Example: python -m kb policies
    """
    from dataclasses import asdict

    from kb.opening.current import open_release

    found = open_release(home).reader.policies().values()
    if format_name == "json":
        deliver(as_json([asdict(policy) | {"order": policy.order} for policy in found]), output)
        return
    blocks = [f"{policy.id}  {policy.label}\n    {policy.about}.\n    {', '.join(policy.order)}\n" for policy in found]
    deliver("".join(blocks), output)
