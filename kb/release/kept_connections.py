"""SQLite files of releases, kept open for reading: opening one costs more than most questions to it.

A connection is kept for one publication of one file, told by its place, its inode and its time: after a new release was
published no connection to the old one is used. Only one thread uses a connection at a time.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from kb.release.rows import Rows

MOST_IDLE, MOST_FILES = 8, 4
PAGES_KEPT = "PRAGMA cache_size = -16384"  # kilobytes; no mapped memory, in which a damaged file would kill the process


@contextmanager
def reading(release: Rows, name: str) -> Iterator[sqlite3.Connection]:
    """A connection to a file of a release; OSError, sqlite3.Error or UnavailableError if it cannot be read."""
    idle = _idle(*release.publication(name))
    try:
        connection = idle.pop()
    except IndexError:
        connection = release.database(name)
        connection.execute(PAGES_KEPT)
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
    idle.append(connection)


@lru_cache(maxsize=MOST_FILES)
def _idle(path: Path, inode: int, changed: int) -> deque[sqlite3.Connection]:
    """Connections to one publication of a file that nobody uses now."""
    return deque(maxlen=MOST_IDLE)
