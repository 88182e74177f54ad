"""``build`` and ``validate`` for people at a terminal: progress, counts, and every problem on its own line."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kb.building.build import build, validate
from kb.building.release_writing import Progress
from kb.loaders.problems import CuratedDataError, Problem, listing
from kb.release.release import home_folder
from kb.saving import deliver

# stages with their rough shares of the time, from which the time left is told
CURATED = {
    "reading": 10,
    "projecting": 8,
    "checking shapes": 50,
    "checking hygiene": 4,
    "writing": 18,
    "sorting": 1,
    "loading": 4,
    "optimizing": 2,
    "deriving": 4,
    "checking files": 3,
    "done": 0,
}
STREAMED = {"writing": 45, "sorting": 6, "loading": 38, "optimizing": 8, "deriving": 5, "checking files": 3, "done": 0}


def run_build(facts_root: Path, home: Path | None) -> None:
    """Build and publish, printing the release, its counts and the time; exit code 1 if the facts are wrong."""
    started = time.monotonic()
    try:
        with Bar(CURATED) as progress:
            built = build(facts_root, home_folder(home), progress)
    except CuratedDataError as error:
        _fail(error, "nothing was built; the current release stays")
    counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
    already = " (it was there already)" if built.reused else ""
    _warn(built.warnings)
    deliver(f"release {built.id}{already}: {built.quads} quads; {counts}; {time.monotonic() - started:.1f} s\n", None)


def run_validate(facts_root: Path) -> None:
    """Check the facts, printing what is wrong; exit code 1 if anything is."""
    try:
        with Bar(CURATED) as progress:
            number, warnings = validate(facts_root, home_folder(), progress)
    except CuratedDataError as error:
        _fail(error, "the facts are wrong")
    _warn(warnings)
    deliver(f"{number} files are right, {len(_once(warnings))} warnings\n", None)


def _fail(error: CuratedDataError, last: str) -> None:
    for line in listing(error.problems):
        sys.stderr.write(line + "\n")
    number = len(error.problems)
    sys.stderr.write(f"kb: {number} {'problem' if number == 1 else 'problems'}; {last}\n")
    raise SystemExit(1)


def _once(warnings: Sequence[Problem]) -> list[Problem]:
    """Warnings without those that say the same of the same line, as of two statements in one list."""
    return list({str(one): one for one in warnings}.values())


def _warn(warnings: Sequence[Problem]) -> None:
    for line in listing(_once(warnings)):
        sys.stderr.write(f"warning: {line}\n")


def share_done(stages: dict[str, int], stage: str, done: int, total: int) -> float:
    """Which part of the whole is done, from 0 to 1, when a stage has done some of its steps."""
    before = sum(stages[earlier] for earlier in list(stages)[: list(stages).index(stage)])
    return min((before + stages[stage] * (done / total if total else 0)) / sum(stages.values()), 1.0)


class Bar:
    """A progress bar with the time left on a terminal, silence elsewhere; the stages come with their shares of the time."""

    def __init__(self, stages: dict[str, int]) -> None:
        self.stages = stages

    def __enter__(self) -> Progress:
        self.progress = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description:<17}"), BarColumn(), TimeRemainingColumn(elapsed_when_finished=True))
            bar = Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=600)
            self.task = bar.add_task(next(iter(self.stages)), total=1.0)
            self.progress = bar
            bar.start()
        return self.update

    def update(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is."""
        if self.progress:
            self.progress.update(self.task, description=stage, completed=share_done(self.stages, stage, done, total))

    def __exit__(self, *_: object) -> None:
        if self.progress:
            self.progress.stop()
