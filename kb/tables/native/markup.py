"""A laid-out table in the markup of other tools: reStructuredText for Sphinx, AsciiDoc, Typst; with caption, name and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kb.naming.links import safe_link
from kb.tables.listed import Listed
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetRow
from kb.tables.shown import shown_markup
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.words import CellWords, spoken, spoken_state

BETWEEN = " · "
COMMENTS = {"rst": "..", "adoc": "//", "typ": "//"}
IN_RST = re.compile(r"([\\*`_|<>\[\]])")
IN_ASCIIDOC = re.compile(r"[^\w\s.,;:()/'\"!?§–—·€%=-]|(?<=-)-|(?<=\w)'(?=\w)|https?(?=:)|\(\([CRT]|\.\.\.")


def sealed(kind: str, sheet: Sheet, table: Comparison | Listed) -> str:
    """The table in one of COMMENTS, with its seal in a comment below."""
    return sealed_text(kind, WRITERS[kind](sheet), table, sheet.form)


def sealed_text(kind: str, text: str, table: Comparison | Listed, form: Form = PLAIN) -> str:
    """Markup of one of COMMENTS with the seal of what it shows in a comment below."""
    return f"{text}\n{COMMENTS[kind]} kb:seal {seal(table, shown_markup(text).pieces, form).text()}\n"


def escape_rst(text: str) -> str:
    """Text that reStructuredText leaves as it is."""
    return IN_RST.sub(r"\\\1", text)


def escape_asciidoc(text: str) -> str:
    """Text that AsciiDoc leaves as it is: what could be markup as a number of its character."""
    return IN_ASCIIDOC.sub(lambda found: "".join(f"&#{ord(one)};" for one in found.group()), text)


def quoted(text: str) -> str:
    """Text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rst(sheet: Sheet) -> str:
    def cell(words: CellWords) -> str:
        return BETWEEN.join(_parts(words, escape_rst, "**{}**", "*{}*", lambda n: f"\\ [#{sheet.anchor}-{n}]_"))

    count = len(sheet.columns)
    widths = " ".join(map(str, (22, *[78 // count] * count)))
    lines = [f".. list-table:: {escape_rst(sheet.caption)}", "   :header-rows: 1", f"   :widths: {widths}"]
    lines += [f"   :name: {sheet.form.id}"] if sheet.form.id else []
    lines += ["", *_row_of_rst([escape_rst(name) for name in (sheet.corner, *sheet.columns)])]
    for section in sheet.sections:
        lines += _row_of_rst([f"*{escape_rst(section.title)}*", *[""] * count]) if section.title else []
        for row in section.rows:
            lines += _row_of_rst([_head(row, escape_rst, "*{}*"), *(cell(one.words) for one in row.cells)])
    lines += ["", escape_rst(sheet.foot), ""]
    lines += [
        f".. [#{sheet.anchor}-{note.n}] {escape_rst(note.citation)}. {safe_link(note.url) or ''}".rstrip() for note in sheet.notes
    ]
    return "\n" + "\n".join(lines) + "\n"


def _row_of_rst(cells: list[str]) -> list[str]:
    return [f"   {'* -' if at == 0 else '  -'} {text}".rstrip() for at, text in enumerate(cells)]


def _asciidoc(sheet: Sheet) -> str:
    def cell(words: CellWords) -> str:
        return BETWEEN.join(_parts(words, escape_asciidoc, "**{}**", "__{}__", lambda n: f"^{n}^"))

    lines = [f"[#{sheet.form.id}]"] if sheet.form.id else []
    lines += [f".{escape_asciidoc(sheet.caption)}", f'[cols="2{",3" * len(sheet.columns)}",options="header"]', "|==="]
    lines += [" ".join(f"|{escape_asciidoc(name)}" for name in (sheet.corner, *sheet.columns)), ""]
    for section in sheet.sections:
        lines += [f"{len(sheet.columns) + 1}+|__{escape_asciidoc(section.title)}__", ""] if section.title else []
        for row in section.rows:
            lines += [f"|{_head(row, escape_asciidoc, '__{}__')}", *(f"|{cell(one.words)}" for one in row.cells), ""]
    lines += ["|===", "", escape_asciidoc(sheet.foot), ""]
    lines += [f". {escape_asciidoc(note.citation)}. {safe_link(note.url) or ''}".rstrip() for note in sheet.notes]
    return "\n" + "\n".join(lines) + "\n"


def _typst(sheet: Sheet) -> str:
    def cell(words: CellWords) -> str:
        return "[" + " · ".join(_parts(words, _in_typst, "#strong[{}]", "#emph[{}]", lambda n: f"#super[{n}]")) + "]"

    lines = ["#[", "#set text(size: 0.85em)", "#show figure.where(kind: table): set block(breakable: true)"]
    lines += [f"#figure(kind: table, caption: [{_in_typst(sheet.caption)}], table("]
    lines += [f"  columns: (1fr,) + (1.5fr,) * {len(sheet.columns)}, align: left + top, stroke: none, table.hline(),"]
    lines += [
        f"  table.header({', '.join(f'strong({quoted(name)})' for name in (sheet.corner, *sheet.columns))}), table.hline(),"
    ]
    for section in sheet.sections:
        across = f"  table.cell(colspan: {len(sheet.columns) + 1}, emph({quoted(section.title)})),"
        lines += [across] if section.title else []
        for row in section.rows:
            cells = (f"[{_head(row, _in_typst, '#emph[{}]')}]", *(cell(one.words) for one in row.cells))
            lines += [f"  {', '.join(cells)},"]
    lines += [
        f"  table.hline())){f' <{sheet.form.id}>' if sheet.form.id else ''}",
        f"#text({quoted(sheet.foot)})",
    ]
    for note in sheet.notes:
        link = f" #link({quoted(note.url)})" if note.url and safe_link(note.url) else ""
        lines += [f"\\ {note.n}. {_in_typst(note.citation + '.')}{link}"]
    return "\n".join([*lines, "]"]) + "\n"


def _in_typst(text: str) -> str:
    return f"#{quoted(text)}"


def _head(row: SheetRow, escape: Callable[[str], str], aside: str) -> str:
    return BETWEEN.join([escape(row.text), *(aside.format(escape(spoken(remark))) for remark in row.remarks)])


def _parts(words: CellWords, escape: Callable[[str], str], strong: str, aside: str, refer: Callable[[int], str]) -> Iterator[str]:
    """The parts of a cell, each as markup: the label with its sentence, remarks, what holds otherwise, warnings."""

    def references(numbers: tuple[int, ...]) -> str:
        return "".join(map(refer, numbers))

    if words.is_plain:
        yield escape(words.sentence)
        return
    said = f" {escape(words.sentence)}" if words.sentence else ""
    yield f"{strong.format(escape(words.label + spoken_state(words) + '.'))}{said}{references(words.notes)}"
    yield from (aside.format(escape(spoken(remark))) for remark in words.remarks)
    yield from (aside.format(escape(spoken(law.text))) + references(law.notes) for law in words.below)
    yield from (strong.format(escape(spoken(line.text))) + references(line.notes) for line in words.warnings)


WRITERS: dict[str, Callable[[Sheet], str]] = {"rst": _rst, "adoc": _asciidoc, "typ": _typst}
