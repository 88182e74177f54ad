"""Write a comparison as a document: one module per format, all from the same cells and notes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kb.errors import UsageError
from kb.model import Comparison


@dataclass(frozen=True)
class Format:
    """A format: the module that writes it, what to call it, its media type, and whether it is text."""

    module: str
    label: str
    media_type: str
    is_text: bool = True


FORMATS = {
    "md": Format("markdown", "Markdown", "text/markdown"),
    "html": Format("html", "HTML page", "text/html"),
    "tex": Format("latex", "LaTeX", "application/x-tex"),
    "csv": Format("csv", "CSV", "text/csv"),
    "json": Format("json", "JSON", "application/json"),
    "txt": Format("text", "Plain text", "text/plain"),
}


def write_table(comparison: Comparison, format_name: str) -> str:
    """The comparison as text in one of FORMATS; raises UsageError for another format or one that is not text."""
    found = known_format(format_name)
    if not found.is_text:
        raise UsageError(f"{format_name} is not text; save it to a file")
    text: str = import_module(f"kb.tables.{found.module}").write(comparison)
    return text


def table_bytes(comparison: Comparison, format_name: str) -> bytes:
    """The comparison as the bytes of a file, text in UTF-8; raises UsageError for another format."""
    if known_format(format_name).is_text:
        return write_table(comparison, format_name).encode("utf-8")
    written: bytes = import_module(f"kb.tables.{FORMATS[format_name].module}").write(comparison)
    return written


def known_format(format_name: str) -> Format:
    """The format of that name; UsageError lists those there are."""
    if format_name not in FORMATS:
        raise UsageError(f"no table format '{format_name}'; known: {', '.join(FORMATS)}")
    return FORMATS[format_name]


def format_of(path: Path | None, given: str | None, default: str, known: Collection[str]) -> str:
    """The format asked for, else the one the file's suffix names, else the default."""
    if given:
        return given
    if path is None or str(path) == "-":
        return default
    suffix = path.suffix.lstrip(".").lower()
    if suffix not in known:
        raise UsageError(f"the suffix '.{suffix}' names no format; give --format, one of: {', '.join(known)}")
    return suffix
