"""How many of the claims that the base holds on five acts a draft proposes, and how many of its proposals are of no use.

python -m benchmarks.drafts [INSTRUMENT...]    needs their texts (KB_TEXTS); each is drafted as if
nothing were known of it
"""

from __future__ import annotations

import sys

from kb.drafting.measuring import Measured, measure
from kb.loaders.facts import read_facts
from kb.loaders.layout import facts_folder
from kb.texts.folder import texts_folder

ACTS = ("eu/dsa", "us/pafaca", "gb/online-safety-act-2023", "sg/broadcasting-act", "ca/investment-canada-act")
COLUMNS = ("claims", "proposed", "question_proposed", "proposals", "useless")


def _line(name: str, found: list[Measured]) -> str:
    return f"{name:<30}" + "".join(f"{sum(getattr(one, column) for one in found):>18}" for column in COLUMNS)


def main() -> None:
    """Print a line for each act, and the sum."""
    facts, folder = read_facts(facts_folder()), texts_folder()
    found = [measure(folder, facts, instrument) for instrument in sys.argv[1:] or ACTS]
    print(f"{'':<30}" + "".join(f"{column:>18}" for column in COLUMNS))
    for one in found:
        print(_line(one.instrument, [one]))
    print(_line("all", found))


if __name__ == "__main__":
    main()
