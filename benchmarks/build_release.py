"""How a release is built beside raw pyoxigraph: the same quads, each in a process of its own; ratios of one run.

    python -m benchmarks.build_release [10k|100k|1m|10m] ...

Measured are processor seconds of the whole process, seconds on the clock and peak memory. What making the records and their
quads costs is measured alone and taken away, because raw pyoxigraph is given the finished N-Quads. Prints Markdown.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generated_base import file_count, graphs
from benchmarks.generated_plan import PLANS
from kb.building.build import publish

ROOT = Path(__file__).resolve().parent.parent


def measured(task: str, size: str, home: str) -> dict[str, float]:
    """Run one task in a new process: seconds by stage, all seconds, peak megabytes."""
    command = [sys.executable, "-m", "benchmarks.build_release", "--task", task, size, home]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    return result


def run_task(task: str, size: str, home: str) -> None:
    """What one process does, with what it measured of itself as a line of JSON."""
    stages: dict[str, float] = {}
    begun = time.perf_counter()
    last = ["start", time.process_time()]

    def mark(stage: str, done: int, total: int) -> None:
        if stage != last[0]:
            now = time.process_time()
            stages[str(last[0])] = now - float(last[1])
            last[:] = [stage, now]

    TASKS[task](size, Path(home), mark)
    mark("end", 0, 0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    stages.pop("start", None)
    seconds = {"seconds": usage.ru_utime + usage.ru_stime, "clock": time.perf_counter() - begun}
    print(json.dumps(stages | seconds | {"megabytes": usage.ru_maxrss / 1024}))


def _generate(size: str, home: Path, mark: object) -> None:
    for _ in graphs(PLANS[size], {}):
        pass


def _build(size: str, home: Path, mark: object) -> None:
    names: dict[str, str] = {}
    publish(graphs(PLANS[size], names), file_count(PLANS[size]), names, home, progress=mark)  # type: ignore[arg-type]


def _raw(size: str, home: Path, mark: object) -> None:
    from pyoxigraph import RdfFormat, Store

    store = Store(str(home / "raw"))
    store.bulk_load(path=str(home / "current" / "data.nq"), format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


TASKS = {"generate": _generate, "build": _build, "raw": _raw}


def report(size: str, home: Path) -> None:
    """Build one size below a folder, where the release stays, and print its row."""
    made, built = measured("generate", size, str(home)), measured("build", size, str(home))
    raw = measured("raw", size, str(home))
    shutil.rmtree(home / "raw")
    ours = built["seconds"] - made["seconds"]
    seconds = [made["seconds"], built["seconds"], ours, raw["seconds"]]
    shown = " | ".join(f"{value:.1f} s" for value in seconds)
    clock = f"{built['clock'] - made['clock']:.0f} s | {raw['clock']:.0f} s"
    memory = f"{built['megabytes']:.0f} | {raw['megabytes']:.0f}"
    print(f"| {size} | {shown} | {ours / raw['seconds']:.2f} | {clock} | {memory} |", flush=True)
    print(f"{size} stages: {json.dumps({name: round(value, 1) for name, value in built.items()})}", file=sys.stderr)


def heading() -> None:
    """Print the head of the table of the rows."""
    print(
        "| size | records and quads | whole build | without them | raw | ratio | on the clock: ours | raw | peak MB: ours | raw |"
    )
    print("|:--|" + "--:|" * 9, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        run_task(*sys.argv[2:5])
    else:
        heading()
        for asked in sys.argv[1:] or ["10k", "100k", "1m"]:
            with tempfile.TemporaryDirectory() as folder:
                report(asked, Path(folder))
