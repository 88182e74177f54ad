"""LaTeX: booktabs rules, longtable pages, numbered notes that link; a document, or a fragment for somebody's report."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from kb.naming.links import safe_link
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetCell, SheetRow, sheet_of
from kb.tables.shown import shown_latex
from kb.values.model import Comparison, Note

MARKS = {
    "●": r"\kbanswered{}", "∅": r"\kbnone{}", "—": r"\kbnotapplicable{}", "…": r"\kbsilent{}",
    "▮": r"\kbwithheld{}", "?": r"\kbnotresearched{}", "⚠": r"\kbwarning{}", "◇": r"\kbunconfirmed{}",
    "⊕": r"\kbbeside{}", "≠": r"\kbcare{}", "◆": r"\kbotherwise{}",
    "○": r"\kbreported{}", "◌": r"\kbanonymous{}",
}  # fmt: skip
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}", "-": "-{}", "[": "{[}", "*": "{*}",
    ",": ",{}", "§": r"\S{}", "•": r"\textbullet{}", "€": r"\texteuro{}", "—": "---", "–": "--", "…": r"\ldots{}",
    "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~",
}  # fmt: skip
MACROS = r"""\providecommand{\kbanswered}{\textbullet}
\providecommand{\kbnone}{\ensuremath{\emptyset}}
\providecommand{\kbnotapplicable}{---}
\providecommand{\kbsilent}{\ldots}
\providecommand{\kbwithheld}{\rule[-.1ex]{.45em}{1.5ex}}
\providecommand{\kbnotresearched}{?}
\providecommand{\kbwarning}{{\setlength{\fboxsep}{1pt}\fbox{\bfseries\scriptsize !}}}
\providecommand{\kbunconfirmed}{\ensuremath{\diamond}}
\providecommand{\kbbeside}{\ensuremath{\oplus}}
\providecommand{\kbcare}{\ensuremath{\neq}}
\providecommand{\kbotherwise}{\ensuremath{\star}}
\providecommand{\kbreported}{\ensuremath{\circ}}
\providecommand{\kbanonymous}{\ensuremath{\ominus}}
\providecommand{\kbchar}[2]{\ifPDFTeX[U+#1]\allowbreak\else\iffontchar\font"#1 #2\else[U+#1]\allowbreak\fi\fi}
\providecommand{\kbsection}[2]{\multicolumn{#1}{@{}p{\dimexpr\linewidth-2\tabcolsep}}{\textbf{\textit{#2}}}}
\providecommand{\kbref}[2]{\textsuperscript{\hyperlink{#1-#2}{#2}}}
\providecommand{\kbnote}[2]{\item[\hypertarget{#1-#2}{#2}.]}"""
PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{lmodern}\else\usepackage{fontspec}\fi
\usepackage{textcomp,array,booktabs,longtable}
\usepackage[%smargin=18mm]{geometry}
\usepackage[hidelinks]{hyperref}
"""
NEEDS = r"% needs \usepackage{iftex,textcomp,array,booktabs,longtable,hyperref}; in LuaLaTeX and XeLaTeX fontspec too"
MOST_COLUMNS, LONG_CELL, MARKS_OF_REMARKS = 5, 700, ("⚠", "◇", "⊕", "≠", "◆", "○", "◌")


def write(comparison: Comparison) -> str:
    """The comparison as a document that compiles with pdfLaTeX, LuaLaTeX and XeLaTeX; landscape from three columns on."""
    sheet = sheet_of(comparison)
    turned = "landscape," if len(sheet.columns) > 2 else ""
    text = PREAMBLE.replace("%s", turned) + "\\begin{document}\n" + render(sheet) + "\\end{document}\n"
    return sealed(comparison, text)


def sealed(comparison: Comparison, text: str) -> str:
    """A comparison written as LaTeX with its seal in a comment below."""
    return f"{text}% kb:seal {seal(comparison, shown_latex(text).pieces).text()}\n"


def render(sheet: Sheet) -> str:
    """A laid-out table as a fragment: macros, one longtable for each five columns, the notes."""
    lines = [
        NEEDS,
        "{\\small\\raggedright",
        MACROS,
        f"\\noindent\\textbf{{{escape(sheet.caption)}}}\\\\",
        escape(sheet.dates),
        "",
    ]
    for part in sheet.split(MOST_COLUMNS):
        lines += [*_table(part), ""]
    lines += [_legend(sheet.legend), ""]
    if sheet.notes:
        lines += ["\\begin{list}{}{\\leftmargin=2.2em\\labelwidth=1.8em\\itemsep=0pt\\parsep=1pt}"]
        lines += [_note(sheet.anchor, note) for note in sheet.notes] + ["\\end{list}"]
    return "\n".join([*lines, "}"]) + "\n"


def escape(text: str) -> str:
    """Text that LaTeX prints as it is: no command, no formula, no ligature that changes a character.

    >>> escape("50 % & more_x")
    '50 \\\\% \\\\& more\\\\_x'
    """
    return "".join(SPECIAL.get(character) or _plain(character) for character in text)


def _plain(character: str) -> str:
    """A character of the fonts at hand as it is; another one by its number where the font lacks it."""
    if character.isascii():
        return character
    latin = unicodedata.name(character, "").startswith("LATIN") and ord(character) < 0x180
    return character if latin else f"\\kbchar{{{ord(character):04X}}}{{{character}}}"


def _table(sheet: Sheet) -> list[str]:
    count = len(sheet.columns)
    share = 0.22 if count < 4 else 0.16
    width = (0.99 - share) / count
    column = ">{\\raggedright\\arraybackslash}p{\\dimexpr %.3f\\linewidth-2\\tabcolsep}"
    head = " & ".join(f"\\textbf{{{escape(name)}}}" for name in ("Question", *sheet.columns)) + " \\\\"
    lines = [f"\\begin{{longtable}}{{@{{}}{column % share}{column % width * count}@{{}}}}"]
    lines += ["\\toprule", head, "\\midrule", "\\endhead", "\\bottomrule", "\\endfoot"]
    for section in sheet.sections:
        title = f"\\kbsection{{{count + 1}}}{{{escape(section.title)}}} \\\\*"
        lines += ["\\addlinespace", title, "\\addlinespace"]
        lines += [line for row in section.rows for line in [*_row(row, sheet.anchor), "\\addlinespace"]]
    return [*lines, "\\end{longtable}"]


def _row(row: SheetRow, anchor: str) -> Iterator[str]:
    """One row; as several where a cell is so long that its row would not fit on a page."""
    head = [escape(row.text), *[f"\\textit{{{_marked(remark)}}}" for remark in row.remarks]]
    columns = [["\\newline ".join(head)], *[_cell(cell, anchor) for cell in row.cells]]
    for line in range(max(map(len, columns))):
        yield " & ".join(pieces[line] if line < len(pieces) else "" for pieces in columns) + " \\\\"


def _cell(cell: SheetCell, anchor: str) -> list[str]:
    """The pieces of a cell from top to bottom."""
    words = cell.words
    pieces = [escape(piece) for piece in textwrap.wrap(words.sentence, LONG_CELL, break_on_hyphens=False) or [""]]
    pieces[0] = f"{MARKS[words.mark]} \\textbf{{{escape(words.label)}}}. {pieces[0]}"
    pieces[-1] += _references(anchor, words.notes)
    pieces[-1] += "".join(f"\\newline \\textit{{{_marked(remark)}}}" for remark in words.remarks)
    for face, lines in (("textit", words.below), ("textbf", words.warnings)):
        pieces[-1] += "".join(f"\\newline \\{face}{{{_marked(line.text)}}}{_references(anchor, line.notes)}" for line in lines)
    return pieces


def _references(anchor: str, numbers: tuple[int, ...]) -> str:
    return "\\textsuperscript{,}".join(f"\\kbref{{{anchor}}}{{{n}}}" for n in numbers)


def _marked(text: str) -> str:
    """A remark whose first character may be a mark."""
    return f"{MARKS[text[0]]}{escape(text[1:])}" if text[:1] in MARKS_OF_REMARKS else escape(text)


def _legend(legend: str) -> str:
    parts = (f"{MARKS[part[0]]}{escape(part[1:])}" if part[0] in MARKS else escape(part) for part in legend.split(" · "))
    return "\\noindent " + " \\textperiodcentered{} ".join(parts)


def _note(anchor: str, note: Note) -> str:
    address = f" \\url{{{_address(note.url)}}}" if note.url and safe_link(note.url) else ""
    return f"\\kbnote{{{anchor}}}{{{note.n}}} {escape(note.citation)}.{address}"


def _address(url: str) -> str:
    """An address as an argument of url: what LaTeX would read as its own is percent-encoded or escaped."""
    encoded = re.sub(r"[^A-Za-z0-9:/?#@!$&()*+,;=%._\[\]-]", lambda found: _percent(found.group()), url)
    return re.sub(r"([#%&_$])", r"\\\1", encoded)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
