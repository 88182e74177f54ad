"""How long `build` and `compare` take as whole processes, beside importing click and pyoxigraph: ratios of one run.

    python benchmarks/compare_start.py [rounds]

The commands alternate within each round; the medians are compared, by the clock and by the processor, which tells the same
where others use the machine. Compiled files are kept from run to run, as they are wherever the program is used, whatever the
environment of the measurement says. Prints Markdown. Needs a system that counts the processor's time of children.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "import click, pyoxigraph": ["-c", "import click, pyoxigraph"],
    "compare us eu sg --format md": ["-m", "kb", "compare", "us", "eu", "sg", "--format", "md"],
    "compare us eu sg -q forced-divestiture": ["-m", "kb", "compare", "us", "eu", "sg", "-q", "forced-divestiture"],
    "explain sg data-localization-requirement": ["-m", "kb", "explain", "sg", "data-localization-requirement"],
    "build": ["-m", "kb", "build"],
}
GOALS = {"compare us eu sg --format md": "at most 2", "build": "under 10 s"}


def seconds(arguments: list[str], home: str) -> tuple[float, float]:
    """Of one whole process the seconds of the clock and those of the processor."""
    started, before = time.perf_counter(), _of_children()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"KB_HOME": home}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started, _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as home:
        seconds(COMMANDS["build"], home)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                times[name].append(seconds(arguments, home))
    medians = {name: [statistics.median(one) for one in zip(*values, strict=True)] for name, values in times.items()}
    base = next(iter(medians.values()))
    print(f"| whole process, median of {rounds} alternating runs | s | ratio | s of the processor | ratio | goal |")
    print("|:--|--:|--:|--:|--:|:--|")
    for name, (clock, processor) in medians.items():
        told = f"{clock:.3f} | {clock / base[0]:.2f} | {processor:.3f} | {processor / base[1]:.2f}"
        print(f"| `{name}` | {told} | {GOALS.get(name, '')} |")


if __name__ == "__main__":
    main()
