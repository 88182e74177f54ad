"""``publish``: load the current release into a SPARQL engine; ``endpoint``: what an engine holds and how well it answers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.options import Home
from kb.saving import deliver

if TYPE_CHECKING:
    from kb.endpoint.address import Endpoint
    from kb.release.release import Release

TAKE_CARE, NEEDED = "queries of your own take care", "the program cannot use it"
STAGES = {"loading": 60, "loading the whole": 25, "counting": 10, "withdrawing": 5}


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(publish)
    app.command()(endpoint)


Address = Annotated[
    str | None, typer.Option("--to", "--at", help="Address for queries of a SPARQL engine; KB_ENDPOINT unless given.")
]


def publish(
    to: Address = None,
    update: Annotated[str, typer.Option("--update", help="Its address for updates, where it cannot be guessed.")] = "",
    graphs: Annotated[str, typer.Option("--graphs", help="Its Graph Store address, where it cannot be guessed.")] = "",
    keep: Annotated[int, typer.Option("--keep", min=1, max=100, help="How many releases it holds afterwards at most.")] = 2,
    write: Annotated[Path | None, typer.Option("--write", help="Only write files for its own bulk loader here.")] = None,
    loaded: Annotated[bool, typer.Option("--loaded", help="The files were loaded already: only count and switch.")] = False,
    home: Home = None,
) -> None:
    """Load the current release into a SPARQL engine and make it the one that is read there.

    Example: python -m kb publish --to http://127.0.0.1:7878/query
    """
    from kb.endpoint.files import write_files
    from kb.opening.current import open_release
    from kb.release.release import home_folder

    release = open_release(home_folder(home))
    if write:
        for path in write_files(release, write):
            deliver(f"{path}\n", None)
        return
    _publish(release, _place(to, update, graphs), keep, loaded)


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
        deliver(f"{TAKE_CARE}: {quirk}\n", None)


def endpoint(
    at: Address = None,
) -> None:
    """Show which releases an engine holds, which one is current, and which questions with known answers it gets wrong.

    Example: python -m kb endpoint --at http://127.0.0.1:7878/query
    """
    from kb.endpoint.catalogue import releases_held
    from kb.endpoint.probes import probes, wrong_answers

    place = _place(at)
    lines = [
        f"release {one.id}{' (current)' * one.is_current}: {one.manifest.get('quads')} quads; published {one.published}\n"
        for one in releases_held(place)
    ]
    quirks = wrong_answers(place)
    answered = f"{len(probes()) - len(quirks)} of {len(probes())} questions with known answers are answered rightly\n"
    wrong = [f"{NEEDED if quirk.probe.is_needed else TAKE_CARE}: {quirk}\n" for quirk in quirks]
    deliver("".join([*(lines or ["no release\n"]), answered, *wrong]), None)


def _place(address: str | None, update: str = "", graphs: str = "") -> Endpoint:
    from kb.endpoint.address import chosen
    from kb.errors import UsageError

    found = chosen(address or "", update, graphs)
    if found is None:
        raise UsageError("name the address for queries of an engine, such as http://127.0.0.1:7878/query, or set KB_ENDPOINT")
    return found
