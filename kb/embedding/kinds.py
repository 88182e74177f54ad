"""What a file is that somebody wants verified: a table of which format, or a text of theirs with tables in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from kb.embedding.places import VIEWS
from kb.errors import KnowledgeBaseError, UsageError
from kb.tables.native.shown_pictures import shown_odt, shown_pdf, shown_png, shown_slides, shown_svg
from kb.tables.shown import Shown, shown_latex, shown_markdown
from kb.tables.shown_files import shown_csvw, shown_word, shown_workbook
from kb.tables.shown_html import shown_html

MARKED = rf"[ \t]*kb:(?:{'|'.join(VIEWS)})\b"
MARKER = re.compile(rf"(?:<!--|\{{?/\*|^[ \t]*(?://|\.\.)){MARKED}", re.MULTILINE)
MARKER_IN_LATEX = re.compile(f"^[ \\t]*%+{MARKED}", re.MULTILINE)
VALUE = re.compile(r"\bkb:value\s|\\kbvalue\{|\{kb:\s*[a-z]")
MARKED_IN_WORD, VALUE_IN_WORD = re.compile(rf"\W*\{{?kb:(?:{'|'.join(VIEWS)}|$)"), re.compile(rb"""["']kb:value["']""")
LARGEST = 200 * 1024 * 1024
UNSEALED = {"txt": "md", "parquet": "json"}
PICTURES = {b"\x89PNG": "png", b"%PDF": "pdf"}
FILES: dict[str, Callable[[bytes], Shown]] = {
    "xlsx": shown_workbook, "csvw": shown_csvw, "docx": shown_word, "pptx": shown_slides, "odt": shown_odt,
    "svg": shown_svg, "png": shown_png, "pdf": shown_pdf,
}  # fmt: skip
TEXTS: dict[str, Callable[[str], Shown]] = {"html": shown_html, "tex": shown_latex, "md": shown_markdown}


def bytes_of(path: Path) -> bytes:
    """A file's content; UsageError for one that cannot be read or is larger than any that is exported here."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise UsageError(f"{path} is larger than {LARGEST >> 20} MB, and than any table that is exported here")
    return data


def is_report(path: Path, data: bytes) -> bool:
    """Whether a file is somebody's text, or somebody's Word document, with markers of tables or values in it."""
    if data[:2] == b"PK":
        return "word/document.xml" in _members(data) and _has_markers(data)
    if data[:4] in PICTURES:
        return False
    marker = MARKER_IN_LATEX if path.suffix.lower() == ".tex" else MARKER
    text = data.decode("utf-8", "replace")
    return path.suffix.lower() != ".json" and (marker.search(text) or VALUE.search(text)) is not None


def _has_markers(data: bytes) -> bool:
    """Whether a Word document has markers in its text, values that are filled, or several sealed tables."""
    found = shown_word(data)
    held = zipfile.ZipFile(BytesIO(data)).read("word/document.xml")
    return any(MARKED_IN_WORD.match(one) for one in found.pieces) or VALUE_IN_WORD.search(held) is not None


def kind_of(path: Path, data: bytes) -> str:
    """The format of a file, by its content rather than its name; UsageError for one that carries no seal."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix in UNSEALED:
        raise UsageError(f"a .{suffix} carries no seal, so nothing can be verified; export {UNSEALED[suffix]} beside it")
    if data[:4] in PICTURES:
        return PICTURES[data[:4]]
    if data[:2] == b"PK":
        names = _members(data)
        parts = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "content.xml": "odt", "comparison.csv": "csvw"}
        return next((kind for name, kind in parts.items() if name in names), "xlsx")
    if suffix in ("json", "tex", "csv", "svg"):
        return suffix
    return "html" if suffix in ("html", "htm") or data[:15].lower() == b"<!doctype html>" else "md"


def _members(data: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(BytesIO(data)).namelist()
    except zipfile.BadZipFile as error:
        raise KnowledgeBaseError(f"this zip cannot be read: {error}") from None


def shown(kind: str, data: bytes) -> Shown:
    """What a file of a kind shows; KnowledgeBaseError if it cannot be read as that."""
    if kind in FILES:
        return FILES[kind](data)
    try:
        return TEXTS[kind](data.decode("utf-8"))
    except UnicodeDecodeError:
        raise KnowledgeBaseError("this is not UTF-8 text, so it is no table of ours") from None
