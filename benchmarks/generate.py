"""Generate a seeded base of any size: as a folder of facts files, or directly as a release.

    python -m benchmarks.generate 10k --facts /tmp/generated    # then: KB_FACTS=/tmp/generated python -m kb build
    python -m benchmarks.generate 10m --release /tmp/large      # then: KB_HOME=/tmp/large python -m kb compare j000 j001

The records are those of :mod:`kb.loaders`, the quads those of :mod:`kb.projection`, the release that of :mod:`kb.building.build`.
A folder is checked by ``kb build`` like curated facts; a release written directly is checked record by record only.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import Quad

from benchmarks.facts_folder import write_folder
from benchmarks.generated_base import file_count, files, graphs
from benchmarks.generated_plan import PLANS, Plan, plan_of
from kb.building.build import publish
from kb.building.progress import STREAMED, Bar

PEAK_UNIT = 1024  # kilobytes on Linux


def generate(
    size: Annotated[str, typer.Argument(help=f"About how many quads: {', '.join(PLANS)}.")],
    facts: Annotated[Path | None, typer.Option(help="Folder to write facts files (YAML) to; for small sizes.")] = None,
    release: Annotated[Path | None, typer.Option(help="Folder to publish a release below, as KB_HOME.")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed gives other facts.")] = None,
    jurisdictions: Annotated[int | None, typer.Option(min=3, max=200, help="How many instead of the size's own.")] = None,
    questions: Annotated[int | None, typer.Option(min=12, max=100, help="How many instead of the size's own.")] = None,
    years: Annotated[int | None, typer.Option(min=1, max=20, help="How many years of law.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, max=40, help="Texts that follow each other on one question.")] = None,
) -> None:
    """Generate a base. Equal arguments give equal facts.

    Example: python -m benchmarks.generate 100k --release /tmp/generated
    """
    if size not in PLANS:
        raise typer.BadParameter(f"write one of {', '.join(PLANS)}", param_hint="SIZE")
    if not facts and not release:
        raise typer.BadParameter("name a folder with --facts or --release")
    plan = plan_of(size, seed=seed, jurisdictions=jurisdictions, questions=questions, years=years, rounds=rounds)
    if facts:
        print(f"{write_folder(facts, files(plan))} files in {facts}")
    if release:
        _publish(plan, release)


def _publish(plan: Plan, home: Path) -> None:
    started, names = time.monotonic(), dict[str, str]()
    stream: Iterator[list[Quad]] = graphs(plan, names)
    with Bar(STREAMED) as progress:
        built = publish(stream, file_count(plan), names, home, progress=progress)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // PEAK_UNIT
    counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
    print(f"release {built.id}: {built.quads} quads; {counts}; {time.monotonic() - started:.1f} s; at most {peak} MB")


if __name__ == "__main__":
    typer.run(generate)
