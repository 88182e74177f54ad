"""A question that is retired is asked only by name: tables, counts and drafts have its successors."""

from collections import Counter

import pytest

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.cells.comparison import choose_questions, compare
from kb.cells.coverage import coverage
from kb.doors.naming import question_named
from kb.drafting.likeness import profiles_of
from kb.explanation.explain import explain
from kb.loaders.facts import read_facts
from kb.sparql.stored import stored_query
from tests.conftest import REAL_FACTS

TWELVE = ["us", "eu", "sg", "gb", "au", "ca", "br", "in", "id", "vn", "ru", "cn"]
DUTIES = ("content", "data", "security")
ROWS = ("authority", "penalty-basis", "fine-share", "fine-amount", "review")
RETIRED = {
    "enforcing-authority": "authority",
    "maximum-penalty-basis": "penalty-basis",
    "maximum-fine-share": "fine-share",
    "maximum-fine-amount": "fine-amount",
    "review-of-platform-orders": "review",
}


def heads(release):
    return release.reader.questions()


def test_the_rows_of_the_main_platform_law_are_retired_for_one_row_a_duty(real_release):
    replaced = {name: head.replaced_by for name, head in heads(real_release).items() if head.replaced_by}
    expected = {name: tuple(f"{duty}-{row}" for duty in DUTIES) for name, row in RETIRED.items()}
    assert replaced == expected | {"available-measures": ("content-measures",)}


def test_a_successor_is_no_question_that_bore_another_name(real_release):
    assert all(not heads(real_release)[f"{duty}-{row}"].formerly for duty in DUTIES for row in ROWS)


def test_tables_of_all_and_of_a_dimension_leave_retired_questions_out(real_release):
    asked = [head.id for head in choose_questions(heads(real_release), (), ())]
    of_dimensions = choose_questions(heads(real_release), (), ("enforcement-and-penalties", "judicial-review"))
    assert len(asked) == len(heads(real_release)) - 6 == 84
    assert not RETIRED.keys() & {*asked, *(head.id for head in of_dimensions)} and len(of_dimensions) == 19


def test_a_retired_question_that_is_named_is_answered_as_before(real_release):
    cell = compare(real_release.reader, ["us"], questions=["enforcing-authority"]).cell("us", "enforcing-authority")
    assert cell.answer == "prosecutor-only" and cell.valid_from == "2024-04-24"
    basis = compare(real_release.reader, ["us"], questions=["maximum-penalty-basis"])
    assert explain(real_release, basis, "us", "maximum-penalty-basis").cell.answer == "per-user"
    assert question_named(real_release.reader, "maximum-fine-share") == "maximum-fine-share"


def test_coverage_counts_only_what_is_asked_today(real_release):
    whole = {row.jurisdiction: row for row in coverage(real_release, TWELVE) if row.dimension == "*"}
    assert {row.cells for row in whole.values()} == {84}


def test_gaps_do_not_list_retired_questions(real_release):
    rows = QueryResult(run_query(real_release, stored_query("gaps").text, {"jurisdiction": "fr"}))
    listed = {(row["question"] or "").rpartition("/")[2] for row in rows}
    assert "content-authority" in listed and not RETIRED.keys() & listed


def test_a_draft_proposes_no_retired_question():
    assert not RETIRED.keys() & profiles_of(read_facts(REAL_FACTS)).weights.keys()


@pytest.mark.parametrize("row", [*ROWS, "measures"])
def test_every_row_by_duty_has_an_answer_or_a_typed_absence_in_all_twelve(real_release, row):
    questions = [f"{duty}-{row}" for duty in DUTIES] if row != "measures" else ["content-measures"]
    cells = compare(real_release.reader, TWELVE, questions=questions, known_on="2027-01-01").cells
    states = Counter(cell.state for cell in cells)
    assert sum(states.values()) == 12 * len(questions) and not states["not-researched"]
    assert all(cell.claims[0].claim.pinpoint for cell in cells if cell.state == "answered")


def test_at_most_a_tenth_of_any_place_and_of_any_dimension_is_not_researched(real_release):
    table = compare(real_release.reader, TWELVE, known_on="2027-01-01")
    dimension = {head.id: head.dimension for head in table.questions}
    cells, missing = Counter(), Counter()
    for cell in table.cells:
        for of in (cell.jurisdiction, dimension[cell.question]):
            cells[of] += 1
            missing[of] += cell.state == "not-researched"
    assert not [of for of in cells if missing[of] * 10 > cells[of]]
