"""The process that computes tables, pictures and pages for the service, one after another; see :mod:`kb.running.jobs`.

It reads one task a line (JSON) and writes frames as :mod:`kb.running.worker` does: ``r`` ready, ``d`` a piece of the result,
``x`` an error, ``e`` the end of a task. What it runs is the program's own code; whoever started it measures time and memory.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import pickle
import struct
import sys
import threading
import time
import traceback
from importlib import import_module
from typing import IO, Any

from kb.errors import KnowledgeBaseError
from kb.running.no_network import refuse_network
from kb.running.own_limits import be_restrained, peak_memory

PIECE = 1 << 20
KEPT_BYTES = 200 * PIECE
LEAST_URGENT, LOOK_SECONDS = 15, 0.05
BEFOREHAND = ("kb.embedding.rendering", "kb.tables.html", "kb.tables.markdown", "kb.server.entity_data")
ENDPOINT = "KB_ENDPOINT"


def main() -> None:
    """Run tasks until standard input ends."""
    be_restrained(writes_files=True)
    if not os.environ.get(ENDPOINT):
        refuse_network()
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that a library says comes between the frames
    for name in BEFOREHAND:
        import_module(name)
    _frame(output, b"r")
    for line in sys.stdin.buffer:
        task = json.loads(line)
        done = threading.Event()
        threading.Thread(target=_watch, args=(task["patience"], done), daemon=True).start()
        _answer(output, task)
        done.set()
        is_spent = (hasattr(os, "nice") and os.nice(0) >= LEAST_URGENT) or peak_memory() > KEPT_BYTES
        _frame(output, b"e", json.dumps({"retire": is_spent}).encode())
        if is_spent:
            return


def _watch(patience: float, done: threading.Event) -> None:
    """Give way once a job has used so many seconds of the processor, however long it waited for one."""
    until = time.process_time() + patience
    while not done.wait(LOOK_SECONDS):
        if time.process_time() >= until:
            _give_way()
            return


def _give_way() -> None:
    """Let all that is quicker than this job go before it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for thread in os.listdir("/proc/self/task"):  # noqa: PTH208
                os.setpriority(os.PRIO_PROCESS, int(thread), LEAST_URGENT)


def _answer(output: IO[bytes], task: dict[str, Any]) -> None:
    try:
        arguments = pickle.loads(base64.b64decode(task["arguments"]))
        module, _, name = task["function"].partition(":")
        found = getattr(import_module(module), name)(*arguments)
    except KnowledgeBaseError as error:
        _frame(output, b"x", json.dumps({"error": type(error).__name__, "message": str(error)}).encode())
        return
    except MemoryError:
        _frame(output, b"x", json.dumps({"error": "LimitError", "message": "this needed more memory than there is"}).encode())
        return
    except Exception:
        _frame(output, b"x", json.dumps({"error": "", "message": traceback.format_exc()}).encode())
        return
    content = found.encode("utf-8") if isinstance(found, str) else found
    for start in range(0, len(content), PIECE):
        _frame(output, b"d", content[start : start + PIECE])


def _frame(output: IO[bytes], letter: bytes, content: bytes = b"") -> None:
    output.write(struct.pack(">cI", letter, len(content)) + content)
    output.flush()


if __name__ == "__main__":
    main()
