"""Markers of every view in reports: results of queries, changes, timelines, regimes, similarity, coverage."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kb.cells.comparison import compare
from kb.embedding.blocks import Source
from kb.embedding.frame_size import AROUND, FIRST, LETTER, frame_height
from kb.embedding.reports import embed
from kb.embedding.text_reports import refresh_text
from kb.embedding.views import listed, parse_view
from kb.errors import MarkerError
from kb.tables.formed import laid_out

ROOT = Path(__file__).parent.parent
MARKERS = {
    "query": "cases-by-forum",
    "changes": "xa from=2024-01-01 to=2026-06-01",
    "timeline": "xa forced-sale platform=clip known-on=2026-06-01",
    "regime": "xb as-of=2025-09-15 known-on=2026-06-01",
    "similar": "xa xb as-of=2025-09-15",
    "coverage": "xa xb",
}


@pytest.fixture(scope="module")
def stored():
    from kb.sparql.stored import library_queries

    return next(one.name for one in library_queries() if not one.parameters)


def asks(view, stored):
    return stored if view == "query" else MARKERS[view]


@pytest.mark.parametrize("kind", ["md", "html", "tex"])
@pytest.mark.parametrize("view", MARKERS)
def test_every_view_has_a_marker_in_every_kind_of_text(tmp_path, mini_home, stored, view, kind):
    begin, end = ("% ", "") if kind == "tex" else ("<!-- ", " -->")
    path = tmp_path / f"r.{kind}"
    path.write_text(f"Before.\n\n{begin}kb:{view} {asks(view, stored)}{end}\n{begin}kb:end{end}\n\nAfter.\n", encoding="utf-8")
    (first,) = embed([path], mini_home, check=False)
    once = path.read_bytes()
    assert first.changes[0].reasons == ("new table",) and re.search(rb"kb.seal", once) and once.endswith(b"\nAfter.\n")
    (again,) = embed([path], mini_home, check=False)
    assert not again.changes and path.read_bytes() == once


def test_the_labels_of_lists_that_authors_refer_to_are_counted_from_one(mini_home):
    marker = f"% kb:regime {MARKERS['regime']}\n% kb:end\n"
    text, _ = refresh_text(Source(mini_home), "tex", f"{marker}\nText.\n\n{marker}")
    labels = list(dict.fromkeys(re.findall(r"\\label\{(\S+?)\}", text)))
    assert labels == ["tab:kbregime1", "tab:kbregime2"]


def test_every_view_has_a_marker_in_word(tmp_path, mini_home, stored):
    from docx import Document

    document = Document()
    for view in MARKERS:
        document.add_paragraph(f"{{kb:{view} {asks(view, stored)}}}")
    path = tmp_path / "r.docx"
    document.save(path)
    (first,) = embed([path], mini_home, check=False)
    assert len(first.changes) == len(MARKERS) == len(Document(io.BytesIO(path.read_bytes())).tables)
    assert not embed([path], mini_home, check=False)[0].changes


def test_an_edited_row_is_stale_and_columns_are_the_authors(tmp_path, mini_home):
    path = tmp_path / "r.md"
    path.write_text('<!-- kb:coverage xa columns=jurisdiction,cells caption="Mine" -->\n<!-- kb:end -->\n', encoding="utf-8")
    embed([path], mini_home, check=False)
    text = path.read_text(encoding="utf-8")
    assert "| Jurisdiction | Cells |" in text and "**Mine**" in text
    path.write_text(re.sub(r"\| xa \| \d+ \|", "| xa | 99 |", text, count=1), encoding="utf-8")
    assert "edited by hand" in embed([path], mini_home, check=True)[0].changes[0].reasons[0]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("query", "name one stored query"),
        ("query nothing-such", "no query 'nothing-such'"),
        ("changes xa", "name two days"),
        ("timeline xa", "name a jurisdiction and a question"),
        ("coverage xa columns=cell", "no column 'cell'. Did you mean 'cells'"),
        ("regime zz", "no jurisdiction 'zz'"),
    ],
)
def test_a_wrong_marker_is_named_with_what_to_write(tmp_path, mini_home, asked, message):
    path = tmp_path / "r.md"
    path.write_text(f"x\n<!-- kb:{asked} -->\n<!-- kb:end -->\n", encoding="utf-8")
    with pytest.raises(MarkerError, match=re.escape(message)):
        embed([path], mini_home, check=False)


PICTURE = "xa xb questions=forced-sale as-of=2025-09-15 known-on=2026-06-01 id=fig-sale"
MARKS = {"md": ("<!-- ", " -->"), "html": ("<!-- ", " -->"), "mdx": ("{/* ", " */}"), "tex": ("% ", ""), "rst": (".. ", ""),
         "adoc": ("// ", ""), "typ": ("// ", "")}  # fmt: skip
SHOWN = {"md": "![Platform rules, “", "html": '<img src="', "mdx": "![Platform", "tex": "\\includegraphics[",
         "rst": ".. figure:: ", "adoc": "image::", "typ": '#figure(image("'}  # fmt: skip
NAMED = {"md": "{#fig-sale}", "html": '<figure id="fig-sale"', "tex": "\\label{fig-sale}", "rst": ":name: fig-sale",
         "adoc": "[#fig-sale]", "typ": " <fig-sale>"}  # fmt: skip


@pytest.mark.parametrize("kind", MARKS)
def test_a_picture_is_drawn_beside_a_report_and_anew_if_its_file_is_lost_or_edited(tmp_path, mini_home, kind):
    begin, end = MARKS[kind]
    path = tmp_path / f"my report.{kind}"
    path.write_text(f"Before.\n\n{begin}kb:picture {PICTURE}{end}\n{begin}kb:end{end}\n\nAfter.\n", encoding="utf-8")
    assert embed([path], mini_home, check=True)[0].changes and not list(tmp_path.glob("*/*.png"))
    embed([path], mini_home, check=False)
    (drawn,) = tmp_path.glob("*/*.png")
    text = path.read_text(encoding="utf-8")
    assert SHOWN[kind] in text and f"my-report-pictures/{drawn.name}" in text
    assert NAMED.get(kind, "") in text and ("{#" in text) == (kind == "md"), "MDX would read braces as code"
    assert not embed([path], mini_home, check=False)[0].changes
    whole = drawn.read_bytes()
    drawn.unlink()
    (found,) = embed([path], mini_home, check=False)[0].changes
    assert found.reasons == ("the file of its picture is missing, or was edited",) and drawn.read_bytes() == whole
    assert path.read_text(encoding="utf-8") == text


def test_a_picture_stands_in_a_word_document_with_a_caption_and_its_words(tmp_path, mini_home):
    from docx import Document

    document = Document()
    document.add_paragraph(f"{{kb:picture {PICTURE}}}")
    path = tmp_path / "r.docx"
    document.save(path)
    embed([path], mini_home, check=False)
    found = Document(io.BytesIO(path.read_bytes()))
    (shape,) = found.inline_shapes
    section = found.sections[0]
    assert abs(shape.width - (section.page_width - section.left_margin - section.right_margin)) < 1000
    assert "Not applicable" in shape._inline.docPr.get("descr")
    assert any("Figure 1: Platform" in one.text for one in found.paragraphs)
    assert not embed([path], mini_home, check=False)[0].changes


def test_the_sentences_of_a_brief_are_numbered_from_one(mini_release):
    asked = parse_view("brief", "xb questions=local-storage as-of=2025-09-15 known-on=2026-06-01 columns=number")
    found = listed(mini_release, asked)
    numbers = [number for (number,) in found.rows]
    assert numbers and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def test_a_table_needs_more_room_in_a_narrow_frame_and_for_each_line_of_its_words(mini_release):
    found = compare(mini_release.reader, ["xa", "xb"], questions=["forced-sale"], as_of="2025-09-15", known_on="2026-06-01")
    sheet = laid_out(found)
    wide, narrow = frame_height(sheet, 1000), frame_height(sheet, 320)
    longer = frame_height(replace(sheet, caption="word " * 400), 1000)
    assert 150 < wide < narrow and longer - wide >= 28 * 10


def test_the_column_of_questions_holds_what_fits_between_the_paddings_of_the_style_sheet(mini_release):
    found = compare(mini_release.reader, ["xa"], questions=["forced-sale"], as_of="2025-09-15", known_on="2026-06-01")
    sheet = laid_out(found)
    style = (ROOT / "kb" / "tables" / "templates" / "style.html.jinja").read_text(encoding="utf-8")
    beside = re.search(r"table td \{[^}]*padding: \S+ (\.\d+)em", style)
    width = AROUND + round((20 * LETTER + 2 * 16 * float(beside[1])) / FIRST)

    def height(question):
        (row,) = sheet.rows
        bare = replace(row.cells[0].words, label="x", sentence="", remarks=(), otherwise=(), beside=(), doubts=(), warnings=())
        row = replace(row, text=question, remarks=(), cells=(replace(row.cells[0], words=bare),))
        return frame_height(replace(sheet, sections=(replace(sheet.sections[0], rows=(row,)),)), width)

    assert height("Must") == height("Must an owner sell?!") < height("Must any owner sell?!")
