"""Write a comparison as a document: one module per format, all from the same cells and notes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.errors import UsageError
from kb.saving import suffixes_of
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

if TYPE_CHECKING:
    from kb.tables.form_notes import Cited


class Format(NamedTuple):
    """A format: the function of kb.tables that writes it, what to call it, its media type, whether it is text, its suffix.

    ``has_form`` is false of data, which are the same however a table is to look.
    """

    writer: str
    label: str
    media_type: str
    is_text: bool = True
    suffix: str | None = None
    has_form: bool = True


FORMATS = {
    "md": Format("markdown.write", "Markdown", "text/markdown"),
    "html": Format("html.write", "HTML page", "text/html"),
    "paste": Format("native.inline_html.write", "HTML to paste into mail and web editors", "text/html", suffix="html"),
    "tex": Format("latex.write", "LaTeX", "application/x-tex"),
    "docx": Format("docx.write", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    "pptx": Format(
        "native.pptx.write",
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        False,
    ),
    "odt": Format("native.odt.write", "OpenDocument text", "application/vnd.oasis.opendocument.text", False),
    "xlsx": Format("native.xlsx.write", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
    "csv": Format("csv.write", "CSV", "text/csv", has_form=False),
    "csvw": Format("native.csvw.write", "CSV with metadata (zip)", "application/zip", False, "zip", False),
    "json": Format("json.write", "JSON", "application/json", has_form=False),
    "txt": Format("text.write", "Plain text", "text/plain"),
    "svg": Format("native.picture.write_svg", "Picture (SVG)", "image/svg+xml", False),
    "png": Format("native.picture.write_png", "Picture (PNG)", "image/png", False),
    "pdf": Format("native.picture.write_pdf", "PDF", "application/pdf", False),
}

SUFFIXES = suffixes_of(FORMATS, zip="csvw")


def write_table(comparison: Comparison, format_name: str, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison as text in one of FORMATS; raises UsageError for another format or one that is not text."""
    found = known_format(format_name)
    if not found.is_text:
        raise UsageError(f"{format_name} is not text; save it to a file")
    text: str = _written(comparison, found, form, cited)
    return text


def table_bytes(comparison: Comparison, format_name: str, form: Form = PLAIN, cited: Cited | None = None) -> bytes:
    """The comparison as the bytes of a file, text in UTF-8, in a form; raises UsageError for another format.

    ``cited`` are its notes in the style that the form names, see :func:`kb.citations.styled.cited_in`.
    """
    written: str | bytes = _written(comparison, known_format(format_name), form, cited)
    return written.encode("utf-8") if isinstance(written, str) else written


def _written(comparison: Comparison, found: Format, form: Form, cited: Cited | None) -> Any:
    """What the writer of a format makes; formats of data are the same in every form."""
    module, _, function = found.writer.rpartition(".")
    writer: Callable[..., Any] = getattr(import_module(f"kb.tables.{module}"), function)
    return writer(comparison, form, cited) if found.has_form else writer(comparison)


def known_format(format_name: str) -> Format:
    """The format of that name; UsageError lists those there are."""
    if format_name not in FORMATS:
        raise UsageError(f"no table format '{format_name}'; known: {', '.join(FORMATS)}")
    return FORMATS[format_name]
