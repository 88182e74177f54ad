"""The program beside its peers: one release, one process, tasks that alternate, answers checked equal before they are timed.

    python -m benchmarks.peers HOME ...      # folders with releases of benchmarks.generate, as KB_HOME

Each task is asked of each engine in turns after a first one that is not counted, unless that one took five seconds.
Prints Markdown: medians in milliseconds of processor time, and how many times the cell table's each is; of an engine behind
HTTP both processes count. rdflib in memory is measured up to 20,000 quads, with --rdflib up to 200,000.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.peer_duckdb import Duckdb
from benchmarks.peer_engines import Cells, Comparisons, Engine, StoredQueries
from benchmarks.peer_http import Http, http_peers
from benchmarks.peer_limit import Limit
from benchmarks.peer_sparql import Oxrdflib, Pyoxigraph, Rdflib
from kb.opening.current import open_release
from kb.release.release import Release

AS_OF, LATER, KNOWN_ON = "2018-05-05", "2021-09-09", "2024-01-01"
ROUNDS, SECONDS, LARGEST_FOR_RDFLIB = 15, 5.0, {False: 20_000, True: 200_000}
Task = Callable[[Engine], Any]


def engines_of(release: Release, with_rdflib: bool = False) -> list[Engine]:
    """Every engine in this process, loaded."""
    kinds: list[Callable[[Release], Engine]] = [Limit, Cells, Duckdb, Comparisons, StoredQueries, Pyoxigraph, Oxrdflib]
    if release.manifest["quads"] <= LARGEST_FOR_RDFLIB[with_rdflib]:
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


def measured(engines: list[Engine], task: Task) -> dict[str, float | str | None]:
    """Median milliseconds of each engine, None where it does not have the task, a word where it answers otherwise.

    AssertionError for an unequal answer in this process.
    """
    times: dict[str, list[float]] = {}
    expected, wrong = None, dict[str, str]()
    for engine in engines:
        answer, first = _timed(engine, task)
        if answer is not None:
            expected = _comparable(answer) if expected is None else expected
            if _comparable(answer) != expected:
                assert isinstance(engine, Http), f"{engine.name} answers otherwise"
                wrong[engine.name] = f"answers otherwise ({len(answer)}, not {len(expected)})"
            else:
                times[engine.name] = [first] if first > SECONDS else []
    for _ in range(ROUNDS):
        for engine in engines:
            spent = times.get(engine.name)
            if spent is not None and sum(spent) < SECONDS:
                spent.append(_timed(engine, task)[1])
    return {engine.name: wrong.get(engine.name) or _median(times.get(engine.name)) for engine in engines}


def _timed(engine: Engine, task: Task) -> tuple[Any, float]:
    """The answer, and the seconds of the processor it took, here and elsewhere."""
    started = time.process_time() + engine.elsewhere()
    answer = task(engine)
    return answer, time.process_time() + engine.elsewhere() - started


def _median(times: list[float] | None) -> float | None:
    return 1000 * statistics.median(times) if times else None


def _comparable(answer: Any) -> Any:
    return sorted(answer, key=repr) if isinstance(answer, list) else answer


def report(home: str, with_rdflib: bool = False) -> None:
    """Measure one release and print its table."""
    release = open_release(home)
    with http_peers(release) as (behind_http, missing):
        engines = [*engines_of(release, with_rdflib), *behind_http]
        names = [engine.name for engine in engines]
        claims = release.manifest["counts"]["claims"]
        print(f"\n{release.manifest['quads']:,} quads, {claims:,} claims; CPU ms (times the cell table)", *missing, sep="\n")
        print("\n| task | " + " | ".join(names) + " |\n|:--|" + "--:|" * len(names))
        for title, task in tasks_of(release).items():
            print(f"| {title} | " + " | ".join(_shown(measured(engines, task), names)) + " |", flush=True)


def _shown(found: dict[str, float | str | None], names: list[str]) -> list[str]:
    base = found[Cells.name]
    assert isinstance(base, float)
    return [f"{spent:.2f} ({spent / base:.1f})" if isinstance(spent, float) else spent or "-" for spent in map(found.get, names)]


if __name__ == "__main__":
    for home in sys.argv[1:]:
        if not home.startswith("--"):
            report(home, "--rdflib" in sys.argv)
