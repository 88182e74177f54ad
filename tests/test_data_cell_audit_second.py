"""The cells that no blind coder had coded, read once more on 2026-11-30 by one editor for two places each, who amended.

They asked whether another lawyer would answer otherwise by the codebook, and whether the first day, the statuses, the provisions
cited and the sentence hold. Most cells marked ``right`` were judged from the sentence and the readings of before; what is marked
otherwise has its reason, and ``done`` says what stands now, or why what stood was kept.
"""

from __future__ import annotations

import csv
from collections import Counter

from kb.cells.comparison import compare
from tests.conftest import ROOT

ROWS = list(csv.DictReader((ROOT / "tests" / "cell-audit-second.csv").read_text(encoding="utf-8").splitlines()))
MARKS = {"right": 554, "imprecise": 96, "doubtful": 63, "wrong": 13}
PARTS = {"answer", "from", "status", "pinpoints", "sentence", "reading"}


def test_the_counts_are_those_that_are_told_and_each_cell_is_there_once(real_release):
    assert Counter(row["mark"] for row in ROWS) == MARKS
    places = sorted({row["jurisdiction"] for row in ROWS})
    cells = {(cell.jurisdiction, cell.question) for cell in compare(real_release.reader, places, as_of="2026-11-30").cells}
    read = [(row["jurisdiction"], row["question"]) for row in ROWS]
    assert len(places) == 12 and len(read) == len(set(read)) and set(read) <= cells


def test_whatever_is_not_right_says_why_in_which_part_and_what_became_of_it():
    told = [row for row in ROWS if row["mark"] != "right"]
    assert [row for row in told if not (row["why"] and row["done"])] == []
    assert {part for row in told for part in row["part"].split(";") if part} <= PARTS
