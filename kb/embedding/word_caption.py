"""The caption of a table in Word: the style of captions, a number that the document counts, a name to refer to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kb.tables.sheet import Sheet
from kb.tables.word_notes import element, written

if TYPE_CHECKING:
    from docx.document import Document

TABLE = {"en": "Table", "de": "Tabelle"}
NUMBERED = re.compile(rf"^(?:{'|'.join(TABLE.values())}) \\d*: ")
STYLE, SEQUENCE = "Caption", " SEQ Table \\* ARABIC "


def add_caption(document: Document, sheet: Sheet) -> None:
    """Add ``Table 3: caption`` at the end of a document; the words and the number can be referred to by a bookmark."""
    paragraph = document.add_paragraph()
    _as_caption(document, paragraph)
    paragraph.paragraph_format.keep_with_next = True
    body = document.element.body
    number = 1 + sum(1 for one in body.iter("{*}instrText", "{*}fldSimple") if "SEQ Table" in f"{one.text} {one.attrib.values()}")
    name = sheet.form.id or f"{sheet.anchor}_table"
    identifier = str(10000 + int(sheet.anchor[2:6], 16) if sheet.anchor[2:6] else 10000)
    instruction = element("instrText")
    instruction.text = SEQUENCE
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    steps = (
        element("fldChar", fldCharType="begin"),
        instruction,
        element("fldChar", fldCharType="separate"),
        written(str(number)),
        element("fldChar", fldCharType="end"),
    )
    paragraph._p.append(element("bookmarkStart", _id=identifier, name=name.replace("-", "_").replace(":", "_")[:40]))
    paragraph.add_run(f"{TABLE[sheet.form.lang]} ")
    paragraph._p.extend(element("r", step) for step in steps)
    paragraph._p.append(element("bookmarkEnd", _id=identifier))
    paragraph.add_run(f": {sheet.caption}")


def _as_caption(document: Document, paragraph: Any) -> None:
    """The document's own style of captions; where it has none, bold words."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = [one for one in document.styles if one.type == WD_STYLE_TYPE.PARAGRAPH]
    for wanted in ("table caption", "caption"):
        for style in styles:
            if (style.name or "").lower() == wanted:
                paragraph.style = style
                return
    paragraph.style = document.styles.add_style(STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    paragraph.style.font.bold = True
