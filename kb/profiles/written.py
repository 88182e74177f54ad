"""Write the page of one thing as a document: Markdown, HTML or Word; what leads somewhere on the page is text here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.profiles.clause import Clause
from kb.profiles.html import html_table
from kb.profiles.profile import Profile
from kb.profiles.section import Section
from kb.tables.docx import as_bytes, new_document
from kb.tables.html import render_document
from kb.tables.markdown import escape as escape_markdown
from kb.tables.rows import write_rows

if TYPE_CHECKING:
    from docx.document import Document

FORMATS = {"md": "Markdown", "html": "HTML", "docx": "Word"}
LETTERS = 8


def write_profile(found: Profile, format_name: str) -> bytes:
    """The page in one of FORMATS; UsageError for another."""
    if format_name not in FORMATS:
        raise UsageError(f"a page is written as {', '.join(FORMATS)}")
    writers: dict[str, Callable[[Profile], bytes]] = {"md": _markdown, "html": _html, "docx": _word}
    return writers[format_name](found)


def state_text(found: Profile) -> str:
    """The state today as lines of plain text."""
    return "\n".join(one.whole for one in found.state.clauses)


def grouped(part: Section) -> Iterator[tuple[str, list[list[str]]]]:
    """The rows of a section as texts below the headings within it; one group without a name where there is none."""
    name, rows = "", list[list[str]]()
    for row in part.rows:
        if len(row) == 1:
            if rows:
                yield name, rows
            name, rows = row[0].text, []
        else:
            rows.append([cell.text for cell in row])
    if rows:
        yield name, rows


def _markdown(found: Profile) -> bytes:
    lines = [f"# {escape_markdown(found.title)}", ""]
    for number, one in enumerate(found.state.clauses):
        lines += [f"**{escape_markdown(one.text)}**" if number == 0 else escape_markdown(one.text)]
        lines += [f"*{escape_markdown(one.caution)}*"] if one.caution else []
        lines += [""]
    lines += [escape_markdown(found.state.dates), ""]
    for part in found.sections:
        lines += [f"## {escape_markdown(part.heading)}", ""]
        for name, rows in grouped(part):
            lines += [f"### {escape_markdown(name)}", ""] if name else []
            lines += [write_rows(part.columns, rows, "md")]
        lines += [escape_markdown(part.note), ""] if part.note else []
    return "\n".join([*lines, escape_markdown(found.state.made), "", found.licence.line, ""]).encode("utf-8")


def _html(found: Profile) -> bytes:
    body = [f"<h1>{escape(found.title)}</h1>"]
    body += [_paragraph(number, one) for number, one in enumerate(found.state.clauses)]
    body += [f'<p class="soft">{escape(found.state.dates)}</p>']
    for part in found.sections:
        body += [f"<h2>{escape(part.heading)}</h2>"]
        for name, rows in grouped(part):
            body += [f"<h3>{escape(name)}</h3>"] if name else []
            body += [html_table(part.columns, [[escape(cell) for cell in row] for row in rows])]
        body += [f'<p class="soft">{escape(part.note)}</p>'] if part.note else []
    body += [f'<p class="soft">{escape(line)}</p>' for line in (found.state.made, found.licence.line)]
    return render_document(found.lang, found.title, "\n".join(body)).encode("utf-8")


def _paragraph(number: int, one: Clause) -> str:
    said = f"<strong>{escape(one.text)}</strong>" if number == 0 else escape(one.text)
    return f"<p>{said}" + (f' <span class="soft">{escape(one.caution)}</span>' if one.caution else "") + "</p>"


def _word(found: Profile) -> bytes:
    document = new_document(found.title, found, turned=any(len(part.columns) > 4 for part in found.sections), lang=found.lang)
    document.add_heading(found.title, 1)
    for number, one in enumerate(found.state.clauses):
        paragraph = document.add_paragraph()
        paragraph.add_run(one.text).bold = number == 0
        paragraph.add_run(f" {one.caution}" if one.caution else "").italic = True
    document.add_paragraph(found.state.dates)
    for part in found.sections:
        document.add_heading(part.heading, 2)
        for name, rows in grouped(part):
            if name:
                document.add_heading(name, 3)
            _add_table(document, part.columns, rows)
        if part.note:
            document.add_paragraph(part.note)
    document.add_paragraph(found.state.made)
    return as_bytes(document)


def _add_table(document: Document, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    from docx.shared import Pt

    table = document.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    for number, texts in enumerate([list(columns), *rows]):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            made = cell.paragraphs[0].add_run(text)
            made.font.size, made.bold = Pt(LETTERS), number == 0
