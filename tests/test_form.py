"""How a table is to look: one form for markers, options and Python, and what it does to cells, notes, captions and pages."""

import io
import re
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.commands.cli import app
from kb.embedding.marker_options import parse_table
from kb.embedding.verification import IDENTICAL, TAMPERED, verify
from kb.errors import MarkerError, UsageError
from kb.table_view import Table
from kb.tables import table_bytes
from kb.tables.formed import laid_out
from kb.tables.seals import read_seal
from kb.values.form import PLAIN, Form

DAYS = {"as_of": "2025-09-15", "known_on": "2026-06-01"}
TWELVE = ["us", "eu", "sg", "gb", "in", "cn", "br", "au", "ca", "ru", "de", "vn"]


@pytest.fixture(scope="module")
def table(mini_release):
    return compare(mini_release.reader, ["xa", "xb"], **DAYS)


@pytest.fixture(scope="module")
def whole(real_release):
    return compare(real_release.reader, ["us", "eu", "sg"], as_of="2026-06-01", known_on="2026-11-29")


def words_of(sheet):
    cells = [cell.words for row in sheet.rows for cell in row.cells]
    lines = [line.text for words in cells for line in (*words.below, *words.warnings)]
    said = [part for words in cells for part in (words.label, words.sentence, *words.remarks)]
    said += [*lines, *(text for row in sheet.rows for text in (row.text, *row.remarks))]
    return sum(len(text.split()) for text in said)


def test_the_notes_of_a_list_of_works_are_at_most_a_quarter_of_the_words_of_the_table(whole):
    sheet = laid_out(whole, form=Form(notes="sources"))
    assert sum(len(note.citation.split()) for note in sheet.notes) <= words_of(sheet) / 4
    assert sorted(sheet.referred) == [note.n for note in sheet.notes]


def test_twelve_jurisdictions_on_36_questions_are_four_pages_of_labels(wide, tmp_path):
    path = tmp_path / "t.pdf"
    path.write_bytes(table_bytes(wide, "pdf", Form(detail="label", notes="sources", fit="landscape")))
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=False) if _has_pdfinfo() else None
    if told is None:
        pytest.skip("no pdfinfo here")
    pages = int(re.search(r"Pages: +(\d+)", told.stdout)[1])
    assert pages <= 4 and "841" in told.stdout


@pytest.fixture(scope="module")
def wide(real_release):
    asked = list(real_release.reader.questions())[:36]
    return compare(real_release.reader, TWELVE, questions=asked, as_of="2026-06-01")


CROWDED = Form(detail="label", notes="sources", fit="landscape")


def test_the_works_of_a_table_of_labels_are_at_most_a_quarter_of_its_words_and_each_is_named_by_whose_it_is(wide):
    sheet = laid_out(wide, form=CROWDED)
    assert sum(len(note.citation.split()) for note in sheet.notes) <= words_of(sheet) / 4
    said = [note.citation for note in sheet.notes]
    assert "US: PAFACA, Pub. L. 118-50, div. H" in said and "EU: DMA, CELEX 32022R1925" in said


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="no LibreOffice or pdfinfo here")
def test_twelve_jurisdictions_on_36_questions_are_four_landscape_pages_in_word_too(wide, tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(table_bytes(wide, "docx", CROWDED))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    told = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(told, capture_output=True, check=True, timeout=240)
    said = subprocess.run(["pdfinfo", str(tmp_path / "t.pdf")], capture_output=True, text=True, check=True).stdout
    assert int(re.search(r"Pages: +(\d+)", said)[1]) <= 4 and "841" in said


def test_works_stand_below_a_word_table_as_a_list_that_its_numbers_link_to(table):
    from docx import Document

    document = Document(io.BytesIO(table_bytes(table, "docx", Form(notes="sources"))))
    anchors = {one.get(_w("anchor")) for one in document.element.iter(_w("hyperlink"))} - {None}
    names = {one.get(_w("name")) for one in document.element.iter(_w("bookmarkStart"))}
    assert anchors and anchors <= names and not list(document.element.iter(_w("endnoteReference")))


def _w(name):
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _has_pdfinfo():
    return shutil.which("pdfinfo") is not None


def test_labels_keep_what_must_be_said_beside_them(table):
    words = laid_out(table, form=Form(detail="label")).sections[0].rows[0].cells[0].words
    assert (words.label, words.sentence) == ("Review", "") and words.otherwise[0].text == "◆ Otherwise for Clip: required"
    sheet = laid_out(table, form=Form(detail="label"))
    assert "in force and applicable" in sheet.dates
    assert "In force; applicable" not in str(sheet.sections) and "not yet" not in sheet.dates


def test_short_notes_say_each_work_in_full_once(table):
    notes = laid_out(table, form=Form(notes="short")).notes
    assert [note.citation for note in notes if note.citation.startswith("S")][1:3] == [
        "Sale of Platforms Act (SPA), Pub. L. 99-1, s. 1, read in Gazette of Examplia",
        "Search of 2026-01-10; what was searched stands at the cell",
    ]
    assert "SPA, s. 1; s. 2(1)" in [note.citation for note in notes]


def test_no_notes_leave_no_number(table):
    sheet = laid_out(table, form=Form(notes="none"))
    assert not sheet.notes and not sheet.referred and "[^" not in table_bytes(table, "md", Form(notes="none")).decode()


def test_the_legend_says_the_marks_that_stand_there(table):
    legend = laid_out(table).legend
    assert "withheld" not in legend and "none found after a search" in legend
    assert laid_out(table, form=Form(legend="none")).legend == ""


def test_the_release_and_the_policy_stand_at_the_foot_and_never_get_lost(table):
    said = f"Release {table.release}, policy {table.policy}."
    assert laid_out(table).legend.endswith(said) and said not in laid_out(table).dates
    assert said in laid_out(table, form=Form(legend="none")).dates
    for name in ("md", "txt", "html", "tex", "paste"):
        assert f"Release {table.release}" in " ".join(table_bytes(table, name).decode("utf-8").split()), name


def test_an_answer_has_no_mark_and_an_absence_has(table):
    signs = {cell.words.sign for row in laid_out(table).rows for cell in row.cells if cell.answered}
    assert signs == {""} and all(cell.words.sign for row in laid_out(table).rows for cell in row.cells if not cell.answered)
    for name in ("md", "txt", "html", "tex"):
        assert "●" not in table_bytes(table, name).decode("utf-8") and "kbanswered" not in table_bytes(table, name).decode(
            "utf-8"
        )


def test_a_transposed_table_has_the_questions_as_columns(table):
    sheet = laid_out(table, form=Form(transpose="yes"))
    assert sheet.corner == "Jurisdiction" and [row.text for row in sheet.rows] == ["Examplia", "Testland"]
    assert [cell.words.label for cell in next(sheet.rows).cells] == [cell.label for cell in table.cells[::2]]


@pytest.mark.parametrize("name", ["md", "html", "tex", "xlsx"])
def test_a_table_in_its_authors_form_is_verified_in_that_form(table, mini_home, tmp_path, name):
    form = Form(detail="label", notes="sources", caption="Mine, & only mine", id="tbl-x", transpose="yes")
    path = tmp_path / f"t.{name}"
    path.write_bytes(table_bytes(table, name, form))
    assert verify(path, mini_home).word == IDENTICAL
    if name != "xlsx":
        path.write_text(path.read_text(encoding="utf-8").replace("only mine", "all yours"), encoding="utf-8")
        assert verify(path, mini_home).word == TAMPERED


def test_notes_in_a_style_are_verified_too(mini_release, table, mini_home, tmp_path):
    form = Form(style="oscola", notes="sources")
    path = tmp_path / "t.md"
    path.write_bytes(table_bytes(table, "md", form, cited_in(mini_release, table, form)))
    assert "Pub L No 99-1" in path.read_text(encoding="utf-8") and verify(path, mini_home).word == IDENTICAL


def test_markers_say_the_same_form_as_options_and_python(mini_home, table, tmp_path):
    form = parse_table('xa xb detail=label notes=sources caption="My own" id=tbl-x').form
    assert form == Form(detail="label", notes="sources", caption="My own", id="tbl-x")
    out = tmp_path / "t.md"
    asked = ["compare", "xa", "xb", "--as-of", "2025-09-15", "--known-on", "2026-06-01", "--home", str(mini_home), "-o", str(out)]
    done = CliRunner().invoke(app, [*asked, "--detail", "label", "--notes", "sources", "--caption", "My own", "--id", "tbl-x"])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == table_bytes(table, "md", form)
    Table(table).save(tmp_path / "p.md", detail="label", notes="sources", caption="My own", id="tbl-x")
    assert (tmp_path / "p.md").read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("asks", "message"),
    [
        ("xa detail=labels", "no detail 'labels'. Did you mean 'label'"),
        ("xa notes=all", "no notes 'all'"),
        ("xa id=a*b", "id=a"),
        ("xa form=x", "no option 'form'"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(asks, message):
    with pytest.raises(MarkerError, match=re.escape(message)):
        parse_table(asks)


def test_a_table_of_this_base_has_no_form_in_its_seal(table):
    text = table_bytes(table, "md").decode()
    found = read_seal(re.search(r"kb:seal (\{.*\})", text)[1])
    assert found.form == {} and PLAIN.texts() == {}
    with pytest.raises(UsageError, match="no lang 'fr'"):
        Form(lang="fr")


def test_word_tables_have_a_caption_that_can_be_referred_to(mini_home, tmp_path):
    from docx import Document
    from docx.oxml.ns import qn

    from kb.embedding.reports import embed

    document = Document()
    document.add_paragraph("{kb:compare xa xb as-of=2025-09-15 known-on=2026-06-01 id=tbl-x caption=“My own words”}")
    path = tmp_path / "r.docx"
    document.save(path)
    embed([path], mini_home, check=False)
    made = Document(io.BytesIO(path.read_bytes()))
    caption = next(one for one in made.paragraphs if one.text.endswith("My own words"))
    assert caption.style.name == "Caption" and caption.text == "Table 1: My own words"
    assert [one.get(qn("w:name")) for one in caption._p.iter(qn("w:bookmarkStart"))] == ["tbl_x"]
    assert "SEQ Table" in "".join(one.text for one in caption._p.iter(qn("w:instrText")))


def test_a_word_file_is_verified_and_an_edit_in_it_is_found(table, mini_home, tmp_path):
    from docx import Document

    path = tmp_path / "t.docx"
    path.write_bytes(table_bytes(table, "docx", Form(notes="sources")))
    assert verify(path, mini_home).word == IDENTICAL
    document = Document(path)
    run = next(
        run for one in document.tables[0]._cells for part in one.paragraphs for run in part.runs if "acquisitions" in run.text
    )
    run.text = run.text.replace("may review", "must review")
    document.save(path)
    assert verify(path, mini_home).word == TAMPERED


@pytest.mark.parametrize("name", ["txt"])
def test_a_format_without_a_seal_says_that_it_cannot_be_verified(table, mini_home, tmp_path, name):
    path = tmp_path / f"t.{name}"
    path.write_bytes(table_bytes(table, name))
    with pytest.raises(UsageError, match=rf"a \.{name} carries no seal, so nothing can be verified; export \w+ beside it"):
        verify(path, mini_home)


def test_slides_have_a_table_and_their_sources_in_the_notes(table):
    from pptx import Presentation

    slides = Presentation(io.BytesIO(table_bytes(table, "pptx"))).slides
    assert [slide.shapes.title.text for slide in slides] == ["Ownership", "Data"]
    cells = next(shape.table for shape in slides[0].shapes if shape.has_table)
    assert [cells.cell(0, at).text for at in range(3)] == ["Question", "Examplia", "Testland"]
    assert "Review" in cells.cell(1, 1).text and "[1] Screening Act" in slides[0].notes_slide.notes_text_frame.text
