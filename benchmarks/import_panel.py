"""Import a panel of many cells, beside reading it with polars and writing it as Parquet: the ratio of the times, and the memory.

Run: python benchmarks/import_panel.py [CELLS] [FOLDER]; polars is needed and no part of the program.
"""

from __future__ import annotations

import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES, QUESTIONS, SEED, CHANGE = 180, 10, 7, 0.004
MAPPING = """\
id: panel
title: A made-up panel
publisher: Nobody
licence: CC0-1.0
retrieved: 2026-11-29
place: {column: place, codes: iso-3166-1-alpha-2, new: country}
from: {column: day, form: YYYY-MM-DD}
answers:
"""


def main() -> None:
    """Print both times, their ratio and the most memory of the process that reads."""
    cells, folder = (
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000,
        Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()),
    )
    folder.mkdir(parents=True, exist_ok=True)
    panel = folder / "panel.csv"
    write_panel(panel, cells)
    facts = write_base(folder)
    code = f"import polars; polars.read_csv({str(panel)!r}).write_parquet({str(folder / 'panel.parquet')!r})"
    peer = timed([sys.executable, "-c", code])
    own = timed(
        [sys.executable, "-m", "kb", "import", str(folder / "mapping.yaml"), str(panel), "--facts", str(facts), "--check"]
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{cells:,} cells: polars {peer:.1f} s, import {own:.1f} s, ratio {own / peer:.2f}; most memory of any {memory} MB")


def write_panel(path: Path, cells: int) -> None:
    """A tidy panel whose values change now and then."""
    rng, first = random.Random(SEED), datetime.date(1950, 1, 1)
    days = cells // (PLACES * QUESTIONS)
    names = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}".upper() for n in range(PLACES)]
    texts = [(first + datetime.timedelta(number)).isoformat() for number in range(days)]
    with path.open("w", encoding="utf-8") as out:
        out.write("place,day," + ",".join(f"q{number}" for number in range(QUESTIONS)) + "\n")
        for name in names:
            values = [0] * QUESTIONS
            for day in texts:
                if rng.random() < CHANGE * QUESTIONS:
                    values[rng.randrange(QUESTIONS)] = rng.randrange(4)
                out.write(f"{name},{day}," + ",".join(map(str, values)) + "\n")


def write_base(folder: Path) -> Path:
    """A base with the questions of the panel, and the mapping."""
    facts = folder / "facts"
    (facts / "codebook").mkdir(parents=True, exist_ok=True)
    (facts / "jurisdictions.yaml").write_text("zz:\n  name: Nowhere\n  kind: country\n")
    answers = "".join(f"\n      a{number}: {{label: Answer {number}, means: The value {number}.}}" for number in range(4))
    asked = (
        f"\n  q{number}:\n    text: What is {number}?\n    scale: ordinal\n    how_to_code: Made up.\n    answers:{answers}"
        for number in range(QUESTIONS)
    )
    head = "title: Panel\nabout: Made up.\nversion: 1.0.0\norder: 1\nquestions:"
    (facts / "codebook/panel.yaml").write_text(head + "".join(asked) + "\n")
    values = "{0: a0, 1: a1, 2: a2, 3: a3}"
    lines = "".join(f"  - {{question: q{number}, value: q{number}, values: {values}}}\n" for number in range(QUESTIONS))
    (folder / "mapping.yaml").write_text(MAPPING + lines)
    return facts


def timed(command: list[str]) -> float:
    """Seconds of a command."""
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
