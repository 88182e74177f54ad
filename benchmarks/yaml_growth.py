"""How the time and the memory of a build and of a check from YAML grow with the base: whole processes, from scratch.

    python -m benchmarks.yaml_growth FOLDER [JURISDICTIONS ...]

Bases of ``4m`` of :mod:`benchmarks.generate` with so many jurisdictions, 510 claims each, are written below FOLDER unless they
are there. Prints Markdown: seconds of the processor, how they grew beside the base before, the most memory, and the load.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from benchmarks.facts_folder import write_folder
from benchmarks.generated_base import files
from benchmarks.generated_plan import plan_of
from kb.opening.current import open_release

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 20, 40)


def measured(verb: str, facts: Path, home: Path) -> tuple[float, float, int]:
    """Seconds of the processor and on the clock, and the most megabytes, of a command from scratch."""
    shutil.rmtree(home, ignore_errors=True)
    begun, environment = time.monotonic(), os.environ | {"KB_HOME": str(home), "KB_FACTS": str(facts)}
    to = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    command = [sys.executable, "-m", "kb", verb]
    child = os.posix_spawn(sys.executable, command, environment, file_actions=to)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss >> 10


def written(folder: Path, jurisdictions: int) -> Path:
    """The files of a base of so many jurisdictions."""
    facts = folder / f"facts-{jurisdictions}"
    if not facts.is_dir():
        write_folder(folder / "new", files(plan_of("4m", jurisdictions=jurisdictions)))
        (folder / "new").rename(facts)
    return facts


def main() -> None:
    """Measure and print."""
    os.chdir(ROOT)
    folder, sizes = Path(sys.argv[1]), [int(one) for one in sys.argv[2:]] or SIZES
    folder.mkdir(parents=True, exist_ok=True)
    print("| claims | files | quads | build: s of the processor | a claim, ms | s on the clock | MB | validate: s | load |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for size in sizes:
        facts, home = written(folder, size), folder / "home"
        checked, _, _ = measured("validate", facts, home)
        spent, clock, peak = measured("build", facts, home)
        manifest = open_release(home).manifest
        claims, number = manifest["counts"]["claims"], sum(1 for _ in facts.rglob("*.yaml"))
        told = f"{spent:.1f} | {1000 * spent / claims:.2f} | {clock:.1f} | {peak} | {checked:.1f} | {os.getloadavg()[0]:.0f}"
        print(f"| {claims:,} | {number:,} | {manifest['quads']:,} | {told} |", flush=True)
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
