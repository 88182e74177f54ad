"""Write a comparison as a document: one module per format, all from the same cells and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kb.errors import UsageError
from kb.saving import suffixes_of
from kb.values.model import Comparison


@dataclass(frozen=True)
class Format:
    """A format: the function of kb.tables that writes it, what to call it, its media type, whether it is text, its suffix."""

    writer: str
    label: str
    media_type: str
    is_text: bool = True
    suffix: str | None = None


FORMATS = {
    "md": Format("markdown.write", "Markdown", "text/markdown"),
    "html": Format("html.write", "HTML page", "text/html"),
    "tex": Format("latex.write", "LaTeX", "application/x-tex"),
    "docx": Format("docx.write", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    "xlsx": Format("xlsx.write", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
    "csv": Format("csv.write", "CSV", "text/csv"),
    "csvw": Format("csvw.write", "CSV with metadata (zip)", "application/zip", False, "zip"),
    "json": Format("json.write", "JSON", "application/json"),
    "txt": Format("text.write", "Plain text", "text/plain"),
    "svg": Format("picture.write_svg", "Picture (SVG)", "image/svg+xml", False),
    "png": Format("picture.write_png", "Picture (PNG)", "image/png", False),
    "pdf": Format("picture.write_pdf", "PDF", "application/pdf", False),
}

SUFFIXES = suffixes_of(FORMATS, zip="csvw")


def write_table(comparison: Comparison, format_name: str) -> str:
    """The comparison as text in one of FORMATS; raises UsageError for another format or one that is not text."""
    found = known_format(format_name)
    if not found.is_text:
        raise UsageError(f"{format_name} is not text; save it to a file")
    text: str = _writer(found)(comparison)
    return text


def table_bytes(comparison: Comparison, format_name: str) -> bytes:
    """The comparison as the bytes of a file, text in UTF-8; raises UsageError for another format."""
    written: str | bytes = _writer(known_format(format_name))(comparison)
    return written.encode("utf-8") if isinstance(written, str) else written


def _writer(found: Format) -> Callable[[Comparison], Any]:
    module, _, function = found.writer.partition(".")
    writer: Callable[[Comparison], Any] = getattr(import_module(f"kb.tables.{module}"), function)
    return writer


def known_format(format_name: str) -> Format:
    """The format of that name; UsageError lists those there are."""
    if format_name not in FORMATS:
        raise UsageError(f"no table format '{format_name}'; known: {', '.join(FORMATS)}")
    return FORMATS[format_name]
