"""Markdown: a pipe table that GitHub, Quarto and pandoc read, in characters that every writer of pandoc has; notes as footnotes.

A cell is one paragraph, since a line break in it is lost on the way to Word and LaTeX, and a mark is said in words, since most
fonts of LaTeX lack it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.naming.links import safe_link
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.listed import Listed
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetSection
from kb.tables.shown import shown_markdown
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison, Note
from kb.values.words import CellWords, spoken, spoken_state

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: f"\\{mark}" for mark in "\\*_[]|#~$^"} | {"`": "&#96;"})
BRACED = str.maketrans({"{": "&#123;", "}": "&#125;"})
LINKED = re.compile(r"\b(https?|ftp)://|\b(www)\.")
BETWEEN = " · "


class Flavour(NamedTuple):
    """How one tool reads Markdown: whether it has footnotes, how a comment begins and ends, how a caption is written.

    ``below`` is the caption of a table that the tool numbers and refers to, with and without a name: it stands below the
    table, which is then one for all dimensions.
    """

    footnotes: bool = True
    comment: tuple[str, str] = ("<!-- ", " -->")
    caption: str = "**{}**"
    braced: bool = False
    below: tuple[str, str] | None = None


PANDOC, NOTEBOOK = Flavour(), Flavour(footnotes=False)
MDX = Flavour(comment=("{/* ", " */}"), braced=True)
QUARTO = Flavour(below=(": {caption} {{#{name}}}", ": {caption}"))
RMARKDOWN = Flavour(below=("Table: (\\#{name}) {caption}", "Table: {caption}"))
FLAVOURS = {"md": PANDOC, "ipynb": NOTEBOOK, "mdx": MDX, "qmd": QUARTO, "rmd": RMARKDOWN}


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison as Markdown, one table per dimension, sealed."""
    return sealed(comparison, render(laid_out(comparison, form=form, cited=cited)), form)


def sealed(comparison: Comparison | Listed, text: str, form: Form = PLAIN, flavour: Flavour = PANDOC) -> str:
    """A table written as Markdown with its seal in a comment below."""
    begin, end = flavour.comment
    return f"{text}\n{begin}kb:seal {seal(comparison, shown_markdown(text).pieces, form).text()}{end}\n"


def render(sheet: Sheet, heading: str = "### {}", flavour: Flavour = PANDOC) -> str:
    """A laid-out table as Markdown; ``heading`` says how the title of a section is written."""
    text = _Writer(sheet, flavour)
    if flavour.below:
        lines = [
            *text.table(*sheet.sections),
            "",
            text.caption_below(),
            "",
            text.escape(sheet.foot),
            "",
        ]
        return "\n".join([*lines, *(text.note(note) for note in sheet.notes)]).rstrip() + "\n"
    lines = [text.caption(), "", text.escape(sheet.dates), ""]
    for section in sheet.sections:
        lines += [heading.format(text.escape(section.title)), ""] if section.title else []
        lines += [*text.table(section), ""]
    lines += [text.escape(sheet.made), ""] if sheet.made else []
    return "\n".join([*lines, *(text.note(note) for note in sheet.notes)]).rstrip() + "\n"


def escape(text: str) -> str:
    """Text that stays text inside a Markdown table: no cell break, no markup, no HTML, no image, no automatic link."""
    escaped = " ".join(text.split()).translate(ESCAPED)
    if "://" not in escaped and "www." not in escaped:
        return escaped
    return LINKED.sub(lambda found: found.group().replace(":", "&#58;").replace(".", "&#46;"), escaped)


class _Writer(NamedTuple):
    sheet: Sheet
    flavour: Flavour

    def escape(self, text: str) -> str:
        return escape(text).translate(BRACED) if self.flavour.braced else escape(text)

    def caption(self) -> str:
        name = self.sheet.form.id
        anchor = f'<a id="{name}"></a>' if name else ""
        return anchor + self.flavour.caption.format(self.escape(self.sheet.caption))

    def caption_below(self) -> str:
        """The caption as the tool numbers it, with the name to refer to if the author gives one."""
        named, unnamed = self.flavour.below or ("", "")
        name, caption = self.sheet.form.id, self.escape(self.sheet.caption)
        return named.format(caption=caption, name=name) if name else unnamed.format(caption=caption)

    def table(self, *sections: SheetSection) -> list[str]:
        """A table of sections; where there are several, each begins with a row that has its title."""
        columns = [self.escape(spoken(name)) for name in self.sheet.columns]
        lines = [f"| {self.escape(self.sheet.corner)} | {' | '.join(columns)} |", "|:--" * (len(columns) + 1) + "|"]
        for section in sections:
            lines += [f"| *{self.escape(section.title)}* |{'  |' * len(columns)}"] if len(sections) > 1 else []
            for row in section.rows:
                head = BETWEEN.join([self.escape(row.text), *[f"*{self.escape(spoken(remark))}*" for remark in row.remarks]])
                lines.append(f"| {head} | {' | '.join(self._cell(cell.words) for cell in row.cells)} |")
        return lines

    def _cell(self, words: CellWords) -> str:
        if words.is_plain:
            return self.escape(re.sub("[⚠◇⊕◆] ?", "", words.sentence))
        said = f" {self.escape(words.sentence)}" if words.sentence else ""
        parts = [f"**{self.escape(words.label)}**{spoken_state(words)}.{said}{self._references(words.notes)}"]
        parts += [f"*{self.escape(spoken(remark))}*" for remark in words.remarks]
        parts += [f"*{self.escape(spoken(law.text))}*{self._references(law.notes)}" for law in words.below]
        parts += [f"**{self.escape(spoken(line.text))}**{self._references(line.notes)}" for line in words.warnings]
        return BETWEEN.join(parts)

    def _references(self, numbers: tuple[int, ...]) -> str:
        if self.flavour.footnotes:
            return "".join(f"[^{self.sheet.anchor}-{n}]" for n in numbers)
        return f" \\[{', '.join(map(str, numbers))}\\]" if numbers else ""

    def note(self, note: Note) -> str:
        address = note.url if safe_link(note.url) else None
        shown = f" [{self.escape(address)}]({address})" if address and self.flavour.braced else f" <{address}>" if address else ""
        begin = f"[^{self.sheet.anchor}-{note.n}]:" if self.flavour.footnotes else f"{note.n}."
        return f"{begin} {self.escape(note.citation)}.{shown}"
