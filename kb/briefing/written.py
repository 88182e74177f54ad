"""Write a brief as Markdown, HTML, Word, slides or PDF; each has the picture in it or beside it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kb.briefing.content import Content
from kb.briefing.events_told import Told
from kb.briefing.picture import in_words, pages, picture
from kb.briefing.slides import slides
from kb.briefing.word import word
from kb.errors import UsageError
from kb.saving import save
from kb.tables.html import render as render_html
from kb.tables.markdown import escape, render

FORMATS = {"md": "Markdown", "html": "HTML", "docx": "Word", "pptx": "PowerPoint", "pdf": "PDF"}


def write(found: Content, format_name: str, output: Path | None = None) -> bytes:
    """The brief in one of FORMATS; Markdown in a file gets its picture saved beside it. UsageError for another format."""
    if format_name not in FORMATS:
        raise UsageError(f"a brief is written as {', '.join(FORMATS)}")
    if format_name == "md":
        return _markdown(found, output).encode("utf-8")
    writers: dict[str, Callable[[Content], bytes]] = {"html": _html, "docx": word, "pptx": slides, "pdf": pages}
    return writers[format_name](found)


def _markdown(found: Content, output: Path | None) -> str:
    t, headings = found.language.t, found.headings
    said = [f"{n}. {escape(one.whole)}" for n, one in enumerate(found.sentences, 1)] or [t("nothing-found")]
    lines = [f"# {escape(found.title)}", "", escape(found.days), "", *said, "", f"## {headings['picture']}", ""]
    lines += _picture_lines(found, output)
    lines += [f"## {headings['table']}", "", render(found.sheet).rstrip(), ""]
    for name, items in (("changes", found.events), ("contested", found.contested), ("coming", found.coming)):
        lines += [f"## {escape(headings[name])}", "", *(_listed(items) or [empty(found)[name]]), ""]
        lines += [escape(line) for line in found.below(name)] + [""]
    lines += [f"## {headings['sources']}", "", escape(found.read), "", escape(found.cite_as), ""]
    why = [f"{n}. {escape(one.because)}" for n, one in enumerate(found.sentences, 1)]
    return "\n".join([*lines, f"## {headings['why']}", "", *why]) + "\n"


def _picture_lines(found: Content, output: Path | None) -> list[str]:
    if output is None or str(output) == "-":
        return [escape(in_words(found)), ""]
    beside = output.with_name(f"{output.stem}-picture.png")
    save(beside, picture(found))
    return [f"![{escape(in_words(found))}](<{beside.name}>)", ""]


def _listed(items: Sequence[Told]) -> list[str]:
    return [line for one in items for line in (f"- {escape(one.head)}", *(f"    - {escape(said)}" for said in one.lines))]


def empty(found: Content) -> dict[str, str]:
    """What stands in a list that is empty."""
    return {name: found.language.t(f"nothing-{key}", years=2) for name, key in (
        ("changes", "changed"), ("contested", "contested"), ("coming", "coming"))}  # fmt: skip


def _html(found: Content) -> bytes:
    drawn = base64.b64encode(picture(found, is_alone=False)).decode("ascii")
    more: dict[str, Any] = {"brief": found, "drawn": drawn, "alternative": in_words(found), "empty": empty(found)}
    return render_html("brief.html.jinja", found.sheet, **more).encode("utf-8")
