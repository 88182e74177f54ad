"""How long a search takes on 100,000 entities: the curated base's own words, multiplied; the goal is 50 ms for each.

python benchmarks/search_scale.py [number of entities]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from kb.building.search_index import NAMES, SearchWriter
from kb.naming import iris
from kb.opening.current import open_release
from kb.release.release import Release
from kb.release.search import FILE
from kb.searching.search import search

WORDS = ["32022R2065", "Pub. L. 118-50", "DSA art 38", "tiktok", "digitl servces act", "privacy act 77123", "data", "act of law"]
QUESTIONS = [
    "does Singapore require data localisation",
    "Datenlokalisierung in Chna",
    "who owns TikTok in the US",
    "which countries ban under 16",
    "Altersgrenze soziale Medien",
    "who regulates x000042q",
]
SEED, RUNS = 20260101, 7


def generated(release: Release, number: int) -> list[tuple[str, str, int, str, str, str, str]]:
    """Rows of the index made of the words of the real texts, in the proportions in which they occur."""
    real = search(release, "act", 1000) + search(release, "data", 1000) + search(release, "platform", 1000)
    words = [word for hit in real for word in f"{hit.label} {hit.says}".split()]
    chance = random.Random(SEED)
    names = [f"x{number:06}q" for number in range(number // 4)]
    rows = []
    for count in range(number):
        name = " ".join(chance.choices(words, k=5)) + f" {count}"
        texts = " ".join(chance.choices(words, k=40) + chance.choices(names, k=2))
        numbers = f"{chance.randint(1, 9)}{chance.randint(1990, 2030)}R{chance.randint(1, 9999):04}"
        kind = chance.choice(["instrument", "case", "source", "organisation"])
        rows.append((iris.entity(kind, f"xx/{count}"), kind, int(chance.random() < 0.6), name, f"X{count}", numbers, texts))
    special = ("instrument", "xy/dsa", 0, "Digital Services Act", "DSA", "32022R2065", "transparency of recommender systems")
    part = ("instrument", "xy/dsa/art_38", 1, "DSA art. 38", "art. 38", "", "an option without profiling")
    law = ("instrument", "xy/pafaca", 0, "Protecting Americans", "PAFACA", "Pub. L. 118-50", "foreign adversary controlled")
    return rows + [(iris.entity(row[0], row[1]), row[0], *row[2:]) for row in (special, part, law)]


def curated(release: Release) -> list[tuple[str, str, int, str, str, str, str]]:
    """The rows of the curated base itself, with all that things are called."""
    database = release.database(FILE)
    rows = database.execute("SELECT iri, kind, part, name, alias, identifier, body FROM documents").fetchall()
    called = database.execute("SELECT iri, kind, ?, '', phrase, '', '' FROM called", (NAMES,)).fetchall()
    return [*rows, *called]


def main() -> None:
    """Build the index in a temporary folder and print the median and slowest search for each of some words."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    release = open_release()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        writer = SearchWriter(Path(folder))
        writer.add_rows(curated(release) + generated(release, number))
        writer.finish()
        size = (Path(folder) / FILE).stat().st_size / 1e6
        print(f"{number:,} entities indexed in {time.perf_counter() - start:.1f} s, {size:.0f} MB\n")
        print("| words | hits | first hit | median ms | slowest ms |\n|:--|--:|:--|--:|--:|")
        for path in release.path.iterdir():  # cells are answered from the curated base
            if path.name != FILE:
                (Path(folder) / path.name).symlink_to(path)
        scaled = Release(Path(folder), release.manifest)
        for words in (*WORDS, *QUESTIONS):
            taken, found = [], []
            for _ in range(RUNS):
                begun = time.perf_counter()
                found = search(scaled, words)
                taken.append(1000 * (time.perf_counter() - begun))
            first = found[0].key if found else ""
            print(f"| {words} | {len(found)} | {first} | {statistics.median(taken):.1f} | {max(taken):.1f} |")


if __name__ == "__main__":
    main()
