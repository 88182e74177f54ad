"""How long the questions on time take on a whole generated base, in processor milliseconds of a warm process.

python -m benchmarks.generate 10m --release HOME
python -m benchmarks.whole_base HOME
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from kb.cells.comparison import ask, compare
from kb.cells.coverage import coverage
from kb.cells.large_tables import matrices
from kb.clocks.changes import Point, find_changes
from kb.clocks.regime import effective_regime
from kb.clocks.timeline import timeline
from kb.explanation.explain import explain
from kb.opening.current import open_release
from kb.release.release import Release
from kb.values.view import View

AS_OF, EARLIER, KNOWN_ON, ROUNDS = "2020-01-01", "2015-01-01", "2026-12-01", 3


def tasks(release: Release) -> dict[str, Callable[[], Any]]:
    """What is measured, by name."""
    reader = release.reader
    places, questions = list(reader.jurisdictions()), list(reader.questions())
    day = {"as_of": AS_OF, "known_on": KNOWN_ON}
    one = compare(reader, places[5:6], questions=questions[5:6], **day)
    points = Point(EARLIER, KNOWN_ON), Point(AS_OF, KNOWN_ON)
    asked = [ask(reader, View(as_of=point.as_of, known_on=point.known_on)) for point in points]
    return {
        "compare, 3 x 12": partial(compare, reader, places[:3], questions=questions[:12], **day),
        "timeline of a cell": partial(timeline, reader, places[5], questions[5], known_on=KNOWN_ON),
        "explain a cell": partial(explain, release, one, places[5], questions[5]),
        "regime of a jurisdiction": partial(effective_regime, reader, places[5], **day),
        "changes of 3, with causes and course": partial(find_changes, reader, places[:3], *points),
        "coverage of all": partial(coverage, release, places, **day),
        "all cells at two points": partial(matrices, reader, places, asked),
        "compare all, full cells": partial(compare, reader, places, **day),
    }


def main() -> None:
    """Print a table: the fastest of some rounds after a first one."""
    release = open_release(sys.argv[1])
    print(f"{release.manifest['quads']:,} quads, {release.manifest['counts']['claims']:,} claims\n\n| what | ms |\n|:--|--:|")
    for name, task in tasks(release).items():
        taken = []
        for _ in range(ROUNDS + 1):
            begun = time.process_time()
            task()
            taken.append(1000 * (time.process_time() - begun))
        print(f"| {name} | {min(taken[1:]):.1f} |")


if __name__ == "__main__":
    main()
