"""Write a comparison as a document: one module per format, all from the same cells and notes."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import Path

from kb.errors import UsageError
from kb.model import Comparison

FORMATS = {"md": "markdown", "html": "html", "csv": "csv", "json": "json", "txt": "text"}


def write_table(comparison: Comparison, format_name: str) -> str:
    """The comparison as text in one of FORMATS; raises UsageError for another format."""
    if format_name not in FORMATS:
        raise UsageError(f"no table format '{format_name}'; known: {', '.join(FORMATS)}")
    text: str = import_module(f"kb.tables.{FORMATS[format_name]}").write(comparison)
    return text


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
