"""Import a panel of many cells, beside reading it with polars and writing it as Parquet: the ratio of the times, and the memory.

Run: python benchmarks/import_panel.py [CELLS] [FOLDER] [wide|tidy]; polars is needed and no part of the program.
A wide panel has a row for each place and day with a column for each question, a tidy one a row for each cell.
"""

from __future__ import annotations

import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PLACES, QUESTIONS, SEED, CHANGE, ROUNDS = 180, 10, 7, 0.004, 5
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
    """Print the times of alternating runs, by the clock and by the processor, their ratios, and the memory of what reads."""
    given = dict(enumerate(sys.argv))
    cells, folder, form = int(given.get(1, 10_000_000)), Path(given.get(2) or tempfile.mkdtemp()), given.get(3, "wide")
    folder.mkdir(parents=True, exist_ok=True)
    panel = folder / "panel.csv"
    (write_tidy if form == "tidy" else write_panel)(panel, cells)
    facts = write_base(folder, form == "tidy")
    code = f"import polars; polars.read_csv({str(panel)!r}).write_parquet({str(folder / 'panel.parquet')!r})"
    command = ["-m", "kb", "import", str(folder / "mapping.yaml"), str(panel), "--facts", str(facts), "--check"]
    runs = [(timed(["-c", code]), timed(command)) for _ in range(ROUNDS)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    for number, name in enumerate(("clock", "processor")):
        peer, own = (median(run[side][number] for run in runs) for side in (0, 1))
        ratio = median(run[1][number] / run[0][number] for run in runs)
        print(f"{cells:,} cells, {form}, {name}: polars {peer:.2f} s, import {own:.2f} s, ratio {ratio:.2f}")
    print(f"most memory of any process {memory} MB")


def rows_of(cells: int) -> Iterator[tuple[str, str, list[int]]]:
    """Place, day and the values of all questions, which change now and then."""
    rng, first = random.Random(SEED), datetime.date(1950, 1, 1)
    texts = [(first + datetime.timedelta(number)).isoformat() for number in range(cells // (PLACES * QUESTIONS))]
    for name in (f"{chr(97 + n // 26)}{chr(97 + n % 26)}".upper() for n in range(PLACES)):
        values = [0] * QUESTIONS
        for day in texts:
            if rng.random() < CHANGE * QUESTIONS:
                values[rng.randrange(QUESTIONS)] = rng.randrange(4)
            yield name, day, values


def write_panel(path: Path, cells: int) -> None:
    """A row for each place and day."""
    with path.open("w", encoding="utf-8") as out:
        out.write("place,day," + ",".join(f"q{number}" for number in range(QUESTIONS)) + "\n")
        for name, day, values in rows_of(cells):
            out.write(f"{name},{day}," + ",".join(map(str, values)) + "\n")


def write_tidy(path: Path, cells: int) -> None:
    """A row for each cell."""
    with path.open("w", encoding="utf-8") as out:
        out.write("place,day,question,value\n")
        for name, day, values in rows_of(cells):
            out.writelines(f"{name},{day},q{number},{value}\n" for number, value in enumerate(values))


def write_base(folder: Path, is_tidy: bool) -> Path:
    """A base with the questions of the panel, and the mapping."""
    facts = folder / "facts"
    (facts / "codebook").mkdir(parents=True, exist_ok=True)
    (facts / "jurisdictions.yaml").write_text("zz:\n  name: Nowhere\n  kind: country\n")
    answers = "".join(f"\n      a{number}: {{label: Answer {number}, means: The value {number}.}}" for number in range(4))
    questions = (
        f"\n  q{number}:\n    text: What is {number}?\n    scale: ordinal\n    how_to_code: Made up.\n    answers:{answers}"
        for number in range(QUESTIONS)
    )
    head = "title: Panel\nabout: Made up.\nversion: 1.0.0\norder: 1\nquestions:"
    (facts / "codebook/panel.yaml").write_text(head + "".join(questions) + "\n")
    values = "{0: a0, 1: a1, 2: a2, 3: a3}"
    asked = [f"value, when: {{question: q{number}}}" if is_tidy else f"q{number}" for number in range(QUESTIONS)]
    lines = (f"  - {{question: q{number}, value: {column}, values: {values}}}\n" for number, column in enumerate(asked))
    (folder / "mapping.yaml").write_text(MAPPING + "".join(lines))
    return facts


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds of a command of Python by the clock, and of the processor with all its processes."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
