"""A long list of laws, imported, built, searched and compared: how the time grows with its length.

    python -m benchmarks.law_list [LAWS ...]

Made-up laws of 190 places by ``kb import`` and ``kb build`` of a base with nothing else, then searches and a table in one warm
process. Prints Markdown: seconds of the processor, and for searches the median and the slowest in milliseconds of it.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import kb
from benchmarks.import_panel import write_base
from kb.opening.current import open_release
from kb.searching.search import search

ROOT = Path(__file__).resolve().parent.parent
SIZES, PLACES, SEED, RUNS = (20_000, 80_000), 190, 11, 7
TITLE = (
    "Data",
    "Health",
    "Water",
    "Energy",
    "Climate",
    "Media",
    "Labour",
    "Border",
    "School",
    "Market",
    "Forest",
    "Coast",
    "Tax",
)
KINDS = ("Act", "Code", "Order", "Decree", "Statute", "Ordinance")
MAPPING = """\
id: laws
title: A made-up list of laws
publisher: Nobody
licence: CC0-1.0
retrieved: 2026-11-29
place: {column: place, codes: iso-3166-1-alpha-2, new: country}
instruments:
  title: title
  id: number
  type_is: statute
  approaches: [unclassified]
  dates: {in-force: {column: day, form: YYYY-MM-DD}}
"""
WORDS = ["L-1717", "data act", "watter protecton act", "order on the climate 1998", "forest"]


def write_laws(path: Path, number: int) -> None:
    """So many laws, each with a place, a title, a number and a day."""
    chance = random.Random(SEED)
    with path.open("w", encoding="utf-8") as out:
        out.write("place,title,number,day\n")
        for count in range(number):
            place = f"{chr(65 + count % PLACES // 26)}{chr(65 + count % PLACES % 26)}"
            year = chance.randrange(1950, 2026)
            title = f"{' and '.join(chance.sample(TITLE, 2))} Protection {chance.choice(KINDS)} {year}"
            out.write(f"{place},{title},L-{count},{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}\n")


def spent(arguments: list[str], home: Path) -> float:
    """Seconds of the processor of a command and its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"KB_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "kb", *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def milliseconds(task: Callable[[], object]) -> list[float]:
    """Milliseconds of the processor of some runs of a task."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        task()
        taken.append(1000 * (time.process_time() - begun))
    return taken


def main() -> None:
    """Measure and print."""
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    print("| laws | import, s | build, s | search: median ms | slowest ms | table of 3 places, ms |\n|--:|--:|--:|--:|--:|--:|")
    for number in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            facts, home = write_base(folder, True), folder / "home"
            write_laws(folder / "laws.csv", number)
            (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
            paths = [str(folder / "mapping.yaml"), str(folder / "laws.csv")]
            imported = spent(["import", *paths, "--facts", str(facts)], home)
            built = spent(["build", "--facts", str(facts)], home)
            release, base = open_release(home), kb.open(home)
            found = [one for words in WORDS for one in milliseconds(partial(search, release, words))]
            places = list(release.reader.jurisdictions())[:3]
            table = statistics.median(milliseconds(partial(base.compare, places)))
        searches = f"{statistics.median(found):.1f} | {max(found):.1f}"
        print(f"| {number:,} | {imported:.1f} | {built:.1f} | {searches} | {table:.1f} |", flush=True)


if __name__ == "__main__":
    main()
