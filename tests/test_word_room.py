"""How much room a table has at a place of a Word document, and from which side the document reads."""

import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kb.embedding.reports import embed
from kb.embedding.word_blocks import _reads_from_the_right
from kb.embedding.word_room import CELL_MARGINS, GAP, room_at, room_of, turned
from kb.errors import KnowledgeBaseError
from kb.tables.sheet import Sheet, SheetCell, SheetRow, SheetSection
from kb.tables.word_notes import ListedNotes
from kb.tables.word_table import LETTER, MARGIN, add_table
from kb.values.words import CellWords

STRICT = b"http://purl.oclc.org/ooxml/officeDocument"


def _in_a_table(columns: list[int], at: int, more_cells: int = 0):
    """A paragraph in a cell without a width of its own, of a table with a grid."""
    table = Document().add_table(1, len(columns))
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), columns, strict=True):
        column.set(qn("w:w"), str(width))
    row = table.rows[0]._tr
    for _ in range(more_cells):
        row.add_tc()
    cells = row.findall(qn("w:tc"))
    for cell in cells:
        for width in cell.findall(f"{qn('w:tcPr')}/{qn('w:tcW')}"):
            width.getparent().remove(width)
    return cells[at].findall(qn("w:p"))[0] if cells[at].findall(qn("w:p")) else cells[at].add_p()


@pytest.mark.parametrize(("at", "width"), [(0, 2000), (1, 5000)])
def test_a_cell_without_a_width_is_as_wide_as_its_column_of_the_grid(at, width):
    assert room_at(_in_a_table([2000, 5000], at)) == width - CELL_MARGINS


def test_a_cell_beyond_the_grid_has_its_share_of_the_page():
    beyond = room_at(_in_a_table([2000, 5000], 2, more_cells=1))
    assert beyond > 2000 and GAP < beyond < 5000


@pytest.mark.parametrize(("style", "reads"), [("Normal", True), ("Quote", False)])
def test_a_document_reads_from_the_right_when_its_usual_style_does_and_not_when_another_does(style, reads):
    document = Document()
    document.styles[style].element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    assert _reads_from_the_right(document, document.element.body.sectPr) is reads


def test_a_document_in_the_strict_form_is_refused_by_that_name(tmp_path, mini_home):
    plain, strict = tmp_path / "plain.docx", tmp_path / "strict.docx"
    Document().save(str(plain))
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(strict, "w") as written:
        for name in read.namelist():
            written.writestr(name, read.read(name).replace(b"http://schemas.openxmlformats.org/officeDocument/2006", STRICT))
    before = strict.read_bytes()
    with pytest.raises(KnowledgeBaseError, match="strict form of Office Open XML; save it as an ordinary"):
        embed([strict], mini_home, check=False)
    assert strict.read_bytes() == before


def _sheet(question: str, columns: int) -> Sheet:
    cells = tuple(SheetCell(f"Place {n}", CellWords("", "Required", "It is.", (), ()), True) for n in range(columns))
    section = SheetSection("Matters", (SheetRow("q", question, (), cells),))
    return Sheet("Mine", "Law.", "", tuple(cell.name for cell in cells), (section,), ())


@pytest.mark.parametrize("columns", [1, 4, 5])
def test_no_word_of_a_question_is_broken_because_its_column_is_narrow(columns):
    table = add_table(Document(), _sheet("Must it stay inside the jurisdiction?", columns), ListedNotes("kb"), 9360)
    first = int(table._tbl.tblGrid.findall(qn("w:gridCol"))[0].get(qn("w:w")))
    assert first - 2 * MARGIN >= len("jurisdiction?") * LETTER
    whole = sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.findall(qn("w:gridCol")))
    assert abs(whole - 9360) <= columns


def test_a_very_long_word_leaves_room_for_the_answers():
    table = add_table(Document(), _sheet("x" * 200, 3), ListedNotes("kb"), 9000)
    assert int(table._tbl.tblGrid.findall(qn("w:gridCol"))[0].get(qn("w:w"))) <= 3600


@pytest.mark.parametrize(("mode", "indent"), [(None, MARGIN), ("12", MARGIN), ("15", 0)])
def test_the_edge_of_a_table_stands_at_the_margin_in_old_forms_of_word_too(mode, indent):
    document = Document()
    for one in list(document.settings.element.iter(qn("w:compat"))):
        one.getparent().remove(one)
    if mode:
        compat, setting = OxmlElement("w:compat"), OxmlElement("w:compatSetting")
        setting.set(qn("w:name"), "compatibilityMode")
        setting.set(qn("w:val"), mode)
        compat.append(setting)
        document.settings.element.append(compat)
    table = add_table(document, _sheet("Must it?", 2), ListedNotes("kb"), 9000)
    found = table._tbl.tblPr.find(qn("w:tblInd"))
    assert (int(found.get(qn("w:w"))) if found is not None else 0) == indent


def test_a_document_without_a_size_of_pages_has_the_one_that_word_gives_it():
    assert room_of(None) == 12240 - 2 * 1440


@pytest.mark.parametrize(("width", "height"), [(11906, 16838), (16838, 11906)], ids=["upright", "already on its side"])
def test_a_section_is_turned_onto_its_side_once(width, height):
    section = Document().sections[0]._sectPr
    size = section.find(qn("w:pgSz"))
    size.set(qn("w:w"), str(width))
    size.set(qn("w:h"), str(height))
    made = turned(section).find(qn("w:pgSz"))
    assert (made.get(qn("w:w")), made.get(qn("w:h")), made.get(qn("w:orient"))) == ("16838", "11906", "landscape")
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == (str(width), str(height)), "the author's own section stays"
