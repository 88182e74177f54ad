"""``restore``: the releases of a backup brought back."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--current",
    "takes_current",
    is_flag=True,
    help="Make its current release the current one, and hold it over builds.",
)
@click.option("--home", type=click.Path(path_type=Path), help="Where releases live (KB_HOME, else build/).")
def restore(file: Path, takes_current: bool, home: Path | None) -> None:
    """Bring back what 'kb backup' wrote, into an empty folder or beside the releases that are there.

    Every release is looked through before it takes its place; what is here and whole is not replaced. Exit code 1 if
    something in the backup is damaged.

    Example: python -m kb restore releases.tar.gz --home restored
    """
    from kb.keeping.restore import restore as bring_back
    from kb.release.release import home_folder

    place = home_folder(home)
    done = bring_back(file, place, takes_current)
    click.echo(f"{len(done.restored)} restored to {place}, {len(done.here)} were there; current is {done.current or 'none'}")
    if done.held:
        click.echo(f"  it is {done.held}; 'python -m kb releases use --newest' lets it go")
    for line in done.damaged:
        click.echo(f"  damaged in the backup: {line}")
    if done.damaged:
        raise SystemExit(1)
