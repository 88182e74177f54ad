"""``new``: a base, or a file of it, begun from a commented template."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.commands.options import PATH, facts_option

KINDS = {
    "instrument": "us/my-act: the jurisdiction, and a name of your own.",
    "case": "us/one-v-other: the jurisdiction, and a name of your own.",
    "source": "my-article: a name of your own.",
    "absence": "kr: the jurisdiction; all that was looked for and not found there stands in one file.",
    "jurisdiction": "A short name such as kr.",
    "question": "my-question: a name of your own; it stands alone in its dimension.",
}


@click.group(no_args_is_help=True)
def new() -> None:
    """Begin a base of your own, or a file of it, from a commented template; nothing is overwritten.

    Example: python -m kb new base my-base
    """


@new.command("base")
@click.argument("folder", type=PATH)
def _base(folder: Path) -> None:
    """Write a base of one invented jurisdiction and one question, which builds as it is.

    Example: python -m kb new base my-base
    """
    from kb.beginning.new_base import new_base

    for path in new_base(folder):
        click.echo(path)
    click.echo(f"Build it with: python -m kb build --facts {folder} --home {folder}-build")


def _command(kind: str, help_of_name: str) -> click.Command:
    @click.argument("name", help=help_of_name)
    @facts_option
    def run(name: str, facts: Path | None) -> None:
        from kb.beginning.new_file import new_file, new_jurisdiction
        from kb.loaders.layout import facts_folder
        from kb.loaders.problems import CuratedDataError, listing

        root = facts_folder(facts)
        try:
            click.echo(new_jurisdiction(root, name) if kind == "jurisdiction" else new_file(root, kind, name))
        except CuratedDataError as error:
            sys.stderr.write("\n".join([*listing(error.problems), "kb: mend these first; nothing was written"]) + "\n")
            raise SystemExit(1) from None

    article = "an" if kind in ("instrument", "absence") else "a"
    return click.command(kind, help=f"Write the template of {article} {kind} into its place in the facts.")(run)


for _kind, _help in KINDS.items():
    new.add_command(_command(_kind, _help))
