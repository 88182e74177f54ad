"""HTML whose every look stands at its element: what mail, WordPress, Confluence and Google Docs keep of a pasted table."""

from __future__ import annotations

from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.html import render, sealed
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

HEAD = '<!doctype html>\n<meta charset="utf-8">\n'


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison without style sheet, script, class or hidden words, its marks said in words; sealed."""
    sheet = laid_out(comparison, form=form, cited=cited)
    return sealed(comparison, HEAD + render("inline.html.jinja", sheet, parts=list(sheet.panels())), form)
