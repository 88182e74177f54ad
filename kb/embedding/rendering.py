"""What a comparison looks like in another page or as a file: made of a release's folder and a view, in a process of its own."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from kb.cells.comparison import compare
from kb.citations.csl import STYLES
from kb.citations.styled import cited_in
from kb.embedding.address import FRAMES, PATH, other_formats
from kb.embedding.frame_size import frame_height
from kb.naming.names import known
from kb.opening.current import open_folder
from kb.release.release import Release
from kb.tables import table_bytes
from kb.tables.formed import laid_out
from kb.tables.html import THEMES, Links, write_embed
from kb.values.form import FORM_FIELDS, Form
from kb.values.view import View
from kb.values.view_fields import key_of

THEME, FRAME = "theme", "frame"
FORM_KEYS = tuple(field.address[0] for field in FORM_FIELDS)


LOOKS = (THEME, FRAME)
DAYS = (*LOOKS, *(key_of(name) for name in ("as_of", "known_on", "release")))


def ready() -> bytes:
    """Import what tables need, so that the first of them need not wait for it."""
    for name in ("markdown", "docx", "native.xlsx", "native.picture", "native.csvw", "json", "text"):
        import_module(f"kb.tables.{name}")
    return b""


def embedded(folder: Path, view: View, asked: tuple[tuple[str, str], ...], format_name: str, oembed: str) -> bytes:
    """A comparison as the page that is shown in a frame (``html``), with links to the same in other formats, or as a file."""
    release, theme = _open(folder), dict(asked).get(THEME, "auto")
    comparison, form = compare(release.reader, view), served(Form.of(dict(asked)))
    cited = cited_in(release, comparison, form)
    if format_name != "html":
        return table_bytes(comparison, format_name, form, cited)
    known("theme", theme, THEMES)
    frame = known("frame", dict(asked).get(FRAME, FRAMES[0]), FRAMES)
    query, live = (urlencode([(name, value) for name, value in asked if name not in left], safe=",") for left in (LOOKS, DAYS))
    links = Links(oembed, other_formats(query), f"{PATH}?{live}", frame == "fit")
    return write_embed(comparison, theme, links, form, cited).encode("utf-8")


def served(form: Form) -> Form:
    """The form itself; UsageError for one that names a file, which an address cannot bring along."""
    if form.style:
        known("style", form.style, STYLES)
    return form


def described(folder: Path, view: View, asked: tuple[tuple[str, str], ...], width: int) -> bytes:
    """What a comparison is called, who publishes it, and how high it stands in a frame of a width in pixels, as JSON."""
    release = _open(folder)
    comparison, form = compare(release.reader, view), served(Form.of(dict(asked)))
    sheet = laid_out(comparison, form=form, cited=cited_in(release, comparison, form))
    said = {"title": sheet.caption, "publisher": comparison.publisher, "height": frame_height(sheet, width)}
    return json.dumps(said).encode("utf-8")


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)
