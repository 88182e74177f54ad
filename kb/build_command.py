"""``build`` and ``validate`` for people at a terminal: progress, counts, and every problem on its own line."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kb.building import Progress, build, load_checked
from kb.options import deliver
from kb.release import home_folder
from loaders.problems import CuratedDataError, Problem, listing

STAGES = ("reading", "projecting", "checking shapes", "checking hygiene", "writing", "done")


def run_build(facts_root: Path, home: Path | None) -> None:
    """Build and publish, printing the release, its counts and the time; exit code 1 if the facts are wrong."""
    started = time.monotonic()
    try:
        with _Bar() as progress:
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
        with _Bar() as progress:
            facts, _, warnings = load_checked(facts_root, progress)
    except CuratedDataError as error:
        _fail(error, "the facts are wrong")
    _warn(warnings)
    deliver(f"{len(facts.files)} files are right, {len(warnings)} warnings\n", None)


def _fail(error: CuratedDataError, last: str) -> None:
    for line in listing(error.problems):
        sys.stderr.write(line + "\n")
    number = len(error.problems)
    sys.stderr.write(f"kb: {number} {'problem' if number == 1 else 'problems'}; {last}\n")
    raise SystemExit(1)


def _warn(warnings: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in sorted(warnings):
        sys.stderr.write(f"warning: {problem}\n")


class _Bar:
    """A progress bar on a terminal, silence elsewhere."""

    def __enter__(self) -> Progress:
        self.progress = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            bar = Progress(TextColumn("{task.description:<17}"), BarColumn(), console=Console(stderr=True), transient=True)
            self.task = bar.add_task("reading", total=len(STAGES))
            self.progress = bar
            bar.start()
        return self.update

    def update(self, stage: str, done: int, total: int) -> None:
        if self.progress:
            fraction = done / total if total else 0
            self.progress.update(self.task, description=stage, completed=STAGES.index(stage) + fraction)

    def __exit__(self, *_: object) -> None:
        if self.progress:
            self.progress.stop()
