"""Reports in Word: each table in a content control that keeps its marker as hidden text, so that it is found again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb.embedding.blocks import Source, refresh_table, refresh_value
from kb.embedding.requests import parse_table, parse_value
from kb.embedding.text_reports import Change
from kb.embedding.word_blocks import table_elements
from kb.embedding.word_values import raw_values, written_values
from kb.errors import KnowledgeBaseError, MarkerError
from kb.tables.shown import Shown, words
from kb.tables.shown_files import refuse_bomb
from kb.tables.word_notes import element
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MARKER = re.compile(r"^\s*(?:<!--\s*|\{\s*)kb:(compare|end)\b\s*(.*?)\s*(?:-->|\})?\s*$", re.DOTALL)
TAG, SEAL = "kb:compare", "kb:seal "


def refresh_word(source: Source, data: bytes) -> tuple[bytes, tuple[Change, ...]]:
    """The document with fresh tables and values, and what changed; places are counted in paragraphs."""
    from docx import Document as read  # noqa: N813

    refuse_bomb(data)
    try:
        document = read(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise MarkerError(f"1: this is no Word document that can be read: {error}") from None
    changes = [*_tables(source, document), *_values(source, document)]
    if not changes:
        return data, ()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), tuple(sorted(changes, key=lambda change: change.line))


def text_of(paragraph: _Element) -> str:
    """All text of a paragraph, hidden text too."""
    return "".join(one.text or "" for one in paragraph.iter("{*}t"))


def _tables(source: Source, document: Document) -> Iterator[Change]:
    for paragraph in list(document.element.body.iter("{*}p")):
        found = MARKER.match(text_of(paragraph))
        if not found or paragraph.getparent() is None:
            continue
        line = _place(document, paragraph)
        try:
            if found[1] == "end":
                raise MarkerError("kb:end without a marker that it ends")
            reasons = _refresh(source, document, paragraph, found[2])
        except KnowledgeBaseError as error:
            raise MarkerError(f"{line}: {error}") from None
        if reasons:
            yield Change(line, reasons)


def _place(document: Document, paragraph: _Element) -> int:
    return next(at for at, one in enumerate(document.element.body.iter("{*}p"), 1) if one is paragraph)


def _refresh(source: Source, document: Document, paragraph: _Element, asks: str) -> tuple[str, ...]:
    request, old = parse_table(asks), list(_below(paragraph))
    shown = shown_elements(old)
    made: list[_Element] = []

    def write(fresh: Comparison) -> str:
        made.extend(table_elements(document, fresh, request.anchor))
        return "written"

    found = refresh_table(source, request, "\n".join(shown.pieces), shown, write)
    if found.reasons:
        control = _control(paragraph)
        for one in old:
            one.getparent().remove(one)
        control.extend(made[1:])
        paragraph.addprevious(made[0])
    return found.reasons


def _below(paragraph: _Element) -> Iterator[_Element]:
    """What belongs to a marker: the rest of its content control, else what stands before its kb:end.

    In a control the marker is second: LibreOffice shows the first text of a control even if it is hidden.
    """
    rest = list(paragraph.itersiblings())
    if _in_control(paragraph):
        yield from (*reversed(list(paragraph.itersiblings(preceding=True))), *rest)
        return
    for position, one in enumerate(rest):
        marker = MARKER.match(text_of(one)) if one.tag.endswith("}p") else None
        if marker and marker[1] == "end":
            yield from rest[: position + 1]
        if marker:
            return


def _in_control(paragraph: _Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag.endswith("}sdtContent") and parent.getparent().find("{*}sdtPr/{*}tag") is not None


def _control(paragraph: _Element) -> _Element:
    """The content of the control around a marker; made, with the marker hidden, where there is none yet."""
    if not _in_control(paragraph):
        content = element("sdtContent")
        look = element("sdtPr", element("alias", val="Comparison table"), element("tag", val=TAG))
        paragraph.addprevious(element("sdt", look, content))
        content.append(paragraph)
        hide(paragraph)
    parent: _Element = paragraph.getparent()
    return parent


def hide(paragraph: _Element) -> None:
    """Make the runs of a paragraph, and its mark, hidden text."""
    for one in paragraph.iter("{*}r"):
        look: Any = one
        look.get_or_add_rPr().append(element("vanish"))
    properties: Any = paragraph
    properties.get_or_add_pPr().append(element("rPr", element("vanish")))


def shown_elements(elements: list[_Element]) -> Shown:
    """What the elements of a block show, paragraph by paragraph, and the seal hidden among them."""
    texts = [text_of(paragraph) for one in elements for paragraph in one.iter("{*}p")]
    seals = tuple(text.removeprefix(SEAL) for text in texts if text.startswith(SEAL))
    pieces = [piece for text in texts if not text.startswith(SEAL) and not MARKER.match(text) for piece in (*words(text), "\n")]
    return Shown(tuple(pieces), seals)


def _values(source: Source, document: Document) -> Iterator[Change]:
    for paragraph in list(document.element.body.iter("{*}p")):
        for asks, old, replace in (*written_values(paragraph), *raw_values(paragraph)):
            try:
                found = refresh_value(source, parse_value(asks), old, str)
            except KnowledgeBaseError as error:
                raise MarkerError(f"{_place(document, paragraph)}: {error}") from None
            if found.reasons:
                replace(found.content)
                yield Change(_place(document, paragraph), found.reasons)
