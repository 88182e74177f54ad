"""``releases``: which releases are kept, why, at what cost; use, pin, prune and sign them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.keeping.kept import Kept
    from kb.keeping.pruning import Verdict

HOME = click.option("--home", type=click.Path(path_type=Path), help="Where releases live (KB_HOME, else build/).")


@click.group("releases", invoke_without_command=True)
@HOME
@click.pass_context
def releases(context: click.Context, home: Path | None) -> None:
    """List the releases that are kept: when each was published, its size, and why it stays.

    Example: python -m kb releases
    """
    from kb.keeping.kept import kept_releases
    from kb.release.release import home_folder

    context.obj = home_folder(home)
    if context.invoked_subcommand:
        return
    kept = kept_releases(context.obj)
    for one in kept:
        click.echo(_line(one))
    total = sum(one.bytes + one.derived_bytes for one in kept)
    click.echo(f"{len(kept)} {'release' if len(kept) == 1 else 'releases'} in {context.obj}, {_size(total)}")


def _line(one: Kept) -> str:
    what = "its data alone" if one.is_data_alone else f"{one.quads or '?'} quads"
    derived = f" and {_size(one.derived_bytes)} derived" if one.derived_bytes else ""
    day = one.published.date().isoformat()
    return f"{one.id}  {day}  format {one.format or '?'}  {what}  {_size(one.bytes)}{derived}  {one.stays}".rstrip()


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB"


@releases.command("use")
@click.argument("release", required=False)
@click.option("--newest", "is_newest", is_flag=True, help="What was built last; from then on what is built is current again.")
@click.option("--because", default="", help="Why, for whoever builds later.")
@click.pass_obj
def use(home: Path, release: str | None, is_newest: bool, because: str) -> None:
    """Make a kept release the current one, after every file of it was looked through; running services follow at once.

    It stays current over builds and starts: what is built meanwhile lies beside it, which 'build' says. Using the release
    that was built last, or --newest, lets it go. Neither facts nor a backup are needed.

    Example: python -m kb releases use 66d79f37 --because "the answers of yesterday are wrong"
    """
    from kb.keeping.using import use as make_current
    from kb.keeping.using import use_newest

    if bool(release) == is_newest:
        raise UsageError("name one release, or write --newest; 'python -m kb releases' lists them")
    click.echo(make_current(home, release, because) if release else use_newest(home))


@releases.command("keep")
@click.argument("release")
@click.option("--because", required=True, help="Why, for whoever prunes later.")
@click.pass_obj
def keep(home: Path, release: str, because: str) -> None:
    """Pin a release: no pruning removes it.

    Example: python -m kb releases keep 66d79f37 --because "annual report 2026"
    """
    from kb.keeping.kept import pin, release_named

    found = release_named(home, release)
    pin(home, found.id, because.strip() or "no reason given")
    click.echo(f"release {found.id} is pinned: {because}")


@releases.command("let-go")
@click.argument("release")
@click.pass_obj
def let_go(home: Path, release: str) -> None:
    """Pin a release no longer. It stays until it is pruned.

    Example: python -m kb releases let-go 66d79f37
    """
    from kb.keeping.kept import pin, pins_of, release_named

    found = release_named(home, release)
    if found.id not in pins_of(home):
        raise UsageError(f"release {found.id} is not pinned")
    pin(home, found.id, None)
    click.echo(f"release {found.id} is not pinned any more; it was: {found.pinned}")


@releases.command("prune")
@click.option(
    "--newest", type=click.IntRange(0), default=3, show_default=True, help="So many before the current one stay as they are."
)
@click.option(
    "--remove", "is_final", is_flag=True, help="Remove older ones for good, but for those that are pinned or given out."
)
@click.option("--yes", is_flag=True, help="Do it; without this it is only said.")
@click.pass_obj
def prune(home: Path, newest: int, is_final: bool, yes: bool) -> None:
    """Of older releases keep the data alone, packed: they answer as before, after some seconds the first time.

    The current one always stays as it is, and so does what was built last beside one that is held. Others that were
    published after the current one were taken back, and count as older.

    With --remove older ones go for good: addresses and tables that name them can then not be answered any more. What is
    pinned, or named in an address that was given out here, is never removed.

    Example: python -m kb releases prune --newest 3 --yes
    """
    from kb.keeping.pruning import prune as carry_out
    from kb.keeping.pruning import verdicts

    planned = verdicts(home, newest, is_final)
    for verdict in planned:
        click.echo(_verdict(verdict))
    if not yes:
        click.echo("nothing was done; add --yes to do it")
        return
    click.echo(f"{_size(carry_out(home, planned))} became free")


def _verdict(verdict: Verdict) -> str:
    fates = {"stay": "stays as it is", "pack": "only its data stay, packed", "remove": "is removed for good"}
    return f"{verdict.kept.id}  {fates[verdict.fate]}: {verdict.because}"


@releases.command("sign")
@click.argument("release", required=False)
@click.option("--key", type=click.Path(path_type=Path), required=True, help="Your private Ed25519 key (OpenSSH or PEM).")
@click.pass_obj
def sign(home: Path, release: str | None, key: Path) -> None:
    """Sign a release, the current one if none is named, after every file of it was looked through.

    Example: python -m kb releases sign --key ~/.ssh/policykb
    """
    from kb.keeping.inspection import inspect
    from kb.keeping.kept import release_named
    from kb.keeping.signing import sign as write_signature

    found = release_named(home, release)
    if damage := inspect(found.folder).damage:
        raise UsageError(f"release {found.id} is damaged, so it is not signed: {'; '.join(damage)}")
    click.echo(f"release {found.id}: {write_signature(found.folder, key).said}")
