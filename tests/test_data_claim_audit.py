"""A hundred claims, drawn by a stated seed from those with a text, and what a fresh reader found beside their passages.

The draw: the standing claims of 2026-11-30 with a text, a passage among the texts at hand or a reading of the law with an
address, in the order of the SHA-256 of ``18130:`` and the identifier (769 of 1,193). One whose passage could not be looked at
is marked ``no passage``, and the next in the order was read instead. What is ``open`` can be amended from the next day on.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter

import pytest

from kb.loaders.facts import read_facts
from kb.loaders.record.statements import statements_of
from tests.conftest import REAL_FACTS, ROOT

AUDIT = ROOT / "tests" / "claim-audit.csv"
SEED, NUMBER = 18130, 100
READ = ("exact", "minor omission", "imprecise", "wrong")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with AUDIT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(identifier: str) -> str:
    return hashlib.sha256(f"{SEED}:{identifier}".encode()).hexdigest()


def test_a_hundred_were_read_in_the_order_of_the_draw(rows: list[dict[str, str]]) -> None:
    drawn = [row["claim"] for row in rows]
    assert drawn == sorted(set(drawn), key=place)
    assert Counter(row["mark"] in READ for row in rows)[True] == NUMBER
    assert {row["mark"] for row in rows} <= {*READ, "no passage"}


def test_what_is_not_exact_says_why_and_what_is_wrong_or_imprecise_was_mended_or_is_open(rows: list[dict[str, str]]) -> None:
    assert all(row["why"] for row in rows if row["mark"] != "exact")
    faulty = [row for row in rows if row["mark"] in ("imprecise", "wrong")]
    assert all(row["done"] in ("mended", "open") for row in faulty)
    good = NUMBER - sum(row["done"] == "open" for row in faulty)
    assert good >= 95 and not [row for row in faulty if row["mark"] == "wrong" and row["done"] == "open"]


def test_what_was_mended_was_withdrawn(rows: list[dict[str, str]]) -> None:
    facts = read_facts(REAL_FACTS)
    withdrawn = {each.id: bool(each.withdrawn_on) for name in facts.files for each in statements_of(facts, name)}
    assert all(withdrawn[row["claim"]] for row in rows if row["done"] == "mended")
