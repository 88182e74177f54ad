"""The process that runs users' queries, one after another, under limits that the kernel keeps.

It reads one task a line (JSON) from standard input and writes frames to standard output: a letter, the length in four
bytes, the content. ``r`` ready, ``h`` what kind of answer follows, ``d`` a piece of it, ``s`` its counts, ``x`` an error,
``e`` the end of a task. A task without a query opens a store beforehand. Whoever started the process measures the time and
kills it; then the next one takes its place.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from pyoxigraph import (
    NamedNode,
    Store,
)

from kb.release.store_state import state_of
from kb.running.no_network import refuse_network
from kb.running.own_limits import ADDRESS_SPACE, RESIDENT, be_restrained, limit_memory, memory
from kb.running.writing import fail, failure_of, write_answer

STACK_BYTES = 256 * 1024 * 1024
MEGABYTE = 1024 * 1024
KEPT_BYTES = 400 * MEGABYTE
PATIENCE = 1.0
LESS_URGENT = 15

_OPEN: dict[tuple[str, str], Store] = {}


def main() -> None:
    """Run tasks until standard input ends."""
    be_restrained()
    refuse_network()
    threading.stack_size(STACK_BYTES)
    runner = _Runner()
    _frame(b"r")
    for line in sys.stdin.buffer:
        runner.run(json.loads(line))
        is_spent = runner.is_slowed or memory(RESIDENT) > KEPT_BYTES
        _frame(b"e", json.dumps({"retire": is_spent}).encode())
        if is_spent:
            return


class _Runner:
    """One thread with a deep stack that runs the queries, and this one that watches it."""

    def __init__(self) -> None:
        self.is_slowed = False
        self._parent = os.getppid()
        self._tasks: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._done = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def run(self, task: dict[str, Any]) -> None:
        """Run a task; a query that takes long gives way to others, and all end when nobody is there to read."""
        limit_memory((memory(ADDRESS_SPACE) or STACK_BYTES + 512 * MEGABYTE) + task["memory_mb"] * MEGABYTE)
        self._tasks.put(task)
        if self._done.acquire(timeout=PATIENCE):
            return
        self._slow_down()
        while not self._done.acquire(timeout=PATIENCE):
            if os.getppid() != self._parent:
                os._exit(1)

    def _slow_down(self) -> None:
        if sys.platform == "linux" and self._thread.native_id:
            os.setpriority(os.PRIO_PROCESS, self._thread.native_id, LESS_URGENT)
            self.is_slowed = True

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            if "query" in task:
                _answer(task)
            else:
                _opened_beforehand(task)
            self._done.release()


def _answer(task: dict[str, Any]) -> None:
    try:
        _run(task)
    except BaseException as error:
        fail(_frame, *failure_of(error, task))


def _run(task: dict[str, Any]) -> None:
    store = _store(task["store"], task["state"])
    if store is None:
        fail(_frame, "touched", "the files of the store were touched since they were compared with their hashes")
        return
    for iri in task["graphs"]:
        if not store.contains_named_graph(NamedNode(iri)):
            fail(_frame, "query", f"FROM <{iri}>: this release has no such graph, and nothing outside it is read")
            return
    named, default = task["named_graphs"], task["default_graphs"]
    results = store.query(
        task["query"],
        use_default_graph_as_union=task["union"],
        default_graph=None if default is None else [NamedNode(iri) for iri in default],
        named_graphs=None if named is None else [NamedNode(iri) for iri in named],
    )
    write_answer(results, task, _frame)


def _opened_beforehand(task: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # told when a query needs it
        _store(task["store"], task["state"])


def _store(path: str, state: str) -> Store | None:
    """The store of a release; the one before is closed when another is asked for.

    None if its files are not in the state in which whoever asks found them to be what was published.
    """
    if state_of(Path(path)) != state:
        return None
    if (path, state) not in _OPEN:
        _OPEN.clear()
        _OPEN[path, state] = Store.read_only(path)
    return _OPEN[path, state]


def _frame(letter: bytes, content: bytes = b"") -> None:
    sys.stdout.buffer.write(struct.pack(">cI", letter, len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
