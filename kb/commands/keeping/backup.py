"""``backup``: all releases that are kept, in one file."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--data-only", is_flag=True, help="Leave out what is made anew from the data: a fraction of the size.")
@click.option("--home", type=click.Path(path_type=Path), help="Where releases live (KB_HOME, else build/).")
def backup(file: Path, data_only: bool, home: Path | None) -> None:
    """Write every kept release, what is pinned, and which one is current into a tar file; .tar.gz packs it.

    Every file is compared with its hash, and what was written is read once more. Exit code 1 if a release is damaged; what is
    whole of it is in the file nevertheless.

    Example: python -m kb backup releases.tar.gz
    """
    from kb.keeping.backup import back_up
    from kb.release.release import home_folder

    done = back_up(home_folder(home), file, data_only)
    number = len(done.whole) + len(done.data_alone)
    click.echo(f"{file}: {number} {'release' if number == 1 else 'releases'}, {done.bytes / 1e6:.1f} MB")
    for line in done.data_alone:
        click.echo(f"  only the data were taken of {line}")
    for line in done.left_out:
        click.echo(f"  not taken: {line}")
    if done.data_alone or done.left_out:
        raise SystemExit(1)
