"""Which faults in the code the tests would not notice: one small change after another, planted in a copy of the checkout.

    python -m benchmarks.mutants [--count 100] [--seed 29] [--only TEXT] [--again]

Draws changes at places of the rooms that decide what a cell says and who gets it, plants each alone, and runs the tests that
could see it, nearest first, until one fails. What was drawn and what became of it stands in ``mutants.csv``: ``killed`` by a
test, ``survived``, or ``equivalent``, which a person writes there with the reason. A change that has a verdict is not run again.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.mutant_drawing import LIST, ROOT, Mutant, drawn, read_list, write_list
from benchmarks.mutant_runs import ENOUGH, LONG_ENOUGH, run_all


@click.command()
@click.option("--count", default=100, show_default=True, help="How many changes are drawn.")
@click.option("--seed", default=29, show_default=True, help="What the drawing begins with.")
@click.option("--only", default="", help="Run those only whose module has this in its path.")
@click.option("--again", is_flag=True, help="Run those that survived longer, on releases that the changed code builds.")
@click.option(
    "--homes", type=click.Path(path_type=Path), default=ROOT / "build" / "mutants", help="Folder of releases that are kept."
)
@click.option("--list", "path", type=click.Path(path_type=Path), default=LIST, help="The table.")
def main(count: int, seed: int, only: str, again: bool, homes: Path, path: Path) -> None:
    """Run the changes that have no verdict and write the table after each."""
    mutants = read_list(path)
    if not mutants:
        write_list(path, mutants := drawn(count, seed))
    wanted = [one for one in mutants if only in one.module and one.verdict == ("survived" if again else "")]
    random.Random(seed).shuffle(wanted)  # so that a run that is cut short is a fair part of all
    places = {one.place: number for number, one in enumerate(mutants)}

    def note(one: Mutant, verdict: str, test: str) -> None:
        mutants[places[one.place]] = replace(one, verdict=verdict, killed_by=test)
        write_list(path, mutants)
        print(f"{one.module}:{one.line} {one.kind}: {verdict} {test}", file=sys.stderr, flush=True)

    run_all(wanted, None if again else homes, LONG_ENOUGH if again else ENOUGH, note)


if __name__ == "__main__":
    main()
