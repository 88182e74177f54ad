"""Data frames have types: a truth is no text that is always true, a day is a day, and what is missing is missing."""

import pandas as pd
import pytest

import kb
from kb.similarity.similarity import similar
from kb.tables.csv import COLUMNS
from kb.tables.frame import DAY, MOMENT, NUMBER, TRUTH, WHOLE, column
from tests.invented_tables import large

DAYS = {"as_of": "2025-09-15", "known_on": "2026-06-01"}


@pytest.fixture
def base(mini_home):
    return kb.open(mini_home)


@pytest.fixture
def frame(base):
    return base.compare(["xa", "xb"], **DAYS).to_pandas()


def test_what_is_not_disputed_is_false_and_not_a_text_that_is_true(base, frame):
    cells = base.compare(["xa", "xb"], **DAYS).comparison.cells
    assert frame["disputed"].dtype == "boolean" and list(frame["disputed"]) == [cell.disputed for cell in cells]
    assert 0 < len(frame[frame["disputed"]]) < len(frame) and frame["disputed"].sum() == sum(cell.disputed for cell in cells)


def test_what_nobody_looked_at_is_missing_and_not_false(base, frame):
    empty = base.compare(["xa", "xb"], as_of="2025-09-15", known_on="1900-01-01").to_pandas()
    assert set(empty["state"]) == {"not-researched"} and empty["valid_from"].isna().all()
    assert all(value is pd.NA for name in ("confirmed", "instrument", "answer", "platform") for value in empty[name])
    assert frame["confirmed"].dtype == empty["confirmed"].dtype == "boolean" and set(frame["confirmed"]) == {True, False}
    assert not (frame == "").any(axis=None)


def test_days_can_be_reckoned_with(frame):
    for name in ("valid_from", "valid_until", "as_of", "known_on", "evidence_to"):
        assert frame[name].dtype == "datetime64[s]"
    assert (frame["as_of"] == pd.Timestamp("2025-09-15")).all()
    begun = frame.dropna(subset="valid_from")
    assert len(begun) and ((begun["as_of"] - begun["valid_from"]).dt.days >= 0).all()


def test_truths_and_numbers_of_cells_are_such(frame):
    for name in ("disputed", "confirmed", "last_known", "scheduled"):
        assert frame[name].dtype == "boolean"
    assert frame["value"].dtype == frame["dispute_weight"].dtype == "Float64" and not frame["last_known"].isna().any()


def test_the_columns_are_those_of_the_file(frame):
    assert list(frame.columns) == list(COLUMNS)


def test_answers_on_an_ordinal_scale_are_in_order_where_one_question_is_asked(base, frame):
    heads = base.compare(["xa", "xb"], **DAYS).comparison.questions
    assert {head.scale for head in heads} == {"ordinal", "nominal"} and not hasattr(frame["answer"], "cat")
    for head in heads:
        answers = base.compare(["xa", "xb"], questions=[head.id], **DAYS).to_pandas()["answer"]
        if head.scale == "ordinal":
            assert answers.cat.ordered and list(answers.cat.categories) == [answer for answer, _ in head.answers]
            assert answers.dropna().empty or answers.min() <= answers.max()
        else:
            assert answers.dtype == "string"


def test_distances_that_are_not_known_are_missing():
    found = similar(large(4, 3, 0.9, seed=2))
    frame = found.to_pandas()
    assert {str(frame[name].dtype) for name in ("distance", "lower", "upper")} == {"Float64"}
    assert {str(frame[name].dtype) for name in ("compared", "missing", "disputed")} == {"Int64"}
    assert frame["distance"].isna().any() and all(value is pd.NA for value in frame["distance"][frame["distance"].isna()])
    parts = found.questions_to_pandas()
    assert parts["open"].dtype == "boolean" and parts["as_of"].dtype == "datetime64[s]" and parts["share"].dtype == "Float64"
    assert list(parts["open"]) == [part.open for pair in found.pairs() for part in pair.parts]


VALUES = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?truth ?day ?moment ?whole ?decimal ?double ?iri ?text ?mixed ?none ?month {
  VALUES (?truth ?day ?moment ?whole ?decimal ?double ?iri ?text ?mixed ?month) {
    (true "2025-01-19"^^xsd:date "2025-01-19T12:00:00Z"^^xsd:dateTime 3 1.5 1e3 <http://e/a> "a" 1 "2025-01"^^xsd:gYearMonth)
    (false "9999-12-31"^^xsd:date UNDEF -4 2.0 UNDEF UNDEF "2" "1" UNDEF)
    (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF <http://e/b> UNDEF UNDEF UNDEF)
  }
}"""


def test_results_have_the_types_of_their_values(base):
    frame = base.query(VALUES).to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "truth": "boolean", "day": "datetime64[s]", "moment": "datetime64[us, UTC]", "whole": "Int64", "decimal": "Float64",
        "double": "Float64", "iri": "string", "text": "string", "mixed": "string", "none": "string", "month": "string",
    }  # fmt: skip
    assert list(frame["truth"][:2]) == [True, False] and frame["whole"].sum() == -1 and frame["double"][0] == 1000
    assert frame["day"][1].year == 9999 and list(frame["iri"][[0, 2]]) == ["http://e/a", "http://e/b"]
    assert all(frame[name][2] is pd.NA for name in ("truth", "whole", "decimal", "double", "text", "mixed", "none", "month"))
    assert frame["day"][2] is pd.NaT and frame["month"][0] == "2025-01"


def test_a_yes_or_no_is_a_truth_and_a_graph_is_text(base):
    assert list(base.query("ASK { ?s ?p ?o }").to_pandas()["answer"]) == [True]
    graph = base.query("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 2").to_pandas()
    assert list(graph.columns) == ["subject", "predicate", "object"] and {str(kind) for kind in graph.dtypes} == {"string"}


def test_no_rows_have_the_columns_all_the_same(base):
    frame = base.query("SELECT ?a ?b { VALUES (?a ?b) { } }").to_pandas()
    assert list(frame.columns) == ["a", "b"] and frame.empty


@pytest.mark.parametrize(
    "value",
    ['"2025-01-19T12:00:00"^^xsd:dateTime', '"x"^^xsd:integer', '"x"^^xsd:double', '"x"^^xsd:boolean', '"12025-01-01"^^xsd:date'],
)
def test_a_value_that_is_not_what_it_says_stays_a_text(base, value):
    frame = base.query(f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?x ?n {{ VALUES (?x ?n) {{ ({value} 1) }} }}")
    found = frame.to_pandas()
    assert found["x"].dtype == "string" and found["x"][0] in value and found["n"].dtype == "Int64"


@pytest.mark.parametrize(
    ("kind", "value"), [(TRUTH, "yes"), (WHOLE, "1.5"), (NUMBER, "x"), (DAY, "2025-02-30"), (DAY, "2025-01"), (MOMENT, "noon")]
)
def test_what_is_not_of_the_kind_is_refused_and_not_guessed(kind, value):
    with pytest.raises(ValueError, match=r"."):
        column([value], kind)


@pytest.mark.parametrize("kind", [TRUTH, WHOLE, NUMBER, DAY, MOMENT])
def test_a_column_of_nothing_has_its_type(kind):
    assert column([None, ""], kind).isna().all() and column([], kind).dtype == column([None], kind).dtype
