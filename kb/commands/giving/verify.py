"""``verify``: is an exported table what it says it is, and is a release what was published?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kb.commands.options import PATH, reads_release
from kb.errors import UsageError

CURRENT = "current"


@click.command()
@click.argument("file", type=PATH, required=False, help="A table written by compare.")
@click.option("--release", is_flag=False, flag_value=CURRENT, metavar="[ID]", help="Verify a release instead; the current one.")
@click.option("--all", "is_all", is_flag=True, help="Verify every release that is kept.")
@click.option("--signers", type=PATH, help="Who signs: a name and a public key on each line (KB_SIGNERS).")
@reads_release
def verify(file: Path | None, release: str | None, is_all: bool, signers: Path | None, home: Path | None) -> None:
    """Say whether an exported table is identical to its release, superseded, out of date, or tampered with.

    Reads every format that compare writes but txt; offline. Exit code 0 for identical, 5 for a table of another
    release that still says what the base says today, 1 for anything else.
    With --release every file of a release is read: exit code 0 if it is whole and signed by whom it says, 1 with the
    name of each file that is not what was published.

    Example: python -m kb verify comparison.html

    Example: python -m kb verify --release
    """
    if release or is_all:
        if file:
            raise UsageError("give a file or --release, not both")
        _releases(None if is_all else release, signers, home)
    elif file:
        _table(file, home)
    else:
        raise UsageError("name a file that was exported, or give --release")


def _table(file: Path, home: Path | None) -> None:
    from kb.embedding.verification import MEANING
    from kb.embedding.verification import verify as look_at

    verdict = look_at(file, home)
    _say(f"{verdict.word}: {MEANING[verdict.word]}", verdict.details)
    if verdict.exit_code:
        raise SystemExit(verdict.exit_code)


def _releases(name: str | None, signers: Path | None, home: Path | None) -> None:
    from kb.keeping.inspection import inspect
    from kb.keeping.kept import kept_releases, release_named
    from kb.release.release import home_folder

    place = home_folder(home)
    wanted = [release_named(place, None if name == CURRENT else name)] if name else kept_releases(place)
    looks = [inspect(one.folder, signers) for one in wanted]
    for look in looks:
        size = f"{look.files} files, {look.bytes / 1e6:.1f} MB"
        _say(f"release {look.release}: {'whole' if look.is_whole else 'damaged'}; {size}; {look.signature.said}", look.damage)
        if look.damage and look.has_data:
            click.echo("  its data are whole: what else was damaged is made anew when it is read")
    if not looks or not all(look.is_whole for look in looks):
        raise SystemExit(1)


def _say(line: str, details: Sequence[str]) -> None:
    click.echo(line)
    for detail in details:
        click.echo(f"  {detail}")
