"""All that the README of this folder quotes of generated bases, and of rebuilds, in one run.

    python -m benchmarks [--10m] [--keep FOLDER]

Generates and builds 10 thousand, 100 thousand and a million quads (with --10m also ten million, which takes 13 GB of disk),
then measures the peers and one edit on them, and rebuilds of the curated facts. With --keep the releases stay there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from benchmarks.build_release import ROOT, heading, report

SIZES = ["10k", "100k", "1m"]


@click.command()
@click.option("--10m", "with_10m", is_flag=True, help="Ten million quads too.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder in which the releases stay.")
def main(with_10m: bool, keep: Path | None) -> None:
    """Measure everything and print Markdown."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        homes = [(keep or Path(temporary)) / size for size in [*SIZES, *(["10m"] if with_10m else [])]]
        print("## Building a release\n")
        heading()
        for home in homes:
            home.mkdir(parents=True)
            report(home.name, home)
        for title, module, arguments in [
            ("Beside peers", "peers", homes),
            ("One edit", "one_edit", homes),
            ("Rebuilding the curated facts", "rebuild", []),
        ]:
            print(f"\n## {title}\n", flush=True)
            subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)], cwd=ROOT, check=True)
    print(f"\n{(time.monotonic() - begun) / 60:.0f} minutes on this machine")


if __name__ == "__main__":
    main()
