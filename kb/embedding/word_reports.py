"""Reports in Word: each table between its marker and a kb:end, both hidden text, so that it is found again.

No content control is put around it: LibreOffice takes the first paragraph in one apart when it saves the document.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kb.embedding.blocks import Refreshed, Source, refresh_listing, refresh_table
from kb.embedding.findings import Change, Findings
from kb.embedding.marker_options import parse_table, parse_value
from kb.embedding.near_misses import OUTSIDE, near_misses
from kb.embedding.value_blocks import refresh_value
from kb.embedding.views import listed, parse_view
from kb.embedding.word_blocks import MARKER, SEAL, former_pieces, numbered_pieces, pieces_of, table_elements, text_of
from kb.embedding.word_caption import renumber
from kb.embedding.word_picture import picture_elements
from kb.embedding.word_values import OTHERS, raw_values, written_values
from kb.errors import KnowledgeBaseError, MarkerError
from kb.tables.listed import Listed, sheet_of_listing
from kb.tables.office_seal import seals_in
from kb.tables.seals import COUNTED, holds, read_seal
from kb.tables.sheet import Sheet
from kb.tables.shown import Shown
from kb.tables.shown_files import refuse_bomb
from kb.tables.word_notes import element
from kb.values.model import Comparison

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

WRITERS = {"picture": picture_elements}
LEFT = re.compile(r"(?:\{|<!--)\s*kb:\s*[a-z]")
SHARES = re.compile(rf"(?:\{{|<!--)\s*kb:\s*(?:{OTHERS})\b")
SHARED = "a table stands in a paragraph of its own: put {kb:compare ...} on a line of its own"
CLAIMED = re.compile(r"\bRelease [0-9a-f]{16}\b")
STRICT = "this document is saved in the strict form of Office Open XML; save it as an ordinary .docx"
STRICT_RELATION = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
ELSEWHERE = "markers are filled in the body of a document; this one stands in {}"


def _is_strict(data: bytes) -> bool:
    """Whether a file that cannot be read is a document in the strict form."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return STRICT_RELATION in archive.read("_rels/.rels")
    except (KeyError, zipfile.BadZipFile):
        return False


def refresh_word(source: Source, data: bytes, told: Findings) -> tuple[bytes, tuple[Change, ...]]:
    """The document with fresh tables and values, and what changed; places are counted in paragraphs.

    ``told`` gets what was looked at, and the markers that cannot be filled where they stand, each with the reason.
    """
    from docx import Document as read  # noqa: N813

    refuse_bomb(data)
    try:
        document = read(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise MarkerError(f"1: {STRICT if _is_strict(data) else f'this is no Word document that can be read: {error}'}") from None
    changes = [*_tables(source, document, told), *_values(source, document, told)]
    told.refuse()
    told.left.extend(_left(document, is_exported=bool(told.tables or told.values) and any(seals_in(data))))
    if not changes:
        return data, ()
    renumber(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), tuple(sorted(changes, key=lambda change: change.line))


def _tables(source: Source, document: Document, told: Findings) -> Iterator[Change]:
    for paragraph in list(document.element.body.iter("{*}p")):
        found = MARKER.match(text_of(paragraph))
        if not found or paragraph.getparent() is None or (found[1] == "end" and _is_ours(paragraph)):
            continue
        line = _place(document, paragraph)
        try:
            if found[1] == "end":
                raise MarkerError("kb:end without a marker that it ends")
            told.count(is_table=True)
            reasons = _refresh(source, document, paragraph, found[1], found[2])
        except KnowledgeBaseError as error:
            told.fault(line, error)
            continue
        if reasons:
            yield Change(line, reasons)


def _is_ours(paragraph: _Element) -> bool:
    """Whether a kb:end, or a seal, belongs to a table that begins above it."""
    for above in (*_siblings(paragraph, preceding=True),):
        marker = MARKER.match(text_of(above)) if above.tag.endswith("}p") else None
        if marker:
            return marker[1] != "end"
    return False


def _siblings(paragraph: _Element, preceding: bool = False) -> list[_Element]:
    """The elements beside a paragraph; comments and instructions to programs are none."""
    return [one for one in paragraph.itersiblings(preceding=preceding) if isinstance(one.tag, str)]


def _place(document: Document, paragraph: _Element) -> int:
    return next(at for at, one in enumerate(document.element.body.iter("{*}p"), 1) if one is paragraph)


def _refresh(source: Source, document: Document, paragraph: _Element, view: str, asks: str) -> tuple[str, ...]:
    old = list(_below(paragraph))
    pieces, seals = pieces_of(old), tuple(_seals(old))
    if seals and (seal := read_seal(seals[0])) and not holds(seal, tuple(pieces)):
        before = former_pieces(old) if seal.layout < COUNTED else numbered_pieces(old)
        pieces = before if holds(seal, tuple(before)) else pieces
    shown, made = Shown(tuple(pieces), seals), list[Any]()

    def elements(table: Comparison | Listed, sheet: Sheet) -> list[_Element]:
        return WRITERS.get(view, table_elements)(document, table, sheet, paragraph)

    def write(table: Comparison | Listed, sheet: Sheet) -> str:
        made.extend(elements(table, sheet))
        return "written"

    def shows(table: Comparison | Listed, sheet: Sheet) -> Shown:
        return Shown(tuple(pieces_of(elements(table, sheet))), ())

    found = _refreshed(source, view, asks, shown, write, shows)
    if found.reasons:
        for one in old:
            one.getparent().remove(one)
        at = _freed(paragraph)
        for one in made:
            at.addnext(one)
            at = one
    return found.reasons


def _refreshed(
    source: Source, view: str, asks: str, shown: Shown, write: Callable[[Any, Sheet], str], shows: Callable[[Any, Sheet], Shown]
) -> Refreshed:
    old = " ".join(shown.pieces)
    if view not in ("compare", "picture"):
        wanted = parse_view(view, asks)
        fresh = listed(source.current, wanted)
        anchor = f"kb{hashlib.sha256(repr(fresh.query).encode('utf-8')).hexdigest()[:4]}"
        sheet = sheet_of_listing(fresh, anchor, wanted.form)
        return refresh_listing(
            source, fresh, wanted.form, old, shown, lambda: write(fresh, sheet), lambda table: shows(table, sheet)
        )
    request = parse_table(asks).as_picture() if view == "picture" else parse_table(asks)

    def laid_out(table: Comparison) -> Sheet:
        return source.lay_out(table, request, request.anchor)

    seen = None if view == "picture" else lambda table: shows(table, laid_out(table))
    return refresh_table(source, request, old, shown, lambda table: write(table, laid_out(table)), seen)


def _seals(elements: list[_Element]) -> Iterator[str]:
    texts = (text_of(paragraph) for one in elements for paragraph in one.iter("{*}p"))
    return (text.removeprefix(SEAL) for text in texts if text.startswith(SEAL))


def _below(paragraph: _Element) -> Iterator[_Element]:
    """What belongs to a marker: what stands before its kb:end, or the rest of the control that was once put around it."""
    rest = _siblings(paragraph)
    if _in_control(paragraph):
        yield from (*reversed(_siblings(paragraph, preceding=True)), *rest)
        return
    for position, one in enumerate(rest):
        marker = MARKER.match(text_of(one)) if one.tag.endswith("}p") else None
        if marker and marker[1] == "end":
            yield from rest[: position + 1]
            yield from [two for two in rest[position + 1 : position + 2] if _turns_back(two)]
        if marker:
            return


def _turns_back(one: _Element) -> bool:
    """Whether an element is the end of pages that were turned for the table above it."""
    size = one.find("{*}pPr/{*}sectPr/{*}pgSz")
    return not text_of(one) and size is not None and "landscape" in size.attrib.values()


def _in_control(paragraph: _Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and parent.tag.endswith("}sdtContent") and parent.getparent().find("{*}sdtPr/{*}tag") is not None


def _freed(paragraph: _Element) -> _Element:
    """The marker, hidden, before the place of its table; taken out of a control that an earlier version put around it."""
    if _in_control(paragraph):
        control: Any = paragraph.getparent().getparent()
        control.addprevious(paragraph)
        control.getparent().remove(control)
    hide(paragraph)
    return paragraph


def hide(paragraph: _Element) -> None:
    """Make the runs of a paragraph, and its mark, hidden text."""
    for one in paragraph.iter("{*}r"):
        look: Any = one
        if look.get_or_add_rPr().find("{*}vanish") is None:
            look.get_or_add_rPr().append(element("vanish"))
    properties: Any = paragraph
    if properties.get_or_add_pPr().find("{*}rPr") is None:
        properties.get_or_add_pPr().append(element("rPr", element("vanish")))


def _values(source: Source, document: Document, told: Findings) -> Iterator[Change]:
    for at, paragraph in _paragraphs(document):
        for asks, old, replace in (*written_values(paragraph), *raw_values(paragraph)):
            told.count(is_table=False)
            try:
                found = refresh_value(source, parse_value(asks), old, str)
            except KnowledgeBaseError as error:
                told.fault(at, error)
                continue
            if found.reasons:
                replace(found.content)
                yield Change(at, found.reasons)


def _paragraphs(document: Document) -> Iterator[tuple[int, _Element]]:
    """The paragraphs of the body with their places, then those of headers and footers with the place 1."""
    yield from enumerate(list(document.element.body.iter("{*}p")), 1)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and not relation.is_external:
            part: Any = relation.target_part
            yield from ((1, paragraph) for paragraph in list(part.element.iter("{*}p")))


def _left(document: Document, is_exported: bool) -> Iterator[Change]:
    """What stays as it is: a table that shares its paragraph or lost its marker, near misses, what stands outside the body."""
    for at, paragraph in enumerate(document.element.body.iter("{*}p"), 1):
        text = text_of(paragraph)
        if MARKER.match(text) or any(True for _ in written_values(paragraph)):
            continue
        if SHARES.search(text):
            yield Change(at, (SHARED,))
        elif (text.startswith(SEAL) or (is_exported and CLAIMED.search(text))) and not _is_held(paragraph):
            yield Change(at, (OUTSIDE,))
        else:
            yield from (Change(at, (said,)) for _, said in near_misses("docx", text))
    yield from _elsewhere(document)


def _is_held(paragraph: _Element) -> bool:
    """Whether what a table of ours says stands between markers."""
    return _in_control(paragraph) or _is_ours(paragraph)


def _elsewhere(document: Document) -> Iterator[Change]:
    for relation in document.part.rels.values():
        name = relation.reltype.rpartition("/")[2]
        if name in ("header", "footer", "footnotes", "endnotes", "comments") and not relation.is_external:
            text = re.sub(r"<[^>]+>", "", relation.target_part.blob.decode("utf-8", "replace")).replace("&lt;", "<")
            yield from [Change(1, (ELSEWHERE.format(f"a {name.removesuffix('s')}"),))] if LEFT.search(text) else []
