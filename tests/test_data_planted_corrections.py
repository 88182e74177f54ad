"""Twenty false corrections among ten true ones, judged by a reviewer who had only the texts: every false one was refused.

``planted-corrections.csv`` has for each what is true, what was given, the fault that was put in, and the verdict, which was
committed before the key was opened. In a first draw one rule made a correction that was not false (the same answer went on
after the end that was left out), and it was accepted; the rule was mended, and the corrections that came in were judged anew.
One true correction came in later still and was judged with the key open, as its row says.
"""

from __future__ import annotations

import csv
from collections import Counter

from kb.loaders.facts import read_facts
from kb.loaders.record.statements import statements_of
from tests.conftest import ROOT
from tests.planted_corrections import FALSE, FAULTS, FIELDS, TRUE, place

ROWS = list(csv.DictReader((ROOT / "tests" / "planted-corrections.csv").read_text(encoding="utf-8").splitlines()))
PLANTED = [row for row in ROWS if row["fault"] != "none"]


def side(row: dict[str, str], name: str) -> dict[str, str]:
    return {field: row[f"{name} {field}"] for field in FIELDS}


def test_every_false_correction_is_refused_and_most_true_ones_are_accepted():
    assert len(PLANTED) == FALSE and {row["verdict"] for row in PLANTED} == {"refuse"}
    true = [row for row in ROWS if row["fault"] == "none"]
    assert len(true) == TRUE and Counter(row["verdict"] for row in true) == {"accept": 7, "refuse": 3}
    assert all(row["why"] for row in ROWS) and all(row["again"] for row in true if row["verdict"] == "refuse")


def test_each_fault_is_the_one_that_its_rule_puts_in():
    assert {row["fault"] for row in PLANTED} == set(FAULTS)
    for row in PLANTED:
        assert FAULTS[row["fault"]](side(row, "true")) == side(row, "given") != side(row, "true")
    assert all(side(row, "true") == side(row, "given") for row in ROWS if row["fault"] == "none")


def test_they_are_statements_of_ours_in_the_order_of_the_draw():
    facts = read_facts(ROOT / "facts")
    known = {one.id for name in facts.files if name.startswith("instruments/") for one in statements_of(facts, name)}
    drawn = [row["statement"] for row in ROWS]
    assert set(drawn) <= known and drawn == sorted(drawn, key=lambda one: place(one)[::-1])
