"""How much memory and time a result of many rows takes in each format, in a process of its own.

    python benchmarks/query_streaming.py [rows]

Each format is written by `kb query` to a file; the highest resident memory of that process and of its worker is read from the
system when they have ended. Prints Markdown. KB_HOME names the releases. Linux only.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERY = "SELECT ?s ?p ?o ?t { ?s ?p ?o . ?t a ?class } LIMIT "
FORMATS = ("csv", "tsv", "json", "xml", "md", "parquet", "xlsx", "zip")


def measured(format_name: str, rows: int, folder: Path) -> tuple[float, int, int]:
    """Seconds, highest memory of the command or of what it started (megabytes), and size of the file (megabytes)."""
    query = folder / "q.rq"
    query.write_text(QUERY + str(rows), encoding="utf-8")
    target = folder / f"out.{format_name}"
    limits = {"KB_LIMIT_ROWS": str(rows), "KB_LIMIT_SECONDS": "900", "KB_LIMIT_ANSWER_MB": "4000"}
    started = time.perf_counter()
    code = (
        "import resource, subprocess, sys; done = subprocess.run([sys.executable, '-m', 'kb', 'query', *sys.argv[1:]]);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    command = [sys.executable, "-c", code, str(query), "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | limits, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    return seconds, int(re.findall(r"\d+", done.stdout)[-1]) // 1024, target.stat().st_size // 2**20


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"| {rows:,} rows | s | highest memory, MB | file, MB |\n|:--|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for format_name in FORMATS:
            seconds, memory, size = measured(format_name, rows, Path(folder))
            print(f"| {format_name} | {seconds:.1f} | {memory} | {size} |", flush=True)
    print(f"\nThis process itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
