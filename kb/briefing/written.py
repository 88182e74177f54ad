"""Write a briefing as Markdown, HTML or Word, each with the picture in it or beside it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb.briefing.content import Briefing
from kb.briefing.timelines import in_words, picture
from kb.errors import UsageError
from kb.saving import save
from kb.tables.markdown import escape, render

if TYPE_CHECKING:
    from docx.document import Document

FORMATS = {"md": "Markdown", "html": "HTML", "docx": "Word"}
COURSE = "How the answers came about"
UNDISPUTED = "No cell of this table is disputed."
ALTERNATIVE = "Bars of the intervals in which each answer held; the list below says the same in words"


def write(found: Briefing, format_name: str, output: Path | None) -> bytes:
    """The briefing in one of FORMATS; Markdown in a file gets its picture saved beside it. UsageError for another format."""
    if format_name not in FORMATS:
        raise UsageError(f"a briefing is written as {', '.join(FORMATS)}")
    if format_name == "md":
        return _markdown(found, output).encode("utf-8")
    return _html(found).encode("utf-8") if format_name == "html" else _docx(found)


def _drawn(found: Briefing, kind: Literal["svg", "png"]) -> bytes:
    return picture(COURSE, found.comparison.as_of, found.courses, kind)


def _markdown(found: Briefing, output: Path | None) -> str:
    lines = [f"# {escape(found.title)}", "", escape(found.dates), "", "## In short", "", *_paragraphs(found.overview)]
    for summary in found.summaries:
        lines += [f"### {escape(summary.title)}", ""]
        for one in summary.differences:
            lines += [f"- **{escape(one.heading)}**"]
            lines += [f"    - {escape(line)}" for line in one.lines]
        lines.append("")
    lines += ["## The tables", "", render(found.sheet).rstrip(), ""]
    lines += _course_lines(found, output)
    lines += [
        "## Disputes",
        "",
        *([f"- {escape(line)}" for line in found.disputes] or ["No cell of this table is disputed."]),
        "",
    ]
    return "\n".join([*lines, "## Cite this table", "", escape(found.cite_as)]) + "\n"


def _paragraphs(texts: tuple[str, ...]) -> list[str]:
    return [line for text in texts for line in (escape(text), "")]


def _course_lines(found: Briefing, output: Path | None) -> list[str]:
    lines = [f"## {COURSE}", ""]
    if found.courses and output is not None and str(output) != "-":
        beside = output.with_name(f"{output.stem}-timeline.png")
        save(beside, _drawn(found, "png"))
        lines += [f"![{ALTERNATIVE}](<{beside.name}>)", ""]
    for course in found.courses:
        lines += [f"**{escape(course.question)}**", ""]
        lines += [f"{span.n}. {escape(name)}, {escape(in_words(span))}" for name, row in course.rows for span in row]
        lines.append("")
    return lines if found.courses else [*lines, "Nothing changed in the years before.", ""]


def _html(found: Briefing) -> str:
    from kb.tables.html import render as render_html

    drawn = base64.b64encode(_drawn(found, "svg")).decode("ascii") if found.courses else ""
    more: dict[str, Any] = {"briefing": found, "drawn": drawn, "course": COURSE, "alternative": ALTERNATIVE, "in_words": in_words}
    return render_html("briefing.html.jinja", found.sheet, **more)


def _docx(found: Briefing) -> bytes:
    from kb.tables.docx import add_comparison, as_bytes, new_document

    document = new_document(found.title, found.comparison, turned=len(found.sheet.columns) > 2)
    document.add_heading(found.title, 1)
    document.add_paragraph(found.dates)
    document.add_heading("In short", 2)
    for text in found.overview:
        document.add_paragraph(text)
    _summaries(document, found)
    _course_in_word(document, found)
    document.add_heading("Disputes", 2)
    for line in found.disputes or (UNDISPUTED,):
        document.add_paragraph(line, style="List Bullet" if found.disputes else None)
    document.add_heading("Cite this table", 2)
    document.add_paragraph(found.cite_as)
    document.add_heading("The tables", 2)
    add_comparison(document, found.sheet)
    return as_bytes(document)


def _summaries(document: Document, found: Briefing) -> None:
    for summary in found.summaries:
        document.add_heading(summary.title, 3)
        for one in summary.differences:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(one.heading).bold = True
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = 0
            for line in one.lines:
                document.add_paragraph(line, style="List Bullet 2").paragraph_format.space_after = 0


def _course_in_word(document: Document, found: Briefing) -> None:
    import io

    from docx.oxml.ns import qn

    document.add_heading(COURSE, 2)
    if not found.courses:
        document.add_paragraph("Nothing changed in the years before.")
        return
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    shape = document.add_picture(io.BytesIO(_drawn(found, "png")), width=room)
    shape._inline.find(qn("wp:docPr")).set("descr", ALTERNATIVE)
    for course in found.courses:
        document.add_paragraph().add_run(course.question).bold = True
        for name, row in course.rows:
            for span in row:
                document.add_paragraph(f"{span.n}. {name}, {in_words(span)}").paragraph_format.space_after = 0
