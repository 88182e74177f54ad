"""How long similarity takes on large invented tables, beside a loop of plain Python over pairs and questions: ratios of one run.

    python benchmarks/similarity.py [regimes questions missing]

Prints Markdown. The loop adds up distances only: no bounds, no shares, no cautions.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.similarity import Similarity, similar
from kb.similarity.clusters import cluster
from kb.similarity.gaps import gaps
from kb.similarity.map import regime_map
from kb.similarity.nearest import orders
from kb.similarity.output import write_similarity
from tests.invented_tables import large


def loop(similarity: Similarity) -> list[float]:
    """The sum of the distances of all questions for every pair, one number at a time."""
    shown = similarity.grid.shown.tolist()
    tables = [scale.apart.tolist() for scale in similarity.grid.scales]
    return [
        sum(table[a][b] for table, a, b in zip(tables, one, other, strict=True) if a >= 0 and b >= 0)
        for one, other in combinations(shown, 2)
    ]


def main() -> None:
    """Measure and print the table."""
    given = sys.argv[1:4] or ["200", "100", "0.1"]
    regimes, questions, missing = int(given[0]), int(given[1]), float(given[2])
    comparison = large(regimes, questions, missing)
    similarity = similar(comparison)
    clusters = cluster(similarity)
    regime_map(clusters)
    steps: dict[str, Callable[[], Any]] = {
        "distances alone, a loop of plain Python": lambda: loop(similarity),
        "distances, bounds, shares": lambda: similar(comparison),
        "groups": lambda: cluster(similarity),
        "map": lambda: regime_map(clusters),
        "which orders are open": lambda: orders(similarity),
        "one row per pair as CSV": lambda: write_similarity(similarity, "csv"),
        f"work list of {len(gaps(clusters)):,} gaps": lambda: gaps(clusters),
    }
    print(f"| {regimes} regimes, {questions} questions, {missing:.0%} missing | seconds | ratio |\n|:--|--:|--:|")
    floor = None
    for name, step in steps.items():
        started = time.perf_counter()
        step()
        seconds = time.perf_counter() - started
        floor = floor or seconds
        print(f"| {name} | {seconds:.3f} | {seconds / floor:.2f} |")


if __name__ == "__main__":
    main()
