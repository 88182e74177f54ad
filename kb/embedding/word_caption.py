"""The caption of a table in Word: the style of captions, a number that the document counts, a name to refer to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kb.tables.sheet import Sheet
from kb.tables.word_notes import element, written

if TYPE_CHECKING:
    from docx.document import Document

KINDS = {"table": {"en": "Table", "de": "Tabelle"}, "figure": {"en": "Figure", "de": "Abbildung"}}
NUMBERED = re.compile(rf"^(?:{'|'.join(word for words in KINDS.values() for word in words.values())}) \d*: ")
STYLE = "Caption"


def add_caption(document: Document, sheet: Sheet, kind: str = "table") -> None:
    """Add ``Table 3: caption``, or of a figure, at the end of a document; words and number have a bookmark to refer to."""
    paragraph = document.add_paragraph()
    _as_caption(document, paragraph)
    paragraph.paragraph_format.keep_with_next = True
    body, sequence = document.element.body, KINDS[kind]["en"]
    number = 1 + sum(
        1 for one in body.iter("{*}instrText", "{*}fldSimple") if f"SEQ {sequence}" in f"{one.text} {one.attrib.values()}"
    )
    name = sheet.form.id or f"{sheet.anchor}_{kind}"
    identifier = str(10000 + int(sheet.anchor[2:6], 16) if sheet.anchor[2:6] else 10000)
    instruction = element("instrText")
    instruction.text = f" SEQ {sequence} \\* ARABIC "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    steps = (
        element("fldChar", fldCharType="begin"),
        instruction,
        element("fldChar", fldCharType="separate"),
        written(str(number)),
        element("fldChar", fldCharType="end"),
    )
    paragraph._p.append(element("bookmarkStart", _id=identifier, name=name.replace("-", "_").replace(":", "_")[:40]))
    paragraph.add_run(f"{KINDS[kind][sheet.form.lang]} ")
    paragraph._p.extend(element("r", step) for step in steps)
    paragraph._p.append(element("bookmarkEnd", _id=identifier))
    paragraph.add_run(f": {sheet.caption}")


def renumber(document: Document) -> None:
    """Give every caption that is counted plainly the number that Word will count for it; nothing where a count begins anew."""
    for kind in (words["en"] for words in KINDS.values()):
        counted = [one for one in document.element.body.iter("{*}instrText", "{*}fldSimple") if f"SEQ {kind}" in _asked(one)]
        if any(re.search(r"\\[rsc]", _asked(one)) for one in counted):
            continue
        for number, one in enumerate(counted, 1):
            if (shown := _shown(one)) is not None and (shown.text or "").isdigit():
                shown.text = str(number)


def _asked(field: Any) -> str:
    return f"{field.text} {' '.join(field.attrib.values())}"


def _shown(field: Any) -> Any:
    """The text that a field kept from its last count, which stands in a run between its separator and its end."""
    if field.tag.endswith("}fldSimple"):
        return next(field.iter("{*}t"), None)
    found = None
    for run in field.getparent().itersiblings("{*}r"):
        kinds = [value for mark in run.iter("{*}fldChar") for value in mark.attrib.values()]
        if "end" in kinds:
            return found
        found = next(run.iter("{*}t"), found) if found is None else found
    return None


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
