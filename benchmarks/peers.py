"""The program beside its peers: one release, one process, tasks that alternate, answers checked equal before they are timed.

    python -m benchmarks.peers HOME ...      # folders with releases of benchmarks.generate, as KB_HOME

Each task is asked of each engine in turns after a first one that is not counted, unless that one took five seconds.
Prints Markdown: medians in milliseconds of processor time, and how many times the cell table's each is. rdflib in memory
is measured up to 20,000 quads.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.peer_duckdb import Duckdb
from benchmarks.peer_engines import Cells, Comparisons, Engine, StoredQueries
from benchmarks.peer_limit import Limit
from benchmarks.peer_sparql import Oxrdflib, Pyoxigraph, Rdflib
from kb.release import Release, open_release

AS_OF, LATER, KNOWN_ON = "2018-05-05", "2021-09-09", "2024-01-01"
ROUNDS, SECONDS, LARGEST_FOR_RDFLIB = 15, 5.0, 20_000
Task = Callable[[Engine], Any]


def engines_of(release: Release) -> list[Engine]:
    """Every engine, loaded."""
    kinds: list[Callable[[Release], Engine]] = [Limit, Cells, Duckdb, Comparisons, StoredQueries, Pyoxigraph, Oxrdflib]
    if release.manifest["quads"] <= LARGEST_FOR_RDFLIB:
        kinds.append(Rdflib)
    return [kind(release) for kind in kinds]


def tasks_of(release: Release) -> dict[str, Task]:
    """The tasks by what they are called in the table."""
    questions, places = list(release.reader.questions())[:12], list(release.reader.jurisdictions())
    title = release.reader.head(f"https://w3id.org/policykb/id/instrument/{places[1]}/dimension-01-2").title
    letters = title.split()[0][2:].lower()
    return {
        "3 x 12 with sources": lambda engine: engine.matrix(questions, places[:3], AS_OF, KNOWN_ON),
        f"{len(places)} x 12 with sources": lambda engine: engine.matrix(questions, places, AS_OF, KNOWN_ON),
        "changed cells, whole base": lambda engine: engine.changed((AS_OF, LATER), KNOWN_ON),
        "claims begun by place, question, year": lambda engine: engine.begun(KNOWN_ON),
        "rare letters in a name": lambda engine: engine.named(letters),
    }


def measured(engines: list[Engine], task: Task) -> dict[str, float | None]:
    """Median milliseconds of each engine, None where it does not have the task; AssertionError for unequal answers."""
    times: dict[str, list[float]] = {}
    expected = None
    for engine in engines:
        started = time.process_time()
        answer = task(engine)
        first = time.process_time() - started
        if answer is not None:
            expected = _comparable(answer) if expected is None else expected
            assert _comparable(answer) == expected, f"{engine.name} answers otherwise"
            times[engine.name] = [first] if first > SECONDS else []
    for _ in range(ROUNDS):
        for engine in engines:
            spent = times.get(engine.name)
            if spent is not None and sum(spent) < SECONDS:
                started = time.process_time()
                task(engine)
                spent.append(time.process_time() - started)
    return {engine.name: _median(times.get(engine.name)) for engine in engines}


def _median(times: list[float] | None) -> float | None:
    return 1000 * statistics.median(times) if times else None


def _comparable(answer: Any) -> Any:
    return sorted(answer, key=repr) if isinstance(answer, list) else answer


def main(homes: list[str]) -> None:
    """Measure every release and print a table for each."""
    for home in homes:
        release = open_release(home)
        engines = engines_of(release)
        names = [engine.name for engine in engines]
        claims = release.manifest["counts"]["claims"]
        print(f"\n{release.manifest['quads']:,} quads, {claims:,} claims; CPU ms (times the cell table)\n")
        print("| task | " + " | ".join(names) + " |\n|:--|" + "--:|" * len(names))
        for title, task in tasks_of(release).items():
            found = measured(engines, task)
            base = found[Cells.name] or 1.0
            shown = ["-" if (spent := found[name]) is None else f"{spent:.2f} ({spent / base:.1f})" for name in names]
            print(f"| {title} | " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
