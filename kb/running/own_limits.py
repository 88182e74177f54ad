"""Limits that a process puts on itself, as far as its system has them; what is missing can be said aloud."""

from __future__ import annotations

import contextlib
import os
import signal
from types import ModuleType

from kb.running.no_network import can_refuse_network

resource: ModuleType | None
try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None

PAGE = os.sysconf("SC_PAGESIZE") if hasattr(os, "sysconf") else 4096
ADDRESS_SPACE, RESIDENT = 0, 1
MANY_FILES, FEWEST_FILES = 65_536, 512


def be_restrained(*, writes_files: bool = False) -> None:
    """Leave an interruption to the owner, leave no core, and, unless told otherwise, write no file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if resource:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not writes_files:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_memory(size: int) -> None:
    """Let the address space of this process grow to so many bytes, or to what its owner allows, and no further."""
    if resource:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def memory(field: int) -> int:
    """Bytes of memory of this process, its address space or what is resident; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[field]) * PAGE
    except OSError:
        return 0


def memory_of(process: int) -> int:
    """Bytes that a process has resident and shares with nobody; 0 where the system does not say or it is gone."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:  # noqa: PTH123
            pages = file.read().split()
    except OSError:
        return 0
    return (int(pages[RESIDENT]) - int(pages[RESIDENT + 1])) * PAGE if len(pages) > RESIDENT + 1 else 0


def peak_memory() -> int:
    """The most bytes of memory that this process ever took (the kernel counts in KiB); 0 where the system does not say.

    Linux counts in ``ru_maxrss`` what a parent had when it began the process, but not in VmHWM (proc(5)).
    """
    with contextlib.suppress(OSError, StopIteration), open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) * 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024 if resource else 0


def open_files() -> int:
    """How many files this process may open, raised as far as the system lets it."""
    if not resource:
        return FEWEST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else max(soft, MANY_FILES)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):
        return int(soft)
    return int(wanted)


def not_kept() -> list[str]:
    """Limits of a query that this system cannot keep, each in words."""
    found = [] if resource else ["no limit of memory", "no bar to writing files"]
    found += [] if can_refuse_network() else ["no bar to the network but the check of a query's text"]
    return found + ([] if hasattr(os, "setpriority") else ["a long query does not give way to others"])
