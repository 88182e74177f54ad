"""``upgrade``: after a new version of the program was installed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("upgrade")
@click.option("--home", type=click.Path(path_type=Path), help="Where releases live (KB_HOME, else build/).")
def upgrade(home: Path | None) -> None:
    """Make ready what this version reads of every kept release, so that nobody who asks for an old one has to wait.

    Nothing that was published is changed, and it is no mistake to leave this out. Exit code 1 if a release cannot be read.

    Example: python -m kb upgrade
    """
    from kb.keeping.upgrading import upgrade as make_ready
    from kb.release.release import home_folder

    is_fine = True
    for release, trouble in make_ready(home_folder(home)):
        is_fine = is_fine and not trouble
        click.echo(f"{release}  {trouble or 'can be read'}")
    if not is_fine:
        raise SystemExit(1)
