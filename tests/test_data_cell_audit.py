"""Every cell of twelve places that no second coder had coded again, read by a severe second lawyer for each place on 2026-11-30.

They read the question, the codebook and what stood then, looked the law up where they differed or doubted, and marked the cell
``right``, ``imprecise``, ``doubtful`` or ``wrong``; of those marked right most were judged from the sentence and the passages
that it cites. Another editor for each place decided on every other mark: ``amended`` says whether the ``answer`` is another
one since, or the ``statement`` alone (its words, days, passages or what was read); where it is empty, what stood was kept.
"""

from __future__ import annotations

import csv
from collections import Counter

import pytest
import yaml

from kb.cells.comparison import compare
from tests.conftest import REAL_FACTS, ROOT

DRAWN_BEFORE = ("blind-draw", "first-draw", "second-blind-draw", "second-draw", "third-blind-draw")
ROWS = list(csv.DictReader((ROOT / "tests" / "cell-audit.csv").read_text(encoding="utf-8").splitlines()))
MARKS = {"right": 564, "imprecise": 78, "doubtful": 54, "wrong": 83}


@pytest.fixture(scope="module")
def table(real_release):
    places = sorted({row["jurisdiction"] for row in ROWS})
    return compare(real_release.reader, places, as_of="2026-11-30")


def test_the_cells_are_all_that_no_second_coder_had_seen(table):
    coded = {
        (place, question)
        for name in DRAWN_BEFORE
        for place, cells in yaml.safe_load((REAL_FACTS / "codings" / f"{name}.yaml").read_text(encoding="utf-8"))[
            "second"
        ].items()
        for question in cells
    }
    cells = {(cell.jurisdiction, cell.question) for cell in table.cells}
    read = [(row["jurisdiction"], row["question"]) for row in ROWS]
    assert len(read) == len(set(read)) and cells - coded <= set(read) and set(read) <= cells


def test_each_mark_has_its_reason_and_the_counts_are_those_that_are_told():
    assert Counter(row["mark"] for row in ROWS) == MARKS
    assert [row for row in ROWS if row["mark"] != "right" and not row["why"]] == []


def test_what_was_found_wrong_was_amended_and_an_answer_that_is_another_since_says_which(table):
    kept = [row for row in ROWS if row["mark"] == "wrong" and not row["amended"]]
    assert [(row["jurisdiction"], row["question"]) for row in kept] == []
    for row in ROWS:
        cell = table.cell(row["jurisdiction"], row["question"])
        assert row["amended"] in ("", "statement", "answer") and (row["amended"] == "answer") == (row["was"] != row["now"])
        assert (cell.answer or cell.state) == row["now"] or any(one.claim.asserted_on > "2026-11-30" for one in cell.claims), row
