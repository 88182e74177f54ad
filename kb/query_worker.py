"""The process that runs one user's query: reads a task as JSON, sets its own limits, writes a line and the answer."""

from __future__ import annotations

import json
import resource
import sys
import threading
from typing import IO, Any, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from kb.no_network import refuse_network

STACK_BYTES = 256 * 1024 * 1024


class _TooLargeError(Exception):
    """The answer passed its limit of bytes."""


class _Capped:
    """A file in memory that refuses to grow past a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.parts = limit, 0, list[bytes]()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.limit:
            raise _TooLargeError
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def main() -> None:
    """Run the task from standard input in a thread with a deep stack."""
    task = json.load(sys.stdin)
    limit = task["memory_mb"] * 1024 * 1024 + STACK_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit + 512 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    refuse_network()
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_answer, args=(task,))
    thread.start()
    thread.join()


def _answer(task: dict[str, Any]) -> None:
    try:
        kind, body = _run(task)
        _say({"status": "done", "kind": kind}, body)
    except SyntaxError as error:
        _say({"status": "query", "message": f"the query does not parse: {error}"})
    except _TooLargeError:
        _say({"status": "limit", "message": f"the answer is larger than {task['answer_mb']} MB; add a LIMIT"})
    except _TooManyRowsError as error:
        _say({"status": "limit", "message": f"{error}; add a LIMIT or raise KB_LIMIT_ROWS"})
    except MemoryError:
        _say({"status": "limit", "message": f"needed more than {task['memory_mb']} MB of memory"})
    except (ValueError, RuntimeError) as error:
        _say({"status": "usage", "message": str(error)})
    except OSError as error:
        _say({"status": "store", "message": f"the store cannot be read: {error}"})


class _TooManyRowsError(Exception):
    """The answer has more rows than allowed."""


def _run(task: dict[str, Any]) -> tuple[str, bytes]:
    store = Store.read_only(task["store"])
    results = store.query(task["query"], use_default_graph_as_union=not task["dataset"])
    capped = _Capped(task["answer_mb"] * 1024 * 1024)
    target = cast(IO[bytes], capped)
    if isinstance(results, QuerySolutions):
        results.serialize(target, format=QueryResultsFormat.JSON)
        body = b"".join(capped.parts)
        rows = len(json.loads(body)["results"]["bindings"])
        if rows > task["rows"]:
            raise _TooManyRowsError(f"the answer has {rows} rows; the limit is {task['rows']}")
        return "rows", body
    if isinstance(results, QueryBoolean):
        results.serialize(target, format=QueryResultsFormat.JSON)
        return "boolean", b"".join(capped.parts)
    results.serialize(target, format=RdfFormat.N_TRIPLES)
    return "graph", b"".join(capped.parts)


def _say(head: dict[str, str], body: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode("utf-8") + b"\n" + body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
