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

from kb.release.side_index import read_only

MOST_IDLE, MOST_FILES = 8, 4
PAGES_KEPT = "PRAGMA cache_size = -16384"  # kilobytes; no mapped memory, in which a damaged file would kill the process


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that is not written to any more; OSError or sqlite3.Error if it cannot be read."""
    stat = path.stat()
    idle = _idle(path, stat.st_ino, stat.st_mtime_ns)
    try:
        connection = idle.pop()
    except IndexError:
        connection = _opened(path)
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


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(read_only(path), uri=True, check_same_thread=False)
    connection.execute(PAGES_KEPT)
    return connection
