"""The reports of other people that the builds were measured on, taken at their commits from clones of their repositories.

    python -m benchmarks.report_corpus CLONES FOLDER

``report_corpus.csv`` names each by repository, commit and path; none is kept here. A clone lies at ``CLONES/owner/name``. Each
report gets a folder of its own in FOLDER, its repository in its name; pictures and styles beside it are not taken, so one that
cannot be built without them fails as its author wrote it and counts neither way.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
from pathlib import Path

LISTED = Path(__file__).with_suffix(".csv")


def taken(clones: Path, folder: Path) -> int:
    """Write every report that the clones have; how many there are. A clone or commit that is not there is told and left out."""
    found = 0
    with LISTED.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            clone, spot = clones / row["repository"], f"{row['commit']}:{row['path']}"
            read = subprocess.run(["git", "-C", str(clone), "show", spot], capture_output=True, check=False)
            if read.returncode:
                print(f"{row['repository']} {spot} is not there")
                continue
            place = folder / f"{number:03}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{row['repository'].replace('/', '__')}__{Path(row['path']).name}").write_bytes(read.stdout)
            found += 1
    return found


def main() -> None:
    """Take the reports into a folder for ``python -m benchmarks.report_builds FOLDER --plant``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    print(f"{taken(given.clones, given.folder)} reports")


if __name__ == "__main__":
    main()
