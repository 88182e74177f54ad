"""In place of what cannot be read of a release: all of it derived anew from its data, beside it and under its own name.

That is how a release of an earlier format is read, one of which only the data are kept, and one in which a file was
damaged. Nothing is written into the folder of the release itself.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import DamagedError, UnavailableError
from kb.release.current_link import RELEASES
from kb.release.data import Origin, whole_data
from kb.release.identity import FORMAT
from kb.release.intact import IntactFolder
from kb.release.release import manifest_of
from kb.release.sealing import DATA, PACKED, data_files
from kb.upgrading.steps import Step, way_from

DERIVED = "derived"
log = logging.getLogger(__name__)


def derived_folder(folder: Path) -> Path:
    """Where that is kept which is derived from the release in a folder, for as long as the format of the program stays."""
    return folder.parents[1] / DERIVED / folder.name / str(FORMAT)


def mended(folder: Path, trouble: UnavailableError) -> IntactFolder:
    """A folder with everything that is read of a release; the data that it is made of were compared with the release's name.

    Raises DamagedError if the data were changed as well, UnavailableError if nothing can be written.
    """
    if folder.parent.name != RELEASES:
        raise trouble
    place = derived_folder(folder)
    try:
        with _alone(place.parent):
            found = _usable(place, trouble)
            return found or _derived(folder, place, trouble)
    except OSError as error:
        raise UnavailableError(f"{trouble}; nothing can be made in its place in {place}: {error.strerror}") from None


def _usable(place: Path, trouble: UnavailableError) -> IntactFolder | None:
    """What was derived earlier, unless something of it is damaged; all of it is read if the trouble is there."""
    try:
        found = IntactFolder.listed(place)
        if manifest_of(found)["id"] != place.parent.name:
            return None
        found.look()
        is_suspect = isinstance(trouble, DamagedError) and trouble.folder == place
        return None if is_suspect and any(found.damage()) else found
    except UnavailableError:
        return None


def _derived(folder: Path, place: Path, trouble: UnavailableError) -> IntactFolder:
    from kb.building.deriving import derive  # imports what most commands do without

    data, origin, way = _source(folder, trouble)
    log.warning("%s; what is read of it is made anew from its data, which are intact", _told(folder, trouble))
    fresh, replaced = (place.parent / f".tmp-{name}" for name in ("fresh", "replaced"))
    fresh.mkdir()
    try:
        derive(data, origin, way, fresh, lambda stage, done, total: None)
        if place.exists():
            place.rename(replaced)
        fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(replaced, ignore_errors=True)
    return IntactFolder.listed(place)


def _told(folder: Path, trouble: UnavailableError) -> str:
    """What is wrong, of the release or of what was derived from it."""
    if isinstance(trouble, DamagedError) and trouble.folder != folder:
        return f"what was derived of release {folder.name} is damaged: {trouble.reason}"
    return str(trouble)


def _source(folder: Path, trouble: UnavailableError) -> tuple[Path, Origin, list[Step]]:
    """The data of a release that have its name, and the steps from their format to today's."""
    if whole := whole_data(folder):
        path, sha256, number = whole
        return path, Origin(folder.name, sha256, path.name == DATA), way_from(number)
    found = " and ".join(path.name for path in data_files(folder))
    lost = f"{found} too, from which the rest could be made anew" if found else f"{DATA} and {PACKED} are missing too"
    reason = getattr(trouble, "reason", str(trouble))
    raise DamagedError(folder, DATA, f"{reason}; {lost}; bring it back with 'python -m kb restore' or run 'python -m kb build'")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While nobody else derives from the same release."""
    folder.mkdir(parents=True, exist_ok=True)
    from filelock import FileLock  # here, since it takes longer to load than a start without damage may

    with FileLock(folder / ".lock"):
        for leftover in folder.glob(".tmp-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
