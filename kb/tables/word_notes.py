"""Endnotes of a Word document: real ones, numbered by Word, a repeated reference as a field that follows its note."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Protocol

from kb.naming.links import safe_link
from kb.tables.sheet import Sheet
from kb.values.model import Note

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

PART, MEDIA_TYPE = "/word/endnotes.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))


class Notes(Protocol):
    """What a table needs of its notes: a way to refer to one."""

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """Put a reference to note ``n`` at the end of a paragraph."""


def element(name: str, /, *children: _Element, **attributes: str) -> _Element:
    """An element of WordprocessingML; attributes in the same namespace, ``_`` before a Python word is dropped."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.lstrip('_')}"), value)
    made.extend(children)
    return made


def run(*children: _Element, raised: bool = True) -> _Element:
    """A run with its content, raised as a note number is, or plain."""
    look = [element("rPr", element("vertAlign", val="superscript"))] if raised else []
    return element("r", *look, *children)


def written(text: str) -> _Element:
    """Text of a run, its spaces kept."""
    made = element("t")
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


class ListedNotes:
    """Notes as a list below the table: the host's own footnotes keep their numbers."""

    def __init__(self, anchor: str) -> None:
        self.anchor = anchor

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """The number of the note as a link to its entry."""
        paragraph._p.append(element("hyperlink", run(written(str(n))), anchor=f"{self.anchor}_note_{n}"))


class EndNotes:
    """The endnotes of one sheet, which Word numbers itself, in the order that they have there already."""

    def __init__(self, document: Document, sheet: Sheet) -> None:
        self.document, self.sheet = document, sheet
        self.placed: dict[int, int] = {}

    def refer(self, paragraph: Paragraph, n: int) -> None:
        """The note itself the first time, then a field that shows its number."""
        bookmark = f"{self.sheet.anchor}_note_{n}"
        if n in self.placed:
            self._repeat(paragraph, n, bookmark)
            return
        self.placed[n] = len(self.placed) + 1
        reference, number = element("endnoteReference", _id=str(self.placed[n])), str(1000 + n)
        paragraph._p.extend(
            [element("bookmarkStart", _id=number, name=bookmark), run(reference), element("bookmarkEnd", _id=number)]
        )

    def _repeat(self, paragraph: Paragraph, n: int, bookmark: str) -> None:
        instruction = element("instrText")
        instruction.text = f" NOTEREF {bookmark} \\h "
        steps = [element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate")]
        steps += [written(str(n)), element("fldChar", fldCharType="end")]
        paragraph._p.extend(run(step) for step in steps)

    def save(self) -> None:
        """Add the notes referred to as a part of the document."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        notes = element("endnotes")
        for kind, identifier in SEPARATORS:
            notes.append(element("endnote", element("p", element("r", element(kind))), type=kind, _id=identifier))
        part = XmlPart(PackURI(PART), MEDIA_TYPE, notes, self.document.part.package)
        by_number = {note.n: note for note in self.sheet.notes}
        for n, number in self.placed.items():
            notes.append(self._note(part, by_number[n], number))
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
        self._settings()

    def _note(self, part: object, note: Note, number: int) -> _Element:
        mark = element("endnoteRef")
        address = safe_link(note.url)
        look = element("pPr", element("spacing", before="0", after="40"))
        paragraph = element("p", look, run(mark), run(written(f" {note.citation}." + (" " if address else "")), raised=False))
        if address:
            paragraph.append(hyperlink(part, address))
        return element("endnote", paragraph, _id=str(number))

    def _settings(self) -> None:
        """Plain numbers in place of Word's roman ones, and the separators by name."""
        settings = self.document.settings.element
        properties = element("endnotePr", element("numFmt", val="decimal"))
        named = deepcopy(properties)
        named.extend(element("endnote", _id=number) for _, number in SEPARATORS)
        compat = settings.find("{*}compat")
        settings.insert(len(settings) if compat is None else settings.index(compat), named)
        for section in self.document.sections:
            section._sectPr.insert(
                len(section._sectPr.findall("{*}headerReference")) + _footers(section._sectPr), deepcopy(properties)
            )


def _footers(section: _Element) -> int:
    return len(section.findall("{*}footerReference"))


def hyperlink(part: object, address: str, shown: str | None = None, letters: float = 8) -> _Element:
    """A link out of a part of the document, shown as its address unless other words are given; ``letters`` in points."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    identifier = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)  # type: ignore[attr-defined]
    look = element("rPr", element("color", val="0B5394"), element("sz", val=str(int(letters * 2))), element("u", val="single"))
    made = element("hyperlink", element("r", look, written(shown or address)))
    made.set(qn("r:id"), identifier)
    return made
