"""What the safe way to run a query costs beside the engine alone, and what one runaway query costs the others.

    python benchmarks/query_overhead.py [rounds]

The same query runs in this process and in a warm worker process, in turn; the medians are compared, then a stored query is
timed while another user's endless query runs. Prints Markdown. KB_HOME names the releases.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QueryResultsFormat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.asking.sandbox import prepare, run_query
from kb.errors import KnowledgeBaseError
from kb.opening.current import open_release
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.pool import Ticket, shared_pool
from kb.sparql.stored import stored_query

# SPARQL of the benchmark: rows asked for, and a product of everything with everything that never ends
ROWS = "SELECT * {{ ?s ?p ?o }} LIMIT {}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STORED = "fines-by-authority"
BLOCKS = 8


def milliseconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def overhead(release: Release, rounds: int) -> None:
    """The engine alone beside the worker, for answers of 1, 100 and 1,000 rows."""
    print("| rows | in this process, ms | in a worker, ms | more, ms |\n|--:|--:|--:|--:|")
    for rows in (1, 100, 1_000):
        text = ROWS.format(rows)

        def alone(text: str = text) -> object:
            return release.store.query(text, use_default_graph_as_union=True).serialize(format=QueryResultsFormat.JSON)

        def apart(text: str = text) -> object:
            return run_query(release, text)

        alone(), apart()
        pairs = [(milliseconds(alone), milliseconds(apart)) for _ in range(rounds)]
        own, worker = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"| {rows} | {own:.2f} | {worker:.2f} | {worker - own:.2f} |")


def beside_a_runaway(release: Release, rounds: int) -> None:
    """Median and 95th percentile of a stored query, usually and while 1 and 2 endless queries of another user run.

    The three situations alternate, so that whatever else the machine does falls on all of them.
    """
    text = stored_query(STORED).text
    times: dict[int, list[float]] = {0: [], 1: [], 2: []}

    def ask() -> object:
        return run_query(release, text, ticket=Ticket(client="reader"))

    ask()
    for _ in range(BLOCKS):
        for number, found in times.items():
            tickets = [Ticket(client="runaway") for _ in range(number)]
            for ticket in tickets:
                threading.Thread(target=_run_away, args=(release, ticket), daemon=True).start()
            time.sleep(2)
            found += [milliseconds(ask) for _ in range(rounds // 2)]
            for ticket in tickets:
                ticket.cancel()
    print(f"\n| `{STORED}` | median, ms | p95, ms | p95 ratio | goal |\n|:--|--:|--:|--:|:--|")
    usual = statistics.quantiles(times[0], n=20)[18]
    for number, found in times.items():
        name = f"beside {number} endless" if number else "usually"
        high = statistics.quantiles(found, n=20)[18]
        goal = "under 2" if number == 1 else ""
        print(f"| {name} | {statistics.median(found):.2f} | {high:.2f} | {high / usual:.2f} | {goal} |")


def _run_away(release: Release, ticket: Ticket) -> None:
    try:
        run_query(release, ENDLESS, limits=Limits(seconds=300), ticket=ticket)
    except KnowledgeBaseError:
        return


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 201
    release = open_release()
    shared_pool().warm(release.files.store())
    prepare(release, stored_query(STORED).text)
    overhead(release, rounds)
    beside_a_runaway(release, rounds)


if __name__ == "__main__":
    main()
