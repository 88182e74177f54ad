"""Two hundred claims, drawn by stated seeds from those with a text, and what fresh readers found beside their passages.

The first draw: the standing claims of 2026-11-30 with a text, a passage among the texts at hand or a reading of the law with an
address, in the order of the SHA-256 of ``18130:`` and the identifier (769 of 1,193). The second, later on that day and by two
readers: those of instruments with a passage among the texts at hand, with ``18131:`` (448). One whose passage could not be looked
at is marked ``no passage``, and the next in the order was read instead. What is ``open`` can be amended from the next day on.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass

import pytest

from kb.loaders.facts import read_facts
from kb.loaders.record.statements import statements_of
from tests.conftest import REAL_FACTS, ROOT

NUMBER = 100
READ = ("exact", "minor omission", "imprecise", "wrong")


@dataclass(frozen=True)
class Draw:
    """A hundred claims in the order of a seed, with the mark of each."""

    seed: int
    rows: list[dict[str, str]]

    def place(self, identifier: str) -> str:
        """What the order follows."""
        return hashlib.sha256(f"{self.seed}:{identifier}".encode()).hexdigest()


@pytest.fixture(scope="module", params=[(18130, "claim-audit.csv"), (18131, "claim-audit-second.csv")], ids=str)
def draw(request: pytest.FixtureRequest) -> Draw:
    seed, name = request.param
    with (ROOT / "tests" / name).open(encoding="utf-8", newline="") as file:
        return Draw(seed, list(csv.DictReader(file)))


def test_a_hundred_were_read_in_the_order_of_the_draw(draw: Draw) -> None:
    drawn = [row["claim"] for row in draw.rows]
    assert drawn == sorted(set(drawn), key=draw.place)
    assert Counter(row["mark"] in READ for row in draw.rows)[True] == NUMBER
    assert {row["mark"] for row in draw.rows} <= {*READ, "no passage"}


def test_what_is_not_exact_says_why_and_what_is_wrong_or_imprecise_was_mended_or_is_open(draw: Draw) -> None:
    assert all(row["why"] for row in draw.rows if row["mark"] != "exact")
    faulty = [row for row in draw.rows if row["mark"] in ("imprecise", "wrong")]
    assert all(row["done"] in ("mended", "open") for row in faulty)
    good = NUMBER - sum(row["done"] == "open" for row in faulty)
    assert good >= 95 and not [row for row in faulty if row["mark"] == "wrong" and row["done"] == "open"]


def test_what_was_mended_was_withdrawn(draw: Draw) -> None:
    facts = read_facts(REAL_FACTS)
    withdrawn = {each.id: bool(each.withdrawn_on) for name in facts.files for each in statements_of(facts, name)}
    assert all(withdrawn[row["claim"]] for row in draw.rows if row["done"] == "mended")
