"""Make a kept release the current one, without facts and without a backup, and keep it so; or let it go again."""

from __future__ import annotations

import datetime
from pathlib import Path

from kb.building.build import only_builder
from kb.building.holding import Held, held_of, hold, let_go
from kb.errors import UsageError
from kb.keeping.inspection import inspect
from kb.keeping.kept import Kept, release_named
from kb.opening.current import open_folder
from kb.release.current_link import RELEASES, is_there, leads_to

WITHOUT_REASON = "no reason given"


def use(home: Path, name: str, because: str) -> str:
    """Make a kept release current, and hold it unless it is the one that was built last; in words what that came to.

    It is read from beginning to end before, and what this program reads of it is made ready. UsageError for one that is not
    kept or is damaged, UnavailableError for one that cannot be read or while somebody builds.
    """
    with only_builder(home):
        found = release_named(home, name)
        _look_through(found)
        return choose(home, found.id, because)


def use_newest(home: Path) -> str:
    """Make the release current that was built last, and hold nothing any more; in words what that came to."""
    with only_builder(home):
        held = held_of(home)
        if held is None:
            return f"release {release_named(home, None).id} is current, and none is held"
        if not held.built or not (home / RELEASES / held.built).is_dir():
            let_go(home, held.release)
            return f"release {held.release} stays current until the next build, and is not held any more"
        found = release_named(home, held.built)
        _look_through(found)
        return choose(home, found.id, "")


def choose(home: Path, release: str, because: str) -> str:
    """Make a release current that was looked through already; in words what that came to."""
    held = held_of(home)
    current = leads_to(home).name if is_there(home) else ""
    built = held.built if held else current
    if release == built:
        let_go(home, release)
        return f"release {release} is current; it was built last, so nothing is held, and what is built next takes its place"
    hold(home, Held(release, datetime.date.today().isoformat(), because.strip() or WITHOUT_REASON, built))
    beside = f" ({built}, which was built last, stays beside it)" if built else ""
    return (
        f"release {release} is current, and stays so over builds and starts{beside}; "
        "'python -m kb releases use --newest' lets it go"
    )


def _look_through(found: Kept) -> None:
    if damage := inspect(found.folder).damage:
        told = f"release {found.id} is damaged, so it was not made current: {'; '.join(damage)}"
        raise UsageError(f"{told}; 'python -m kb restore' brings it back")
    open_folder(found.folder.resolve()).reader.questions()
