"""Made-up reports of the kinds that authors write, each with markers, for the runner that embeds and builds them."""

from __future__ import annotations

import json
import re
from pathlib import Path

ASKS = "xa xb questions=forced-sale,local-storage as-of=2025-09-15 known-on=2026-06-01"
CAPTIONED = ASKS + ' notes=short id=tbl-a caption="My words & signs, 50 %"'
LABELS = f"{ASKS} detail=label notes=sources"
VALUE = "{kb: xa forced-sale as-of=2025-09-15 platform=clip}"
WORDS = "The committee heard evidence on the ownership of platforms over several days. " * 4


def md(asks=ASKS, indent=""):
    return f"{indent}<!-- kb:compare {asks} -->\n{indent}<!-- kb:end -->\n"


def tex(asks=ASKS):
    return f"% kb:compare {asks}\n% kb:end\n"


def article(body, options="", packages="", name="article"):
    return f"\\documentclass[{options}]{{{name}}}\n{packages}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


LINKS = "\\usepackage{longtable,booktabs}\n\\usepackage{hyperref}\n\\providecommand{\\kbvalue}[2]{#2}"
MARKDOWN = {
    "plain.md": f"# A report\n\n{WORDS}\n\n{md()}\nSo it is {VALUE} there.\n",
    "front-matter.md": f"---\ntitle: Ownership\nauthor: The committee\n---\n\n# One\n\n{WORDS}\n\n{md()}\n",
    "in-a-bullet.md": f"# List\n\n- first\n\n{md(indent='  ')}\n- second\n",
    "in-a-numbered-item.md": f"# List\n\n1.  First.\n\n{md(indent='    ')}\n2.  Second.\n",
    "in-a-nested-item.md": f"- a\n    - b\n\n{md(indent='        ')}\n    - c\n",
    "in-a-quotation.md": f"> Said.\n>\n> <!-- kb:compare {ASKS} -->\n> <!-- kb:end -->\n\nAfter.\n",
    "own-notes.md": f"Claim.[^1]\n\n{md()}\n\nAgain.[^1]\n\n[^1]: My note.\n",
    "in-a-table.md": f"| a | b |\n|:--|:--|\n| x | {VALUE} |\n\n{md()}\n",
    "windows.md": f"# Report\n\n{WORDS}\n\n{md()}\nAfter {VALUE}.\n".replace("\n", "\r\n"),
    "with-bom.md": f"\ufeff# Report\n\n{md()}\nAfter.\n",
    "shows-code.md": f"# Manual\n\n```\n<!-- kb:compare us -->\n```\n\n{md()}\n`{{kb: us x}}` is shown.\n",
    "two-tables.md": f"# Two\n\n{md()}\n\nBetween.\n\n{md()}\n",
    "details.md": f"<details><summary>More</summary>\n\n{md()}\n\n</details>\n",
    "labels.md": f"# Short\n\n{WORDS}\n\n{md(LABELS)}\n",
    "own-caption.md": f"# Short\n\n{md(CAPTIONED)}\n",
    "turned.md": f"# Turned\n\n{md(ASKS + ' transpose=yes legend=none notes=none')}\n",
    "german.md": f"# Kurz\n\n{md(LABELS + ' lang=de')}\n",
    "heading.md": f"# On {VALUE}\n\n{md()}\n",
    "no-last-line.md": f"Text\n\n{md()}end",
    "quarto.qmd": f"---\ntitle: Q\nformat: pdf\n---\n\n## One\n\n{WORDS}\n\n{md()}\n\n```{{python}}\nx = 1\n```\n",
    "markdown.Rmd": f"---\ntitle: R\noutput: word_document\n---\n\n```{{r}}\nplot(1)\n```\n\n{md()}\n",
}
LATEX = {
    "one-column.tex": article(f"\\section{{One}}\n{WORDS}\n\n{tex()}\nSo {VALUE}.\n", packages=LINKS),
    "no-packages.tex": article(f"{WORDS}\n\n{tex()}\n"),
    "two-columns.tex": article(f"{WORDS}\n\n{tex()}\n{WORDS}", "twocolumn", LINKS),
    "multicols.tex": article(
        f"\\begin{{multicols}}{{2}}\n{WORDS}\n\n{tex()}\n{WORDS}\n\\end{{multicols}}", "", "\\usepackage{multicol}\n" + LINKS
    ),
    "slides.tex": article(f"\\begin{{frame}}{{Ownership}}\n{tex()}\n\\end{{frame}}", "", "", "beamer"),
    "two-tables.tex": article(f"{tex()}\n{WORDS}\n\n{tex(LABELS)}\n", "a4paper", LINKS),
    "lists.tex": article(
        f"\\listoftables\n\\section{{S}}{WORDS}\n\n{tex(ASKS + ' id=tab:mine')}\nSee Table~\\ref{{tab:mine}}.", "", LINKS
    ),
    "landscape.tex": article(f"{WORDS}\n\n{tex(ASKS + ' fit=landscape')}\n{WORDS}", "", "\\usepackage{pdflscape}\n" + LINKS),
    "chapters.tex": article(f"\\chapter{{One}}\n{WORDS}\n\n{tex()}", "", LINKS, "report"),
    "in-a-list.tex": article(f"\\begin{{itemize}}\\item One.\n\n{tex(LABELS)}\n\\end{{itemize}}", "", LINKS),
    "part.tex": f"\\section{{A part}}\n{tex()}\n",
}
OTHERS = {
    "page.html": f"<!doctype html><html><body><p>{WORDS}</p>\n{md()}<p>{VALUE}</p></body></html>\n",
    "from-the-right.html": f'<!doctype html><html dir="rtl"><body><p>שלום</p>\n{md()}</body></html>\n',
    "shows-code.html": f"<body><pre>&lt;!-- x --> <!-- kb:compare q --></pre>\n{md()}</body>\n",
    "guide.rst": f"Guide\n=====\n\nBefore.\n\n.. kb:compare {ASKS} id=tbl-a\n.. kb:end\n\nAfter.\n",
    "book.adoc": f"= Book\n\nBefore.\n\n// kb:compare {ASKS}\n// kb:end\n\nAfter.\n",
    "paper.typ": f"= Paper\n\nBefore {VALUE}.\n\n// kb:compare {ASKS} id=tbl-a\n// kb:end\n\nSee @tbl-a.\n",
    "site.mdx": f"# Site\n\n{{/* kb:compare {ASKS} */}}\n{{/* kb:end */}}\n\nSo {VALUE}.\n",
    "notes.ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": ["# Note\n", "\n", *md().splitlines(keepends=True)]},
                {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["x = 1"]},
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        },
        indent=1,
    ),
}
SECTION = re.compile(r"<w:sectPr.*?</w:sectPr>|<w:sectPr[^>]*/>", re.DOTALL)


def word_reports():
    """Word reports by name, each as a function that makes the document; what python-docx cannot make is cut out afterwards."""
    return {
        "plain.docx": lambda: _document(marked()),
        "values.docx": lambda: _document([f"It is {VALUE} there.", *marked(LABELS)]),
        "landscape-annex.docx": lambda: _sections(_document(marked())),
        "two-columns.docx": lambda: _columns(_document([WORDS, *marked()])),
        "in-a-cell.docx": lambda: _in_a_cell(_document([WORDS])),
        "in-a-header.docx": lambda: _in_a_header(_document(marked())),
        "in-a-list.docx": lambda: _in_a_list(_document([WORDS])),
        "own-caption.docx": lambda: _document(marked(f'{ASKS} id=tbl-a caption="My own words"')),
        "turned-pages.docx": lambda: _document([WORDS, *marked(f"{ASKS} fit=landscape"), WORDS]),
        "split-runs.docx": lambda: _split(_document([])),
        "from-the-right.docx": lambda: _from_the_right(_document(marked())),
        "without-section.docx": lambda: _document(marked()),
        "without-page.docx": lambda: _document(marked()),
        "with-comments.docx": lambda: _commented(_document(marked())),
        "tracked.docx": lambda: _tracked(_document(marked())),
        "no-caption-style.docx": lambda: _without_style(_document(marked()), "Caption"),
        "short-notes.docx": lambda: _document(marked(f"{ASKS} notes=short detail=sentence")),
    }


def marked(asks=ASKS):
    return ["Before.", f"{{kb:compare {asks}}}", "After."]


def write_all(folder: Path) -> int:
    """Write every report into a folder; how many they are."""
    for name, text in {**MARKDOWN, **LATEX, **OTHERS}.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    for name, make in word_reports().items():
        make().save(str(folder / name))
    _cut(folder / "without-section.docx", SECTION)
    _cut(folder / "without-page.docx", re.compile(r"<w:pgSz[^>]*/>|<w:pgMar[^>]*/>"))
    return len({**MARKDOWN, **LATEX, **OTHERS, **word_reports()})


def _document(paragraphs):
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def _sections(document):
    from docx.enum.section import WD_ORIENT

    section = document.add_section()
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, section.page_height, section.page_width
    document.add_paragraph("An annex on wide pages.")
    return document


def _columns(document):
    from kb.tables.word_notes import element

    section = document.sections[0]._sectPr
    for old in section.findall("{*}cols"):
        section.remove(old)
    section.append(element("cols", num="2", space="708"))
    return document


def _in_a_cell(document):
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", f"{{kb:compare {LABELS}}}"
    return document


def _in_a_header(document):
    document.sections[0].header.paragraphs[0].text = f"Now: {VALUE}"
    return document


def _in_a_list(document):
    for text in ("One", f"{{kb:compare {ASKS}}}", "Two"):
        document.add_paragraph(text, style="List Number")
    return document


def _split(document):
    paragraph = document.add_paragraph()
    for piece in ("It is {k", "b: xa forced-", "sale as-of=2025-09-15 platform=clip}", "."):
        paragraph.add_run(piece)
    return document


def _from_the_right(document):
    from kb.tables.word_notes import element

    document.sections[0]._sectPr.append(element("bidi"))
    return document


def _commented(document):
    from lxml import etree

    for paragraph in document.paragraphs:
        paragraph._p.addnext(etree.Comment("made elsewhere"))
        paragraph._p.addnext(etree.ProcessingInstruction("mso", "x"))
    return document


def _tracked(document):
    from kb.tables.word_notes import element, written

    inserted = element("ins", element("r", written(f"Added: {VALUE}.")), _id="900", author="editor", date="2026-01-01T00:00:00Z")
    document.add_paragraph()._p.append(inserted)
    return document


def _without_style(document, name):
    style = document.styles[name]._element
    style.getparent().remove(style)
    return document


def _cut(path, pattern):
    import io
    import zipfile

    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "word/document.xml":
                content = pattern.sub("", content.decode("utf-8")).encode("utf-8")
            new.writestr(member, content)
