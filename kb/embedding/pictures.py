"""Pictures of tables in reports: files beside a report of text, which shows them, and pictures in a Word document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape as escape_html
from pathlib import Path

from kb.citations.styled import cited_in
from kb.embedding.marker_options import Request
from kb.errors import KnowledgeBaseError
from kb.release.release import Release
from kb.tables import table_bytes
from kb.tables.html import sealed as sealed_html
from kb.tables.latex import escape as escape_latex
from kb.tables.latex import sealed as sealed_latex
from kb.tables.markdown import FLAVOURS, escape
from kb.tables.markdown import sealed as sealed_markdown
from kb.tables.native.markup import escape_asciidoc, escape_rst, quoted
from kb.tables.native.markup import sealed_text as sealed_markup
from kb.tables.native.shown_pictures import shown_png
from kb.tables.seals import holds, read_seal
from kb.tables.sheet import Sheet
from kb.values.model import Comparison

FORMAT = "png"


@dataclass
class Drawn:
    """The pictures of one report: where they stand, and those that were drawn anew, by path."""

    report: Path
    made: dict[Path, bytes] = field(default_factory=dict)

    def address(self, name: str) -> str:
        """The address of a picture as the report gives it."""
        return f"{self.report.stem}-pictures/{name}.{FORMAT}".replace(" ", "-")

    def put(self, name: str, data: bytes) -> str:
        """Keep a picture to be written with the report; its address."""
        self.made[self.report.parent / self.address(name)] = data
        return self.address(name)

    def is_whole(self, name: str) -> bool:
        """Whether the picture stands there as it was drawn."""
        try:
            found = shown_png((self.report.parent / self.address(name)).read_bytes())
        except (OSError, KnowledgeBaseError):
            return False
        seal = read_seal(found.seals[0]) if found.seals else None
        return seal is not None and holds(seal, found.pieces)


def draw(release: Release, fresh: Comparison, request: Request) -> bytes:
    """A comparison as a PNG in the form that a marker asks."""
    return table_bytes(fresh, FORMAT, request.form, cited_in(release, fresh, request.form))


def shown_in(kind: str, sheet: Sheet, comparison: Comparison, address: str) -> str:
    """What shows a picture in a kind of report, with caption, name and seal."""
    told = f"{sheet.caption}. {sheet.dates}"
    if kind in WRITERS:
        return sealed_markup(kind, WRITERS[kind](sheet, told, address), comparison, sheet.form)
    if kind == "html":
        return sealed_html(comparison, _html(sheet, told, address), sheet.form) + "\n"
    if kind == "tex":
        return sealed_latex(comparison, _latex(sheet, told, address), sheet.form)
    name = f"{{#{sheet.form.id}}}" if sheet.form.id and kind in ("md", "qmd") else ""
    text = f"![{escape(told)}]({address}){name}\n"
    return "\n" + sealed_markdown(comparison, text, sheet.form, FLAVOURS[kind]) + "\n"


def _html(sheet: Sheet, told: str, address: str) -> str:
    name = f' id="{sheet.form.id}"' if sheet.form.id else ""
    picture = f'<img src="{escape_html(address)}" alt="{escape_html(told)}" style="max-width:100%;height:auto">'
    return f'<figure{name} data-kb-seal="none">\n{picture}\n<figcaption>{escape_html(told)}</figcaption>\n</figure>'


def _latex(sheet: Sheet, told: str, address: str) -> str:
    label = f"\\label{{{sheet.form.id}}}" if sheet.form.id else ""
    lines = ["\\begin{figure}[htbp]", "\\centering", f"\\includegraphics[width=\\linewidth]{{{address}}}"]
    return "\n".join([*lines, f"\\caption{{{escape_latex(told)}}}{label}", "\\end{figure}"]) + "\n"


def _rst(sheet: Sheet, told: str, address: str) -> str:
    lines = [f".. figure:: {address}", f"   :alt: {escape_rst(sheet.caption)}", "   :width: 100%"]
    lines += [f"   :name: {sheet.form.id}"] if sheet.form.id else []
    return "\n" + "\n".join([*lines, "", f"   {escape_rst(told)}"]) + "\n"


def _asciidoc(sheet: Sheet, told: str, address: str) -> str:
    name = f"[#{sheet.form.id}]\n" if sheet.form.id else ""
    return f"\n{name}.{escape_asciidoc(told)}\nimage::{address}[{escape_asciidoc(sheet.caption).replace(',', '&#44;')}]\n"


def _typst(sheet: Sheet, told: str, address: str) -> str:
    name = f" <{sheet.form.id}>" if sheet.form.id else ""
    return f"#figure(image({quoted(address)}, alt: {quoted(sheet.caption)}), caption: [#{quoted(told)}]){name}\n"


WRITERS: dict[str, Callable[[Sheet, str, str], str]] = {"rst": _rst, "adoc": _asciidoc, "typ": _typst}
