"""The elements of one embedded table in Word: caption, dates, tables, marks, sources, and its seal as hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from kb.embedding.places import VIEWS
from kb.embedding.word_caption import NUMBERED, add_caption
from kb.embedding.word_room import room_at, room_of, section_of, turned
from kb.tables.listed import Listed
from kb.tables.seals import seal
from kb.tables.sheet import Sheet
from kb.tables.shown import words
from kb.tables.word_notes import ListedNotes, element, written
from kb.tables.word_table import add_listed, add_table, small
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MARKER = re.compile(rf"^\s*(?:<!--\s*|\{{\s*)kb:({'|'.join(VIEWS)}|end)\b\s*(.*?)\s*(?:-->|\}})?\s*$", re.DOTALL)
SEAL = "kb:seal "
DEFAULT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}default"
AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr")
LEAST_FOR_LABELS, LEAST_FOR_SENTENCES = 850, 1500  # twips


def table_elements(document: Document, comparison: Comparison | Listed, sheet: Sheet, place: _Element) -> list[_Element]:
    """The elements of a table in the look of a document and as wide as its place, in order, not yet there.

    The last one is the hidden end of the table, by which it is found again where a program knows no content controls.
    """
    from docx.shared import Pt

    body = document.element.body
    before, is_turned = set(body), sheet.form.fit == "landscape" and place.getparent() is body
    section = section_of(place)
    room = room_of(turned(section)) if is_turned else room_at(place)
    add_caption(document, sheet)
    for part in sheet.split(_columns(sheet, room)):
        add_table(document, part, ListedNotes(sheet.anchor), room)
        document.add_paragraph().paragraph_format.space_after = 0
    for text in filter(None, (sheet.dates, sheet.legend)):
        small(document.add_paragraph(), text)
    for note in sheet.notes:
        add_listed(document, sheet.anchor, note)
    document.paragraphs[-1].paragraph_format.space_after = Pt(8)
    made = [one for one in body if one not in before]
    for one in made:
        body.remove(one)
    if section is not None and _reads_from_the_right(document, section):
        _from_the_left(made)
    ends = sealed_end(comparison, sheet, made)
    return [_break(section), *made, *ends, _break(turned(section))] if is_turned else [*made, *ends]


def sealed_end(comparison: Comparison | Listed, sheet: Sheet, made: list[_Element]) -> list[_Element]:
    """The seal of what elements show and the end of a place, both hidden."""
    return [_hidden(f"kb:seal {seal(comparison, pieces_of(made), sheet.form).text()}"), _hidden("{kb:end}")]


def _columns(sheet: Sheet, room: int) -> int:
    """How many jurisdictions stand side by side: what the form lets, and what has room for words."""
    if sheet.is_listing:
        return sheet.most_columns
    least = LEAST_FOR_LABELS if sheet.form.detail == "label" else LEAST_FOR_SENTENCES
    return min(sheet.most_columns, max(1, int(room * 0.82) // least))


def _break(section: _Element | None) -> _Element:
    """A paragraph that ends a section."""
    made = element("sectPr") if section is None else deepcopy(section)
    return element("p", element("pPr", made))


def _reads_from_the_right(document: Document, section: _Element) -> bool:
    styles = document.styles.element
    usual = [style for style in styles.iterfind("{*}style") if style.get(DEFAULT) in ("1", "true")]
    found = [*styles.iterfind("{*}docDefaults//{*}bidi"), *section.findall("{*}bidi")]
    found += [one for style in usual for one in style.iter("{*}bidi")]
    return any(next(iter(one.attrib.values()), "1") not in ("0", "false") for one in found)


def _from_the_left(made: list[_Element]) -> None:
    """Our words are read from the left in a document that is read from the right."""
    for one in made:
        for paragraph in one.iter("{*}p"):
            properties: Any = paragraph
            properties.get_or_add_pPr().insert_element_before(element("bidi", val="0"), *AFTER_BIDI)


def pieces_of(elements: list[_Element]) -> list[str]:
    """What elements show, word by word and paragraph by paragraph; numbers that the document counts itself left out."""
    told = (NUMBERED.sub("", text) for text in _texts(elements) if text.strip())
    return [piece for text in told for piece in (*words(text), "\n")]


def numbered_pieces(elements: list[_Element]) -> list[str]:
    """The same with the numbers of captions, as tables of before were sealed."""
    return [piece for text in _texts(elements) if text.strip() for piece in (*words(text), "\n")]


def former_pieces(elements: list[_Element]) -> list[str]:
    """The same as earlier versions of the program counted it."""
    return [piece for text in _texts(elements) for piece in (*words(text), "\n")]


def _texts(elements: list[_Element]) -> Iterator[str]:
    texts = (text_of(paragraph) for one in elements for paragraph in one.iter("{*}p"))
    return (text for text in texts if not text.startswith(SEAL) and not MARKER.match(text))


def text_of(paragraph: _Element) -> str:
    """All text of a paragraph, hidden text too."""
    return "".join(one.text or "" for one in paragraph.iter("{*}t"))


def _hidden(text: str) -> _Element:
    look = element("pPr", element("rPr", element("vanish")))
    return element("p", look, element("r", element("rPr", element("vanish")), written(text)))
