"""The elements of one embedded table in Word: caption, dates, tables, marks, sources, and its seal as hidden text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.naming.links import safe_link
from kb.tables.seals import seal
from kb.tables.sheet import sheet_of
from kb.tables.shown import words
from kb.tables.word_notes import element, hyperlink, run, written
from kb.tables.word_table import MOST_COLUMNS, add_table, small
from kb.values.model import Comparison, Note

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element


class ListedNotes:
    """Notes as a list below the table: the host's own footnotes keep their numbers."""

    def __init__(self, anchor: str) -> None:
        self.anchor = anchor

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """The number of the note as a link to its entry."""
        paragraph._p.append(element("hyperlink", run(written(str(n))), anchor=f"{self.anchor}_note_{n}"))


def table_elements(document: Document, comparison: Comparison, anchor: str) -> list[_Element]:
    """The elements of a table in the look of a document, in order, not yet in their place."""
    body = document.element.body
    before = set(body)
    sheet = sheet_of(comparison, anchor)
    document.add_paragraph().add_run(sheet.caption).bold = True
    small(document.add_paragraph(), sheet.dates)
    for part in sheet.split(MOST_COLUMNS):
        add_table(document, part, ListedNotes(anchor))
        document.add_paragraph()
    small(document.add_paragraph(), sheet.legend)
    for note in sheet.notes:
        _note(document, anchor, note)
    made = [one for one in body if one not in before]
    for one in made:
        body.remove(one)
    return [*made, _seal(comparison, made)]


def _note(document: Document, anchor: str, note: Note) -> None:
    paragraph, name = document.add_paragraph(), f"{anchor}_note_{note.n}"
    number = str(20000 + int(anchor[2:6], 16) * 200 + note.n)
    paragraph._p.append(element("bookmarkStart", _id=number, name=name))
    address = safe_link(note.url)
    small(paragraph, f"{note.n}. {note.citation}." + (" " if address else ""))
    paragraph._p.append(element("bookmarkEnd", _id=number))
    if address:
        paragraph._p.append(hyperlink(document.part, address))


def _seal(comparison: Comparison, made: list[_Element]) -> _Element:
    pieces = [
        piece
        for one in made
        for paragraph in one.iter("{*}p")
        for piece in (*words("".join(text.text or "" for text in paragraph.iter("{*}t"))), "\n")
    ]
    hidden = element("r", element("rPr", element("vanish")), written(f"kb:seal {seal(comparison, pieces).text()}"))
    return element("p", element("pPr", element("rPr", element("vanish"))), hidden)
