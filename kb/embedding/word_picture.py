"""The picture of a table in a Word document: as wide as its place, with caption, alternative words and seal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kb.embedding.word_blocks import sealed_end
from kb.embedding.word_caption import add_caption
from kb.embedding.word_room import room_at
from kb.tables.listed import Listed
from kb.tables.native.picture import draw
from kb.tables.sheet import Sheet
from kb.tables.text import render
from kb.tables.word_table import TWIP, small
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

LONGEST_TOLD, WIDTH_OF_TEXT = 2_000, 1000


def picture_elements(document: Document, table: Comparison | Listed, sheet: Sheet, place: _Element) -> list[_Element]:
    """The elements of a picture, in order, not yet in the document; the last ones are hidden."""
    from docx.shared import Emu

    body = document.element.body
    before = set(body)
    add_caption(document, sheet, "figure")
    run = document.add_paragraph().add_run()
    shape = run.add_picture(io.BytesIO(draw(sheet)), width=Emu(room_at(place) * TWIP))
    shape._inline.docPr.set("descr", render(sheet, WIDTH_OF_TEXT)[:LONGEST_TOLD])
    small(document.add_paragraph(), sheet.dates)
    made = [one for one in body if one not in before]
    for one in made:
        body.remove(one)
    return [*made, *sealed_end(table, sheet, made)]
