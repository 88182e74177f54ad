"""``build`` and ``validate`` for people at a terminal: progress, counts, and every problem on its own line."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kb.building.build import build, validate
from kb.building.changed_since import Changed, changed_since
from kb.building.release_writing import Progress
from kb.loaders.facts import facts_files
from kb.loaders.problems import CuratedDataError, Problem, listing, placed
from kb.release.release import home_folder
from kb.saving import deliver

# stages with their rough shares of the time, from which the time left is told
CURATED = {
    "reading": 10,
    "projecting": 12,
    "checking shapes": 5,
    "checking hygiene": 8,
    "writing": 33,
    "sorting": 3,
    "loading": 18,
    "optimizing": 3,
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
        _fail(error, facts_root, "nothing was built; the current release stays")
    counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
    already = " (it was there already)" if built.reused else ""
    _warn(built.warnings, facts_root)
    deliver(f"release {built.id}{already}: {built.quads} quads; {counts}; {time.monotonic() - started:.1f} s\n", None)
    if built.held:
        deliver(f"{built.held}\n", None)


def run_validate(facts_root: Path) -> None:
    """Check the facts, printing what is wrong; exit code 1 if anything is."""
    try:
        with Bar(CURATED) as progress:
            number, warnings = validate(facts_root, home_folder(), progress)
    except CuratedDataError as error:
        _fail(error, facts_root, "the facts are wrong")
    _warn(warnings, facts_root)
    deliver(f"{number} files are right, {len(_once(warnings))} warnings\n", None)


def run_validate_changed(facts_root: Path, revision: str) -> None:
    """Check what differs from a commit and what leans on it, printing what is wrong there; exit code 1 if anything is wrong."""
    changed = Changed(frozenset(), frozenset())
    try:
        changed = changed_since(facts_root, revision, facts_files(facts_root))
        if not changed.files:
            deliver(f"no file of facts differs from {revision}\n", None)
            return
        with Bar(CURATED) as progress:
            _, warnings = validate(facts_root, home_folder(), progress, changed.all)
    except CuratedDataError as error:
        own = _of(error.problems, facts_root, changed)
        elsewhere = len(error.problems) - len(own)
        told = f"; {elsewhere} in files that neither changed nor lean on one, which kb validate lists" if elsewhere else ""
        _fail(CuratedDataError(own), facts_root, f"the facts are wrong{told}")
    told_of = _of(warnings, facts_root, changed)
    _warn(told_of, facts_root)
    counts = f"{len(changed.files)} files that differ from {revision} and {len(changed.leaning)} that lean on them"
    deliver(f"{counts} are right, {len(told_of)} warnings\n", None)


def _of(problems: Sequence[Problem], root: Path, changed: Changed) -> list[Problem]:
    """Problems of what changed and of what leans on it; one that stands in no file of facts is among them."""
    inside = f"{root.name}/"
    return [one for one in problems if not one.path.startswith(inside) or one.path.removeprefix(inside) in changed.all]


def _fail(error: CuratedDataError, facts_root: Path, last: str) -> None:
    for line in listing(placed(error.problems, facts_root)):
        sys.stderr.write(line + "\n")
    number = len(error.problems)
    sys.stderr.write(f"kb: {number} {'problem' if number == 1 else 'problems'}; {last}\n")
    raise SystemExit(1)


def _once(warnings: Sequence[Problem]) -> list[Problem]:
    """Warnings without those that say the same of the same line, as of two statements in one list."""
    return list({str(one): one for one in warnings}.values())


def _warn(warnings: Sequence[Problem], facts_root: Path) -> None:
    for line in listing(placed(_once(warnings), facts_root)):
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
