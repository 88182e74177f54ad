"""Every format carries the same cells, notes and marks, and hostile text stays text: each file is read back and compared."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from conftest import cases
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from table_readers import READERS, TEXTS, expected, folded

from kb.cells.comparison import compare
from kb.errors import UsageError
from kb.saving import format_of
from kb.tables import SUFFIXES, table_bytes, write_table
from kb.tables.html import render
from kb.tables.sheet import clean, sheet_of
from tests.patience import PATIENCE

HOSTILE = [
    "a | b", "R&D 100 % $x$ #1 _a_ ~ ^", "<script>alert(1)</script>", "\\input{/etc/passwd} {x} \\end{document}",
    '=HYPERLINK("http://evil.example","x")', "@SUM(A1)", "+1", "-1+2", "שלום עולם", "مرحبا", "emoji 🙂 👩‍👩‍👧",
    "#set page(fill: red)",
    "[link](javascript:alert(1)) ![x](http://evil.example/x.png)", "*a* **b** `c` ~~d~~ [^1]", "a -- b --- c ``q'' ,, ?` << >>",
    "[x] starts", "* starts", "\x00\x08\ufffe control", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 漢字 Việt", "]]> &amp; &#60;", "word " * 600,
]  # fmt: skip


def read(comparison, name):
    data = table_bytes(comparison, name)
    return READERS[name](data.decode("utf-8") if name in TEXTS else data)


@pytest.fixture(scope="module")
def real(real_release):
    return compare(real_release.reader, ["us", "eu", "sg"], as_of="2025-09-15", known_on="2026-12-01")


@pytest.fixture(scope="module")
def mini(mini_release):
    asked = {"as_of": "2025-09-15", "known_on": "2026-06-01", "platform": "clip", "scope": "both"}
    return compare(mini_release.reader, ["xa", "xb", "xu"], **asked)


@pytest.fixture(scope="module")
def both(real_release):
    asked = {
        "as_of": "2025-09-15",
        "known_on": "2026-11-28",
        "platform": "tiktok",
        "scope": "both",
    }  # when an answer of Singapore was disputed
    return compare(real_release.reader, ["us", "sg", "ie", "fr"], **asked)


def test_what_is_read_back_has_a_line_of_every_kind(real, both):
    words = [cell.words for table in (real, both) for row in sheet_of(table).rows for cell in row.cells]
    for kind in ("otherwise", "beside", "doubts", "warnings"):
        assert any(getattr(one, kind) for one in words), kind
    assert any(line.notes for one in words for line in one.otherwise)
    assert any(remark.startswith("By the law of: ") for one in words for remark in one.remarks)


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("which", ["real", "both", "mini"])
def test_all_formats_carry_the_same_cells_notes_and_marks(which, name, request):
    comparison = request.getfixturevalue(which)
    assert read(comparison, name) == expected(sheet_of(comparison))


@pytest.mark.parametrize("name", ["txt", "svg", "csv", "csvw", "json"])
def test_the_formats_of_lines_and_of_programs_carry_the_same_cells(real, name):
    data = table_bytes(real, name)
    if name == "json":
        found = [(cell["label"], cell["in_short"], cell["disputed"]) for cell in json.loads(data)["cells"]]
    elif name in ("csv", "csvw"):
        text = zipfile.ZipFile(io.BytesIO(data)).read("comparison.csv") if name == "csvw" else data
        rows = csv.DictReader(io.StringIO(text.decode("utf-8")))
        found = [(row["label"], row["in_short"], row["disputed"] == "true") for row in rows]
    else:
        return check_lines(real, data.decode("utf-8") if name == "txt" else ElementTree.fromstring(data)[1].text)
    assert found == [(cell.label, cell.in_short, cell.disputed) for cell in real.cells]


def check_lines(comparison, text):
    said = "".join(text.split())
    for row in sheet_of(comparison).rows:
        for words in (cell.words for cell in row.cells):
            remarks = "".join(f" ({remark})" for remark in words.remarks)
            below = "".join(f" ({line.text}{references(line)})" for line in words.below)
            warnings = "".join(f" {line.text.upper()}{references(line)}" for line in words.warnings)
            lines = f"{words.sign}{words.label}.{words.sentence}{references(words)}{remarks}{below}{warnings}"
            assert "".join(lines.split()) in said


def references(line):
    return "".join(f" [{n}]" for n in line.notes)


def with_text(table, text):
    """The table with one text everywhere a file can put text, cells and notes included."""
    heads = tuple(replace(head, text=text, dimension_title=text) for head in table.questions)
    cells = tuple(
        replace(
            cell,
            label=text,
            in_short=text,
            scope_label=cell.scope_label and text,
            layer_name=cell.layer_name and text,
            otherwise=tuple(one._replace(name=text, label=text, in_short=text) for one in cell.otherwise),
        )
        for cell in table.cells
    )
    notes = tuple(replace(note, citation=text) for note in table.notes)
    return replace(
        table, questions=heads, cells=cells, notes=notes, jurisdictions=tuple((slug, text) for slug, _ in table.jurisdictions)
    )


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:16]))
def test_hostile_text_comes_back_as_it_was(mini, name, text):
    hostile = with_text(mini, text)
    assert read(hostile, name) == expected(sheet_of(hostile))


@pytest.mark.parametrize("name", sorted(READERS))
@cases(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60).filter(lambda text: clean(text)))
def test_any_text_comes_back_as_it_was(mini, name, text):
    head = mini.questions[0]
    cells = tuple(cell for cell in mini.cells if cell.question == head.id)
    small = replace(mini, questions=(head,), cells=cells, notes=mini.notes[:3])
    hostile = with_text(small, text)
    assert read(hostile, name) == expected(sheet_of(hostile))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[0] in "=+-@"])
def test_no_cell_of_a_workbook_or_of_csv_is_a_formula(mini, text):
    from openpyxl import load_workbook

    hostile = with_text(mini, text)
    for page in load_workbook(io.BytesIO(table_bytes(hostile, "xlsx"))):
        assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    rows = csv.reader(io.StringIO(write_table(hostile, "csv")))
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@"))]


def test_typst_never_reads_text_as_markup(mini):
    plain = table_bytes(with_text(mini, "x"), "svg")
    hostile = table_bytes(with_text(mini, '#panic("evaluated") $ */ // [ ] `'), "svg")
    assert plain[:5] == hostile[:5] == b"<svg "


def test_a_cell_longer_than_a_spreadsheet_holds_is_cut_and_says_so(mini):
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(table_bytes(with_text(mini, "word " * 9000), "xlsx")))["Table"]
    assert "[cut here" in page["B6"].value and len(page["B6"].value) < 32767


def test_the_workbook_is_frozen_typed_and_linked(real):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(table_bytes(real, "xlsx")))
    assert book.sheetnames == ["Table", "Numbers", "Notes", "Metadata"]
    assert book["Table"].freeze_panes == "B5" and book["Notes"]["A2"].data_type == "n"
    assert book["Metadata"]["B2"].is_date and book["Metadata"]["B2"].value.date().isoformat() == "2025-09-15"
    assert book["Notes"]["C2"].hyperlink.target.startswith("https://www.congress.gov/")


def test_the_word_table_repeats_its_header_row_turns_and_keeps_its_notes_once(real):
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(table_bytes(real, "docx")))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width > section.page_height
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    references = [one.get(qn("w:id")) for one in document.element.iter(qn("w:endnoteReference"))]
    assert references == [str(note.n) for note in real.notes]


def test_wide_word_tables_are_split_and_their_notes_numbered_as_they_are_read(real_release):
    from docx import Document
    from docx.oxml.ns import qn

    wide = compare(
        real_release.reader, ["us", "eu", "sg", "gb", "in", "cn", "br"], dimensions=["market-entry"], as_of="2025-09-15"
    )
    document = Document(io.BytesIO(table_bytes(wide, "docx")))
    assert [len(table.columns) for table in document.tables] == [5, 4]
    references = [one.get(qn("w:id")) for one in document.element.iter(qn("w:endnoteReference"))]
    assert references == [str(n) for n in range(1, len(wide.notes) + 1)]
    assert not [one for one in document.element.iter(qn("w:endnoteReference")) if one.getparent().find(qn("w:t")) is not None]


def test_the_metadata_of_the_csv_names_all_its_columns(mini):
    archive = zipfile.ZipFile(io.BytesIO(table_bytes(mini, "csvw")))
    described = json.loads(archive.read("comparison.csv-metadata.json"))
    header = next(csv.reader(io.StringIO(archive.read(described["url"]).decode("utf-8"))))
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert table_bytes(mini, "csvw") == table_bytes(mini, "csvw")


def test_pictures_are_pictures(mini):
    assert table_bytes(mini, "png").startswith(b"\x89PNG") and table_bytes(mini, "pdf").startswith(b"%PDF")
    picture = ElementTree.fromstring(table_bytes(mini, "svg"))
    assert picture.get("role") == "img" and picture[0].text.startswith("Platform rules and what differs for Clip: Examplia")
    assert not [one for one in picture.iter() if one.tag.endswith(("script", "image", "foreignObject"))]


def test_a_format_that_is_not_text_says_so_and_a_zip_is_csvw():
    from pathlib import Path

    with pytest.raises(UsageError, match="docx is not text"):
        write_table(None, "docx")
    assert format_of(Path("t.zip"), None, "md", SUFFIXES) == "csvw"


def tool(name):
    return pytest.mark.skipif(not shutil.which(name), reason=f"no {name} here")


@tool("pdflatex")
@pytest.mark.parametrize("which", ["real", "hostile"])
def test_the_latex_compiles_without_error_or_overfull_box(real, mini, which, tmp_path):
    hostile = with_text(mini, " ".join(HOSTILE[:-1]))
    long = replace(hostile, cells=tuple(replace(cell, in_short=" ".join(HOSTILE)) for cell in hostile.cells))
    comparison = real if which == "real" else long
    (tmp_path / "t.tex").write_text(write_table(comparison, "tex"), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = (tmp_path / "t.log").read_text(encoding="latin-1")
    assert done.returncode == 0 and not re.search(r"^!|Undefined", log, re.MULTILINE), log[-2000:]
    assert which == "hostile" or "Overfull" not in log


@tool("pandoc")
@pytest.mark.parametrize("to", ["docx", "html"])
def test_pandoc_turns_the_markdown_without_a_warning(real, to, tmp_path):
    (tmp_path / "t.md").write_text(write_table(real, "md"), encoding="utf-8")
    command = ["pandoc", "--fail-if-warnings", "-f", "markdown", "t.md", "-s", "--metadata", "title=T", "-o", f"t.{to}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr
    if to == "html":
        assert (tmp_path / "t.html").read_text(encoding="utf-8").count('class="footnote-ref"') >= len(real.notes)


@tool("soffice")
def test_the_word_file_opens_in_libreoffice(mini, tmp_path):
    (tmp_path / "t.docx").write_bytes(table_bytes(mini, "docx"))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "html:HTML (StarWriter)",
        "t.docx",
    ]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=PATIENCE)
    text = folded(re.sub("<[^>]*>", "", (tmp_path / "t.html").read_text(encoding="utf-8")))
    assert "The named owner must sell the platform." in text and "Pub. L. 99-1, s. 1, read in Gazette of Examplia." in text


def test_two_notes_of_a_statement_are_two_numbers_in_html(mini):
    """Without anything between them 29 and 30 read as 2930."""
    notes = tuple(note.n for note in mini.notes[:2])
    sheet = sheet_of(mini)
    cell = sheet.sections[0].rows[0].cells[0]
    twice = replace(cell, words=replace(cell.words, notes=notes))
    row = replace(sheet.sections[0].rows[0], cells=(twice, *sheet.sections[0].rows[0].cells[1:]))
    section = replace(sheet.sections[0], rows=(row, *sheet.sections[0].rows[1:]))
    shown = re.sub(r"<[^>]*>", "", render("table.html.jinja", replace(sheet, sections=(section, *sheet.sections[1:]))))
    assert f"{twice.words.sentence}{notes[0]}, {notes[1]}" in shown
