"""``publish``: load the current release into a SPARQL engine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.commands.options import PATH, address_option, home_option
from kb.saving import deliver

if TYPE_CHECKING:
    from kb.endpoint.address import Endpoint
    from kb.release.release import Release

STAGES = {"loading": 60, "loading the whole": 25, "counting": 10, "withdrawing": 5}


@click.command()
@address_option
@click.option("--update", help="Its address for updates, where it cannot be guessed.")
@click.option("--graphs", help="Its Graph Store address, where it cannot be guessed.")
@click.option("--keep", type=click.IntRange(1, 100), default=2, help="How many releases it holds afterwards at most.")
@click.option("--write", type=PATH, help="Only write files for its own bulk loader here.")
@click.option("--loaded", is_flag=True, help="The files were loaded already: only count and switch.")
@home_option
def publish(
    address: str | None,
    update: str | None,
    graphs: str | None,
    keep: int,
    write: Path | None,
    loaded: bool,
    home: Path | None,
) -> None:
    """Load the current release into a SPARQL engine and make it the one that is read there.

    Example: python -m kb publish --to http://127.0.0.1:7878/query
    """
    from kb.endpoint.address import needed
    from kb.endpoint.files import write_files
    from kb.opening.current import open_release
    from kb.release.release import home_folder

    release = open_release(home_folder(home))
    if write:
        for path in write_files(release, write):
            deliver(f"{path}\n", None)
        return
    _publish(release, needed(address, update, graphs), keep, loaded)


def _publish(release: Release, place: Endpoint, keep: int, loaded: bool) -> None:
    from kb.building.progress import Bar
    from kb.endpoint.publishing import publish as load

    started = time.monotonic()
    with Bar(STAGES) as progress:
        done = load(release, place, keep=keep, is_loaded=loaded, progress=progress)
    gone = f"; withdrawn: {', '.join(done.withdrawn)}" if done.withdrawn else ""
    seconds = time.monotonic() - started
    deliver(f"release {done.release} is current at {place.shown}: {done.quads} quads; {seconds:.1f} s{gone}\n", None)
    for quirk in done.quirks:
        deliver(f"{quirk.warning}\n", None)
