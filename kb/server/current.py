"""The current release for HTTP: opened once for as long as it stays current, with workers kept ready for it."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

from kb.opening.current import current_folder, open_folder, open_release, set_endpoint
from kb.release.release import Release, home_folder
from kb.running.pool import shared_pool


def current_release() -> Release:
    """The current release; raises UnavailableError if there is none or it cannot be read.

    An endpoint is asked each time which one that is.
    """
    if set_endpoint(None):
        return _open(open_release().path)
    return _open(current_folder(home_folder()))


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    release = open_folder(folder)
    if release.is_elsewhere:
        return release
    threading.Thread(target=shared_pool().warm, args=(release.files.store(),), daemon=True).start()
    return release
