"""How long a build and a check take after one line of the curated facts was edited, beside a build from scratch.

    python -m benchmarks.rebuild [rounds]

Whole processes in turns, in a home and on a copy of the facts below a temporary folder. Prints Markdown: median seconds on
the clock and of the processor, and ratios.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EDITED, REGISTER = "instruments/us/pafaca.yaml", "jurisdictions.yaml"
CASES = {
    "imports alone": ("-c", "import kb.commands.cli, kb.building.progress"),
    "`build` from scratch": ("-m", "kb", "build"),
    "`build` after one edit": ("-m", "kb", "build"),
    "`build` after one edit of a register": ("-m", "kb", "build"),
    "`build` after a file more": ("-m", "kb", "build"),
    "`validate` after one edit": ("-m", "kb", "validate"),
}


def measured(arguments: tuple[str, ...], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds on the clock and of the processor of one process."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, spent


def prepare(case: str, facts: Path, home: Path, number: int) -> None:
    """Make the edit that a case is about."""
    if "scratch" in case:
        shutil.rmtree(home, ignore_errors=True)
    if "register" in case:
        with (facts / REGISTER).open("a", encoding="utf-8") as file:
            file.write(f"# {number}\n")
    elif "edit" in case:
        text = (facts / EDITED).read_text(encoding="utf-8")
        (facts / EDITED).write_text(text.replace("title: ", f"title: {number} ", 1), encoding="utf-8")
    elif "more" in case:
        shutil.copy(facts / EDITED, facts / f"instruments/us/another-{number}.yaml")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    taken: dict[str, list[tuple[float, float]]] = {case: [] for case in CASES}
    with tempfile.TemporaryDirectory() as folder:
        facts, home = Path(shutil.copytree(ROOT / "facts", Path(folder) / "facts")), Path(folder) / "home"
        environment = os.environ | {"KB_HOME": str(home), "KB_FACTS": str(facts)}
        for number in range(rounds):
            for case, arguments in CASES.items():
                prepare(case, facts, home, number)
                taken[case].append(measured(arguments, environment))
    print("| whole process | s on the clock | s of the processor | ratio |\n|:--|--:|--:|--:|")
    whole = statistics.median(spent for _, spent in taken["`build` from scratch"])
    for case, times in taken.items():
        clock, spent = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"| {case} | {clock:.2f} | {spent:.2f} | {spent / whole:.2f} |")


if __name__ == "__main__":
    main()
