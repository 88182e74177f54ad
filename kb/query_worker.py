"""The process that runs users' queries, one after another, under limits that the kernel keeps.

It reads one task a line (JSON) from standard input and writes frames to standard output: a letter, the length in four
bytes, the content. ``r`` ready, ``h`` what kind of answer follows, ``d`` a piece of it, ``s`` its counts, ``x`` an error,
``e`` the end of a task. A task without a query opens a store beforehand. Whoever started the process measures the time and
kills it; then the next one takes its place.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kb.namespaces import PREFIXES
from kb.no_network import refuse_network
from kb.result_sink import ResultSink, TooLargeError, TooManyRowsError

STACK_BYTES = 256 * 1024 * 1024
MEGABYTE = 1024 * 1024
KEPT_BYTES = 400 * MEGABYTE
ADDRESS_SPACE, RESIDENT = 0, 1
PATIENCE = 1.0
MOST_COLUMNS = 500
LESS_URGENT = 15
ROW_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

_OPEN: dict[str, Store] = {}


def main() -> None:
    """Run tasks until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    refuse_network()
    threading.stack_size(STACK_BYTES)
    runner = _Runner()
    _frame(b"r")
    for line in sys.stdin.buffer:
        runner.run(json.loads(line))
        is_spent = runner.is_slowed or _memory(RESIDENT) > KEPT_BYTES
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
        _limit_memory(task["memory_mb"])
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
                _store(task["store"])
            self._done.release()


def _memory(field: int) -> int:
    """Bytes of memory of this process, its address space or what is resident; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[field]) * resource.getpagesize()
    except OSError:
        return 0


def _limit_memory(megabytes: int) -> None:
    taken = _memory(ADDRESS_SPACE) or STACK_BYTES + 512 * MEGABYTE
    wanted = taken + megabytes * MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _answer(task: dict[str, Any]) -> None:
    try:
        _run(task)
    except SyntaxError as error:
        _fail("query", f"the query does not parse: {error}")
    except TooLargeError:
        _fail("bytes", f"the answer is larger than {task['answer_mb']} MB; add a LIMIT or raise KB_LIMIT_ANSWER_MB")
    except TooManyRowsError as error:
        _fail("rows", f"the answer has more rows than the limit of {error}; add a LIMIT or raise KB_LIMIT_ROWS")
    except MemoryError:
        _fail("memory", f"needed more than {task['memory_mb']} MB of memory")
    except (ValueError, RuntimeError) as error:
        _fail("usage", str(error))
    except OSError as error:
        _fail("store", f"the store cannot be read: {error}")
    except BaseException as error:
        _fail("query", f"the engine could not answer: {error}")


def _run(task: dict[str, Any]) -> None:
    store = _store(task["store"])
    for iri in task["graphs"]:
        if not store.contains_named_graph(NamedNode(iri)):
            _fail("query", f"FROM <{iri}>: this release has no such graph, and nothing outside it is read")
            return
    named, default = task["named_graphs"], task["default_graphs"]
    results = store.query(
        task["query"],
        use_default_graph_as_union=task["union"],
        default_graph=None if default is None else [NamedNode(iri) for iri in default],
        named_graphs=None if named is None else [NamedNode(iri) for iri in named],
    )
    _write(results, task)


def _store(path: str) -> Store:
    """The store of a release; the one before is closed when another is asked for."""
    if path not in _OPEN:
        _OPEN.clear()
        _OPEN[path] = Store.read_only(path)
    return _OPEN[path]


def _write(results: QuerySolutions | QueryBoolean | QueryTriples, task: dict[str, Any]) -> None:
    sink = ResultSink(lambda data: _frame(b"d", data), task["format"], task["rows"], task["answer_mb"] * MEGABYTE, task["cut"])
    target = cast(IO[bytes], sink)
    if isinstance(results, QuerySolutions):
        columns = [variable.value for variable in results.variables]
        if len(columns) > MOST_COLUMNS:
            _fail("columns", f"the answer has {len(columns)} columns; the limit is {MOST_COLUMNS}")
            return
        _head("rows", columns)
        sink.guard(lambda: results.serialize(target, format=ROW_FORMATS[task["format"]]))
    elif isinstance(results, QueryBoolean):
        _head("boolean", [])
        results.serialize(target, format=ROW_FORMATS[task["format"]])
    else:
        _head("graph", [])
        is_plain = task["format"] in ("nt", "nq")
        prefixes = None if is_plain else PREFIXES
        triples = _counted(results, sink)
        sink.guard(lambda: serialize(triples, target, GRAPH_FORMATS[task["format"]], prefixes=prefixes))
    sink.close()
    _frame(b"s", json.dumps({"rows": sink.rows, "cut": sink.is_cut}).encode())


def _counted(triples: QueryTriples, sink: ResultSink) -> Iterator[Triple]:
    for triple in triples:
        if sink.rows == sink.row_limit:
            if sink.may_cut:
                sink.is_cut = True
                return
            raise TooManyRowsError(sink.row_limit)
        sink.rows += 1
        yield triple


def _head(kind: str, columns: list[str]) -> None:
    _frame(b"h", json.dumps({"kind": kind, "columns": columns}).encode())


def _fail(kind: str, message: str) -> None:
    _frame(b"x", json.dumps({"error": kind, "message": message}).encode())


def _frame(letter: bytes, content: bytes = b"") -> None:
    sys.stdout.buffer.write(struct.pack(">cI", letter, len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
