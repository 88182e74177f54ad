"""What a comparison looks like in another page or as a file: made of a release's folder and a view, in a process of its own."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.embedding.address import other_formats
from kb.naming.names import known
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.tables import table_bytes
from kb.tables.html import THEMES, write_embed
from kb.values.form import FORM_FIELDS, Form
from kb.values.view import View
from kb.values.words import caption

THEME, FORM_KEYS = "theme", tuple(field.address[0] for field in FORM_FIELDS)


def ready() -> bytes:
    """Import what tables need, so that the first of them need not wait for it."""
    for name in ("markdown", "docx", "xlsx", "picture", "csvw", "json", "text"):
        import_module(f"kb.tables.{name}")
    return b""


def embedded(folder: Path, view: View, asked: tuple[tuple[str, str], ...], format_name: str, oembed: str) -> bytes:
    """A comparison as the page that is shown in a frame (``html``), with links to the same in other formats, or as a file."""
    reader, theme = _open(folder).reader, dict(asked).get(THEME, "auto")
    comparison, form = compare(reader, view), Form.of(dict(asked))
    cited = cited_in(reader, comparison, form)
    if format_name != "html":
        return table_bytes(comparison, format_name, form, cited)
    known("theme", theme, THEMES)
    query = urlencode([(name, value) for name, value in asked if name != THEME], safe=",")
    return write_embed(comparison, theme, oembed, other_formats(query), form, cited).encode("utf-8")


def title(folder: Path, view: View) -> str:
    """What a comparison is called and who publishes it, as JSON text."""
    table = compare(_open(folder).reader, view)
    return json.dumps([caption(table), table.publisher])


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)
