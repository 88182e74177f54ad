"""A hundred statements, drawn by a stated seed from those with a text, and what a reader found beside their passages.

The draw: the identifiers of statements whose passages are all in the texts at hand, in the order of the SHA-256 of ``18:`` and
the identifier; the first hundred. What was imprecise is mended, or says why it is open.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter

from tests.conftest import ROOT

AUDIT = ROOT / "tests" / "passage-audit.csv"
SEED, NUMBER = 18, 100


def rows() -> list[dict[str, str]]:
    with AUDIT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(identifier: str) -> str:
    return hashlib.sha256(f"{SEED}:{identifier}".encode()).hexdigest()


def test_a_hundred_statements_were_read_and_none_is_wrong() -> None:
    found = rows()
    verdicts = Counter(row["verdict"] for row in found)
    assert len({row["statement"] for row in found}) == NUMBER
    assert set(verdicts) <= {"exact", "imprecise"}, "none is wrong"
    settled = verdicts["exact"] + sum(row["done"] == "mended" for row in found)
    assert settled >= 95 and verdicts["exact"] >= 90
    assert all(row["why"] and row["done"] in ("mended", "open") for row in found if row["verdict"] == "imprecise")


def test_they_stand_in_the_order_of_the_draw() -> None:
    drawn = [row["statement"] for row in rows()]
    assert drawn == sorted(drawn, key=place)
