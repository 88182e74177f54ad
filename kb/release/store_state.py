"""The state of the files of a store: another one as soon as any of them is touched, so that it is compared anew."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

VOLATILE = ("LOG", "LOCK")  # the engine's own, of no meaning: releases of before may have them


def state_of(folder: Path) -> str:
    """The state of all files of a store: their names, numbers, sizes and times."""
    try:
        with os.scandir(folder) as entries:
            states = sorted(file_state(one.name, one.stat()) for one in entries if not one.name.startswith(VOLATILE))
    except OSError:  # there is none, or a file goes while it is looked at: no state that anybody knows
        states = [str(time.monotonic_ns())]
    return hashlib.sha256("\n".join(states).encode()).hexdigest()


def file_state(name: str, stat: os.stat_result) -> str:
    """The state of one file."""
    return f"{name} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
