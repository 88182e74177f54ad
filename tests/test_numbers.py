"""Numbers and sets: read with clear messages, kept exact, the same in every format, reckoned with and drawn as what they are."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

import kb
from kb.amending.amendment import plan, write
from kb.amending.publishing import next_record
from kb.amending.wanted import Wish, parse_sets
from kb.asking.formats import write_query
from kb.asking.sandbox import prepare
from kb.building.build import build
from kb.cells.comparison import compare
from kb.cells.layered_matrix import layered_matrix
from kb.clocks.changes import Point, find_changes
from kb.explanation.explain import explain, to_json, to_text
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.published import PUBLISHED
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.similarity import similar
from kb.similarity.scales import answer_scale
from kb.sparql.stored import stored_query
from kb.tables import FORMATS, table_bytes
from kb.ui.cells.choropleth import areas_of, colours, marks_of
from kb.ui.cells.heat_map import frame_of, share_of, short_number
from kb.values.answer_distance import answer_distance
from tests.measured_facts import measured_facts
from tests.table_readers import folded

DAYS = {"as_of": "2026-01-01", "known_on": "2026-06-01"}
PLACES = ["xa", "xb", "xu"]
QUESTIONS = ["removal-hours", "fine-share", "fine-amount", "powers"]


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return measured_facts(tmp_path_factory.mktemp("measured"))


@pytest.fixture(scope="module")
def home(facts, tmp_path_factory):
    home = tmp_path_factory.mktemp("measured-home")
    build(facts, home)
    return home


@pytest.fixture(scope="module")
def release(home):
    return open_release(home)


@pytest.fixture(scope="module")
def table(release):
    return compare(release.reader, PLACES, questions=QUESTIONS, **DAYS)


def messages(root):
    with pytest.raises(CuratedDataError) as caught:
        read_facts(root)
    return [problem.message for problem in caught.value.problems]


# what a file may say


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("answer: 24", "answer: a day", "lower case letters"),
        ("answer: 24", "answer: daily", "'daily' is no number, and this question asks for one; write digits"),
        ("answer: 24", "answer: -24", "is no number; write digits"),
        ("answer: 24", "answer: '24,5'", "is no number; write digits"),
        ("answer: 24", "answer: 1.000.000", "is no number; write digits"),
        ("answer: 24", "answer: 169", "169 is outside 0 to 168, the range of this question in the codebook"),
        ("answer: 24", "answer: 24 hours", "write 24 alone; the question says that it counts hours"),
        ("answer: 24", "answer: 2 days", "'days' is not the unit of this question, which counts hours"),
        ("answer: 24", "answer: 1.1234567890123456", "has more than 15 digits"),
        ("6 percent-of-worldwide-turnover", "6", "name the unit after the number, one of the question's: write one of"),
        ("6 percent-of-worldwide-turnover", "6 percent-of-world-turnover", "did you mean 'percent-of-worldwide-turnover'?"),
        ("20000000 EUR", "20000000", "name the currency after the number, as in '20000000 EUR'"),
        ("20000000 EUR", "20000000 euro", "name the currency after the number"),
        ("[inspect, fine]", "[inspect, fines]", "'fines' is not an answer of powers; write one of block, fine, inspect"),
        ("[inspect, fine]", "[fine, fine]", "name each answer once"),
        ("[inspect, fine]", "[]", "list the answers that are true together, at least one"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_to_write(tmp_path, old, new, said):
    root = measured_facts(tmp_path)
    path = root / "instruments" / "xa" / "limits-act.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = messages(root)
    assert len(found) == 1 and said in found[0] and ".answer" in found[0], found


def test_several_answers_to_a_question_that_has_one_are_refused(tmp_path):
    root = measured_facts(tmp_path)
    path = root / "instruments" / "xa" / "sale-act.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("answer: foreign", "answer: [foreign, neutral]"), encoding="utf-8")
    assert messages(root) == [
        "claims.ownership-test.0.answer: ownership-test has one answer at a time; write one of foreign, neutral, and the other "
        "as a claim of its own"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: hours", "unit: fortnights", "'fortnights' is not in the list of unit: write one of currency, days, hours"),
        ("direction: less-is-stricter", "direction: down", "'down' is not in the list of direction"),
        ("    unit: hours\n", "", "a number needs 'unit:'"),
        ("    least: 0\n", "", "write both ends of the range"),
        ("least: 0\n", "least: 200\n", "least (200) must be less than most (168)"),
        ("unit: currency", "unit: [currency, hours]", "an amount of money has 'unit: currency' alone"),
        ("scale: set", "scale: number", "a number has no list of answers"),
        ("scale: number\n    unit: hours", "scale: ordinal\n    unit: hours", "add 'answers:', it is required"),
    ],
)
def test_a_wrong_question_is_refused_with_what_to_write(tmp_path, old, new, said):
    root = measured_facts(tmp_path)
    path = root / "codebook" / "limits.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(said in found for found in messages(root))


# the release


def test_both_readers_and_the_arrays_read_the_same(release, table):
    graph = GraphReader(release)
    assert graph.questions() == release.reader.questions()
    assert compare(graph, PLACES, questions=QUESTIONS, **DAYS) == table
    point = kb.cells.comparison.ask(release.reader, kb.View(PLACES, **DAYS))
    found = layered_matrix(release.reader, release.reader.cells(), point, questions=QUESTIONS, jurisdictions=PLACES)
    names = found.table.words.values
    for line, question in enumerate(QUESTIONS):
        for column, place in enumerate(PLACES):
            cell, answer = table.cell(place, question), found.answer[line, column]
            assert (names[answer] if answer >= 0 else None) == cell.answer
            assert bool(found.disputed[line, column]) == cell.disputed


def test_cells_have_values_units_and_sets(table):
    shown = {(cell.jurisdiction, cell.question): (cell.value, cell.unit, cell.label) for cell in table.cells}
    assert shown["xa", "removal-hours"] == (7.5, "hours", "7.5 hours")
    assert shown["xa", "fine-amount"] == (20000000, "EUR", "EUR 20,000,000")
    assert shown["xu", "fine-amount"] == (5000000.5, "EUR", "EUR 5,000,000.5")
    assert shown["xa", "fine-share"] == (6, "percent-of-worldwide-turnover", "6 % of worldwide turnover")
    assert table.cell("xa", "powers").answers == ("inspect", "fine") and table.cell("xa", "powers").label == "Inspect; Fine"
    assert table.cell("xb", "powers").answers == ("fine", "block") and table.cell("xa", "removal-hours").answers == ()
    assert table.cell("xb", "fine-share").layer == "xu" and table.cell("xb", "fine-share").value == 10


def test_two_laws_on_a_set_are_true_together_and_dispute_nothing(tmp_path):
    root = measured_facts(tmp_path)
    path = root / "instruments" / "xa" / "second-act.yaml"
    first = (root / "instruments" / "xa" / "limits-act.yaml").read_text(encoding="utf-8")
    claims = (
        "  powers:\n    - answer: [fine, block]\n      from: 2024-01-01\n      in_short: It may block.\n      rests_on: s. 3\n"
    )
    path.write_text(first[: first.index("claims:")] + "claims:\n" + claims, encoding="utf-8")
    home = tmp_path / "home"
    built = build(root, home)
    assert not [one for one in built.warnings if "powers" in str(one)]
    cell = compare(open_release(home).reader, ["xa"], questions="powers", **DAYS).cell("xa", "powers")
    assert cell.answers == ("inspect", "fine", "block") and not cell.disputed
    assert [weighed.standing for weighed in cell.claims] == ["decides", "beside"]


def test_sparql_gives_typed_values(release):
    text = """
        PREFIX pol: <https://w3id.org/policykb/ontology#>
        SELECT ?value ?currency (DATATYPE(?value) AS ?type) (?value * 2 AS ?twice)
        { ?claim pol:question <https://w3id.org/policykb/id/question/fine-amount> ; pol:answer ?answer .
          ?answer a pol:Quantity ; pol:value ?value ; pol:currency ?currency } ORDER BY DESC(?value)"""
    output = io.BytesIO()
    write_query(release, prepare(release, text), "csv", output)
    rows = list(csv.DictReader(io.StringIO(output.getvalue().decode())))
    assert [(row["value"], row["currency"]) for row in rows] == [("20000000", "EUR"), ("5000000.5", "EUR"), ("900000", "USD")]
    assert {row["type"] for row in rows} == {"http://www.w3.org/2001/XMLSchema#decimal"}
    assert Decimal(rows[1]["twice"]) == Decimal("10000001")
    book = io.BytesIO()
    write_query(release, prepare(release, text), "xlsx", book)
    assert [row[0].value for row in load_workbook(book).worksheets[0].iter_rows(min_row=2)] == [20000000, 5000000.5, 900000]


def asked(base, name, **values):
    return base.query(stored_query(name).text, **values).to_pandas()


def test_the_stored_query_sorts_numbers_within_their_unit(home):
    base = kb.open(home)
    frame = asked(base, "numbers-by-jurisdiction", question="fine-amount", **DAYS)
    assert list(zip(frame["value"], frame["unit"], strict=True)) == [(20000000, "EUR"), (5000000.5, "EUR"), (900000, "USD")]
    powers = asked(base, "answers-to-question", question="powers", **DAYS)
    assert len(powers) == 5 and set(powers["answer_label"]) == {"Inspect", "Fine", "Block"}
    codebook = asked(base, "questions-and-answers", dimension="limits")
    assert set(codebook["unit"].dropna()) == {"hours", "% of worldwide turnover", "% of local turnover", "money"}


# every format


def test_every_format_has_the_number(table):
    """In a table for reading it is the label, in a table for reckoning a number with its unit."""
    assert set(FORMATS) == {
        "md",
        "html",
        "paste",
        "tex",
        "docx",
        "pptx",
        "odt",
        "xlsx",
        "csv",
        "csvw",
        "json",
        "txt",
        "svg",
        "png",
        "pdf",
    }
    for name in ("md", "html", "txt", "tex"):
        text = folded(re.sub(r"<[^>]+>", " ", table_bytes(table, name).decode()).replace("\\%", "%").replace("{}", ""))
        assert "7.5 hours" in text and "EUR 20,000,000" in text and "6 % of worldwide turnover" in text, name
    word = zipfile.ZipFile(io.BytesIO(table_bytes(table, "docx"))).read("word/document.xml").decode()
    assert "7.5 hours" in re.sub(r"<[^>]+>", "", word)
    slides = zipfile.ZipFile(io.BytesIO(table_bytes(table, "pptx")))
    shown = "".join(slides.read(name).decode() for name in slides.namelist() if name.startswith("ppt/slides/slide"))
    assert "7.5 hours" in re.sub(r"<[^>]+>", "", shown)
    assert all(table_bytes(table, name) for name in ("svg", "png", "pdf"))


@pytest.mark.parametrize("name", ["csv", "csvw"])
def test_csv_has_columns_of_value_and_unit(table, name):
    data = table_bytes(table, name)
    if name == "csvw":
        archive = zipfile.ZipFile(io.BytesIO(data))
        described = json.loads(archive.read("comparison.csv-metadata.json"))
        kinds = {column["name"]: column["datatype"] for column in described["tableSchema"]["columns"]}
        assert (kinds["value"], kinds["unit"], kinds["answers"]) == ("decimal", "string", "string")
        data = archive.read("comparison.csv")
    rows = {(row["jurisdiction"], row["question"]): row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert (rows["xa", "removal-hours"]["value"], rows["xa", "removal-hours"]["unit"]) == ("7.5", "hours")
    assert (rows["xu", "fine-amount"]["value"], rows["xu", "fine-amount"]["unit"]) == ("5000000.5", "EUR")
    assert rows["xa", "powers"]["answers"] == "inspect; fine" and rows["xa", "powers"]["value"] == ""


def test_the_contract_has_numbers_and_sets(table):
    found = json.loads(table_bytes(table, "json"))
    cells = {(cell["jurisdiction"], cell["question"]): cell for cell in found["cells"]}
    assert (cells["xa", "fine-amount"]["value"], cells["xa", "fine-amount"]["unit"]) == (20000000, "EUR")
    assert cells["xa", "powers"]["answers"] == ["inspect", "fine"] and cells["xa", "powers"]["value"] is None
    assert cells["xa", "fine-amount"]["claims"][0]["value"] == 20000000
    questions = {question["id"]: question for question in found["questions"]}
    assert questions["removal-hours"]["units"] == ["hours"]
    assert questions["removal-hours"]["direction"] == "less-is-stricter" and "units" not in questions["powers"]


def test_the_workbook_has_a_sheet_of_numbers_to_sort(table):
    page = load_workbook(io.BytesIO(table_bytes(table, "xlsx")))["Numbers"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [row[3] for row in rows if row[0].startswith("Within")] == [7.5, 120, 48]
    assert page["D2"].data_type == "n" and page.auto_filter.ref == f"A1:F{len(rows) + 1}"
    only = replace_questions(table, "powers")
    assert "Numbers" not in load_workbook(io.BytesIO(table_bytes(only, "xlsx"))).sheetnames


def replace_questions(table, question):
    from dataclasses import replace

    kept = tuple(cell for cell in table.cells if cell.question == question)
    return replace(table, questions=tuple(head for head in table.questions if head.id == question), cells=kept)


def test_frames_and_the_table_of_claims_have_typed_columns(home, tmp_path):
    base = kb.open(home)
    frame = base.compare(PLACES, questions="removal-hours", **DAYS).to_pandas()
    assert frame["value"].dtype == "Float64" and frame.sort_values("value")["jurisdiction"].tolist() == ["xa", "xu", "xb"]
    path = tmp_path / "claims.parquet"
    pq.write_table(base.claims(), path)
    read = pq.read_table(path)
    assert str(read.schema.field("number").type) == "double"
    rows = [row for row in read.to_pylist() if row["question"] in QUESTIONS]
    assert sorted((row["number"], row["unit"]) for row in rows if row["question"] == "fine-amount") == [
        (900000.0, "USD"), (5000000.5, "EUR"), (20000000.0, "EUR"),
    ]  # fmt: skip
    assert {(row["number"], row["unit"]) for row in rows if row["question"] == "powers"} == {(None, None)}


# reckoning


def test_gower_by_hand(release, table):
    """removal-hours: |7.5 - 48| of 168; fine-amount: 1 - 5000000.5 / 20000000; powers: one of three in common; fine-share: two
    units, which are not compared. The distance is the mean of the three."""
    found = similar(compare(release.reader, ["xa", "xu"], questions=QUESTIONS, **DAYS))
    pair = next(found.pairs())
    by_hand = {"removal-hours": 40.5 / 168, "fine-amount": 1 - 5000000.5 / 20000000, "powers": 1 - 1 / 3}
    assert {part.head.id: part.apart for part in pair.parts if part.apart is not None} == pytest.approx(by_hand)
    assert pair.distance == pytest.approx(sum(by_hand.values()) / 3)
    (left_out,) = pair.not_comparable
    assert left_out.head.id == "fine-share" and "not all counted in the same unit" in left_out.left_out


def test_no_rule_is_as_lenient_as_the_lenient_end_and_bounds_hold_what_may_come(release, table):
    head = release.reader.questions()["removal-hours"]
    cells = [cell for cell in table.cells if cell.question == "removal-hours"]
    scale = answer_scale(head, cells)
    none = scale.findings.index("none-found")
    assert scale.apart[scale.findings.index("120-hours"), none] == pytest.approx(48 / 168)
    assert {"0-hours", "168-hours"} <= set(scale.findings) and np.isnan(scale.apart[-1]).all()
    amounts = answer_scale(release.reader.questions()["fine-amount"], [])
    assert amounts.findings == ("none-found", "not-applicable") and amounts.apart[0, 0] == 0


@pytest.mark.parametrize(
    ("question", "one", "other", "apart"),
    [
        ("removal-hours", "24-hours", "24-hours", 0),
        ("removal-hours", "0-hours", "168-hours", 1),
        ("fine-amount", "0-eur", "0-eur", 0),
        ("fine-amount", "0-eur", "5-eur", 1),
        ("fine-amount", "5-eur", "5-usd", 1),
        ("fine-share", "6-percent-of-worldwide-turnover", "10-percent-of-worldwide-turnover", 0.2),
        ("powers", "block+fine+inspect", "fine", 2 / 3),
    ],
)
def test_distances_between_answers(release, question, one, other, apart):
    head = release.reader.questions()[question]
    assert answer_distance(head, one, other) == answer_distance(head, other, one) == pytest.approx(apart)


def test_numbers_in_different_units_carry_a_caution(table):
    text = table_bytes(table, "md").decode()
    assert "*Compare with care: Not all counted in the same unit" in text
    assert "(mostly % of local turnover; Examplia: % of worldwide turnover)" in text
    assert "(mostly EUR; Testland: USD)" in text


def test_changes_tell_numbers_before_and_after(home):
    from kb.wording.changes import to_json as as_json

    release = open_release(home)
    found = find_changes(release.reader, ["xa"], Point("2025-01-01", "2026-06-01"), Point("2026-01-01", "2026-06-01"))
    (change,) = [one for one in as_json(found)["changes"] if one["question"] == "removal-hours"]
    assert (change["before"]["value"], change["after"]["value"], change["after"]["unit"]) == (24, 7.5, "hours")


def test_an_explanation_says_the_number_with_its_triples(release, table):
    told = explain(release, table, "xa", "removal-hours")
    assert "7.5 hours" in to_text(told) and to_json(told)["value"] == 7.5
    triples = [triple for sentence in to_json(told)["sentences"] for triple in sentence["triples"]]
    value = '<https://w3id.org/policykb/ontology#value> "7.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert any(value in triple for triple in triples)
    powers = explain(release, table, "xa", "powers")
    assert powers.means == "It may inspect. It may fine."


def test_a_number_and_a_set_are_amended(tmp_path):
    root = measured_facts(tmp_path)
    (root / PUBLISHED).write_text(next_record(root, "2026-03-01").text, encoding="utf-8")
    name = "instruments/xa/limits-act.yaml"
    for place, asked, said in (
        ("claim/xa/limits-act/removal-hours/2025-06-01", "answer=48", "answer: 48"),
        ("claim/xa/limits-act/powers/2024-01-01", "answer=inspect; fine; block", "answer: [inspect, fine, block]"),
    ):
        write(root, plan(root, place, Wish(parse_sets([asked]), "corrected", "2026-04-01")))
        assert said in (root / name).read_text(encoding="utf-8")
    read_facts(root)
    path = root / name
    path.write_text(path.read_text(encoding="utf-8").replace("answer: 24", "answer: 25"), encoding="utf-8")
    assert "rewrites what was published" in messages(root)[0] or "removal-hours" in messages(root)[0]


def test_a_needless_nought_is_the_same_number(facts):
    claims = read_facts(facts).instruments["xa/limits-act"].claims["removal-hours"]
    assert [claim.answer for claim in claims] == ["24", "7.5"]


# pictures


def test_the_heat_map_shows_numbers_in_their_place(table):
    """The evidence of these facts has no day, so each answer is the last known and is marked so."""
    frame = frame_of(table)
    hours = frame[frame["question"].str.startswith("Within")].set_index("place")
    assert hours["mark"].to_dict() == {"Examplia": "7.5◷", "Testland": "120◷", "Union of Samples": "48◷"}
    assert hours["share"].to_dict() == pytest.approx({"Examplia": 7.5 / 168, "Testland": 120 / 168, "Union of Samples": 48 / 168})
    amounts = frame[frame["question"].str.contains("amount")].set_index("place")
    assert amounts["mark"].to_dict() == {"Examplia": "EUR 20m◷", "Testland": "USD 900k◷", "Union of Samples": "EUR 5m◷"}
    assert amounts["share"].to_dict() == pytest.approx({"Examplia": 1, "Testland": 0.5, "Union of Samples": 5000000.5 / 20000000})
    powers = frame[frame["question"].str.contains("authority")].set_index("place")
    assert powers["mark"].to_dict() == {"Examplia": "2◷", "Testland": "2◷", "Union of Samples": "2◷"}
    assert [short_number(number) for number in (0, 12500, 2500000000)] == ["0", "12.5k", "2.5bn"]


def test_the_map_names_and_colours_numbers_and_sets(real_release):
    for question in ("maximum-fine-share", "maximum-fine-amount", "available-measures"):
        table = compare(real_release.reader, list(real_release.reader.jurisdictions()), questions=question, as_of="2026-06-01")
        (head,) = table.questions
        palette = colours(head, "light", table)
        assert set(areas_of(table)["shown"]) <= set(palette) and len(marks_of(table))
        shares = [share_of(head, table, cell) for cell in table.cells if cell.answer]
        assert shares and all(0 <= share <= 1 for share in shares)
    assert pd.isna(areas_of(table)["number"]).all()
