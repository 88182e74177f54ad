"""How long `build` and `compare` take as whole processes, beside importing click and pyoxigraph: ratios of one run.

    python benchmarks/compare_start.py [rounds]

The commands alternate within each round; the medians are compared. Compiled files are kept from run to run, as they are
wherever the program is used, whatever the environment of the measurement says. Prints Markdown.
"""

from __future__ import annotations

import os
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


def seconds(arguments: list[str], home: str) -> float:
    """Wall time of one whole process."""
    started = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"KB_HOME": home}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as home:
        seconds(COMMANDS["build"], home)
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                times[name].append(seconds(arguments, home))
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = next(iter(medians.values()))
    print(f"| whole process, median of {rounds} alternating runs | seconds | ratio | goal |\n|:--|--:|--:|:--|")
    for name, median in medians.items():
        print(f"| `{name}` | {median:.3f} | {median / base:.2f} | {GOALS.get(name, '')} |")


if __name__ == "__main__":
    main()
