"""What it costs to read from an engine elsewhere: publishing, and a table of 3 x 12 cells, beside the same on disk.

    python -m benchmarks.endpoint HOME ...

Each HOME holds a release of a generated base. The engines that are installed are started on this machine, one after another;
every answer is compared before it is timed, ours and theirs in turns, wall time of a warm process. Prints Markdown.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.engines import OXIGRAPH, VIRTUOSO, oxigraph, virtuoso
from benchmarks.generated_plan import CORE_JURISDICTIONS, CORE_QUESTIONS
from kb.cells.comparison import compare
from kb.endpoint.address import Endpoint, endpoint_at
from kb.endpoint.opening import open_current
from kb.endpoint.publishing import publish
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.release.reader import Reader
from kb.release.release import Release
from kb.values.model import Comparison

ROUNDS = 7
BUFFERS = 170_000
DAY = {"as_of": "2018-05-05", "known_on": "2024-01-01"}


def engines(folder: Path) -> Iterator[tuple[str, AbstractContextManager[str]]]:
    """Names of the engines that are installed, and how to start each."""
    for name, program, start in (("oxigraph server", OXIGRAPH, oxigraph), ("Virtuoso", VIRTUOSO, _virtuoso)):
        if program:
            (folder / name).mkdir()
            yield name, start(folder / name)


def _virtuoso(folder: Path) -> AbstractContextManager[str]:
    return virtuoso(folder, BUFFERS)


def table(reader: Reader) -> Comparison:
    """The core of every generated base: 3 jurisdictions on 12 questions, with notes."""
    places, questions = list(reader.jurisdictions())[:CORE_JURISDICTIONS], list(reader.questions())[:CORE_QUESTIONS]
    return compare(reader, places, questions=questions, **DAY)


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def measure(release: Release, endpoint: Endpoint, home: Path) -> list[float]:
    """Medians of the table from the side index, the graph on disk and the endpoint, after one of each."""
    there = open_current(endpoint, home)
    makers = [lambda: release.reader, lambda: GraphReader(release), lambda: GraphReader(there)]
    answers = [table(make()) for make in makers]
    assert answers[0].cells == answers[1].cells == answers[2].cells and answers[0].notes == answers[2].notes
    times: list[list[float]] = [[] for _ in makers]
    for _ in range(ROUNDS):
        for taken, make in zip(times, makers, strict=True):
            reader = make()
            taken.append(milliseconds(lambda reader=reader: table(reader)))
    return [statistics.median(taken) for taken in times]


def main() -> None:
    """Measure every HOME with every engine."""
    print("| quads | engine | published, s | quads/s | side index, ms | graph on disk, ms | endpoint, ms | ratio to disk |")
    print("|--:|:--|--:|--:|--:|--:|--:|--:|")
    for home in sys.argv[1:]:
        release = open_release(home)
        with tempfile.TemporaryDirectory() as folder:
            for name, engine in engines(Path(folder)):
                with engine as address:
                    endpoint = endpoint_at(address)
                    begun = time.perf_counter()
                    publish(release, endpoint, keep=1, is_loaded=False, progress=_silent)
                    spent = time.perf_counter() - begun
                    index, disk, there = measure(release, endpoint, Path(folder))
                quads = int(release.manifest["quads"])
                cells = f"{index:.1f} | {disk:.1f} | {there:.1f} | {there / disk:.1f}"
                print(f"| {quads:,} | {name} | {spent:.1f} | {quads / spent:,.0f} | {cells} |", flush=True)


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


if __name__ == "__main__":
    main()
