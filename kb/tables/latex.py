"""LaTeX: a table for pages, columns and slides, numbered notes that link; a document, or a fragment for somebody's report."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from kb.language.language import WRITTEN_IN, said_in_files
from kb.naming.links import safe_link
from kb.tables.form_notes import Cited
from kb.tables.formed import laid_out
from kb.tables.listed import Listed
from kb.tables.seals import seal
from kb.tables.sheet import Sheet, SheetCell, SheetRow
from kb.tables.shown import shown_latex
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison, Note

MARKS = {
    "∅": r"\kbnone{}", "—": r"\kbnotapplicable{}", "…": r"\kbsilent{}",
    "▮": r"\kbwithheld{}", "?": r"\kbnotresearched{}", "⚠": r"\kbwarning{}", "◇": r"\kbunconfirmed{}",
    "⊕": r"\kbbeside{}", "≠": r"\kbcare{}", "◆": r"\kbotherwise{}",
    "○": r"\kbreported{}", "△": r"\kbanonymous{}",
}  # fmt: skip
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}", "-": "-{}", "[": "{[}", "*": "{*}",
    ",": ",{}", "§": r"\S{}", "•": r"\textbullet{}", "€": r"\texteuro{}", "—": "---", "–": "--", "…": r"\ldots{}",
    "„": ",,", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~",
}  # fmt: skip
MACROS = r"""\providecommand{\kbnone}{\ensuremath{\emptyset}}
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
\providecommand{\kbanonymous}{\ensuremath{\bigtriangleup}}
\ifdefined\toprule\else\let\toprule\hline\let\midrule\hline\let\bottomrule\hline\def\addlinespace{}\fi
\ifdefined\hyperlink\else\expandafter\let\expandafter\hyperlink\csname @secondoftwo\endcsname\fi
\ifdefined\hypertarget\else\expandafter\let\expandafter\hypertarget\csname @secondoftwo\endcsname\fi
\ifdefined\url\else\let\url\texttt\fi
\def\kbmode{0}\expandafter\ifx\csname longtable\endcsname\relax\def\kbmode{1}\fi
\ifnum\csname col@number\endcsname>1 \def\kbmode{1}\fi\ifdefined\insertframenumber\def\kbmode{2}\fi
\ifnum\kbmode=1
\def\kbband{\par\medskip\noindent}\def\kbrow{\par\smallskip\noindent\textbf}\def\kbstop{\par}
\def\kbto{\par\noindent\hangindent1em\hangafter1\relax\textit}
\else
\def\kbrow{\raggedright\csname @firstofone\endcsname}\def\kbstop{\tabularnewline\addlinespace}
\def\kbto{&\raggedright\csname @secondoftwo\endcsname}
\fi"""
CHARACTER = (  # the fonts of pdfTeX lack it; of another engine the font at hand is asked
    r"\ifnum0\ifdefined\XeTeXversion1\fi\ifdefined\directlua1\fi>0 \iffontchar\font %d %s\else[U+%04X]\allowbreak\fi"
    r"\else[U+%04X]\allowbreak\fi{}"
)
PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{lmodern}\else\usepackage{fontspec}\fi
\usepackage{textcomp,array,booktabs,longtable}
\usepackage[%smargin=18mm]{geometry}
\usepackage[hidelinks]{hyperref}
"""
LONG_CELL, MARKS_OF_REMARKS = 700, ("⚠", "◇", "⊕", "≠", "◆", "○", "△")
SIZES = (r"\small", r"\footnotesize", r"\scriptsize")


def write(comparison: Comparison, form: Form = PLAIN, cited: Cited | None = None) -> str:
    """The comparison as a document that compiles with pdfLaTeX, LuaLaTeX and XeLaTeX; landscape from three columns on."""
    sheet = laid_out(comparison, form=form, cited=cited)
    turned = "landscape," if len(sheet.columns) > 2 else ""
    named = f"\\renewcommand{{\\tablename}}{{{said_in_files(form.lang, 'table')}}}\n" if form.lang != WRITTEN_IN else ""
    text = PREAMBLE.replace("%s", turned) + named + "\\begin{document}\n" + render(sheet) + "\\end{document}\n"
    return sealed(comparison, text, form)


def sealed(comparison: Comparison | Listed, text: str, form: Form = PLAIN) -> str:
    """A table written as LaTeX with its seal in a comment below."""
    return f"{text}% kb:seal {seal(comparison, shown_latex(text).pieces, form).text()}\n"


def render(sheet: Sheet) -> str:
    """A laid-out table as a fragment that needs no package and finds out where it stands.

    On whole pages it is a longtable with a caption, in several columns a list that runs through them, on a slide a tabular.
    No macro in it takes an argument, since a frame of beamer could not hold its definition; nor does it begin with a brace,
    which a frame would take for its subtitle.
    """
    parts = list(sheet.panels())
    crowd = 0 if sheet.form.detail != "label" else min(len(parts[0].columns) // 4, 2)
    turned = sheet.form.fit == "landscape"
    lines = [*(["\\ifdefined\\landscape\\landscape\\fi"] if turned else []), "\\begingroup" + SIZES[crowd], MACROS]
    lines += ["\\ifnum\\kbmode=2\\scriptsize\\else\\ifnum\\kbmode=1\\raggedright\\fi\\fi", *_title(sheet)]
    for at, part in enumerate(parts):
        lines += [*_table(part, at), ""]
    lines += ["{\\footnotesize\\raggedright\\ifnum\\kbmode=2\\tiny\\fi", f"\\noindent {escape(sheet.dates)}\\par"]
    lines += [f"{_legend(sheet.legend)}\\par"] if sheet.legend else []
    if sheet.notes:
        lines += ["\\begin{list}{}{\\leftmargin=2.2em\\labelwidth=1.8em\\itemsep=0pt\\parsep=1pt}"]
        lines += [_note(sheet.anchor, note) for note in sheet.notes] + ["\\end{list}"]
    return "\n".join([*lines, "}", "\\endgroup", *(["\\ifdefined\\endlandscape\\endlandscape\\fi"] if turned else [])]) + "\n"


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
    return character if latin else CHARACTER % (ord(character), character, ord(character), ord(character))


def _title(sheet: Sheet) -> list[str]:
    """The caption: of a longtable its own, else with a number of the document's tables; on a slide without one."""
    title, label = escape(sheet.caption), sheet.form.id or f"tab:{sheet.anchor}"
    heading = f"\\caption{{{title}}}\\label{{{label}}}\\tabularnewline"
    return [
        f"\\ifcase\\kbmode\\def\\kbtitle{{{heading}}}\\or\\def\\kbtitle{{}}\\refstepcounter{{table}}\\label{{{label}}}%",
        f"\\noindent\\textbf{{\\tablename~\\thetable.}} {title}\\par\\or\\def\\kbtitle{{}}\\noindent\\textbf{{{title}}}\\par\\fi",
    ]


def _table(sheet: Sheet, at: int) -> list[str]:
    count = len(sheet.columns)
    share = 0.22 if count < 4 else 0.16 if count < 8 else 0.13
    column = "p{\\dimexpr %.4f\\linewidth-2\\tabcolsep}"
    columns = f"{{@{{}}{column % share}{column % ((0.99 - share) / count) * count}@{{}}}}"
    names = (sheet.corner, *sheet.columns)
    head = "\\raggedright" + " &\\raggedright".join(f"\\textbf{{{escape(name)}}}" for name in names) + " \\tabularnewline"
    band = f"\\multicolumn{{{count + 1}}}{{@{{}}p{{\\dimexpr\\linewidth-2\\tabcolsep}}}}"
    again = "\\addtocounter{table}{-1}" if at else ""
    title = "" if at else "\\kbtitle"
    lines = [
        "\\ifcase\\kbmode",
        f"\\def\\kbband{{{band}}}\\def\\kbrule{{\\tabularnewline*\\addlinespace}}\\def\\kbend{{\\end{{longtable}}{again}}}",
        f"\\def\\kbbegin{{\\begin{{longtable}}{columns}{title}\\toprule {head}\\midrule\\endfirsthead",
        f"\\toprule {head}\\midrule\\endhead\\bottomrule\\endfoot}}",
        "\\or\\def\\kbbegin{}\\def\\kbend{\\par}\\def\\kbrule{\\par}",
        f"\\or\\def\\kbband{{{band}}}\\def\\kbrule{{\\tabularnewline}}\\def\\kbend{{\\bottomrule\\end{{tabular}}\\par}}",
        f"\\def\\kbbegin{{\\par\\noindent\\begin{{tabular}}{columns}\\toprule {head}\\midrule}}\\fi",
        "\\kbbegin",
    ]
    for section in sheet.sections:
        lines += [] if not section.title else [f"\\kbband{{\\textbf{{\\textit{{{escape(section.title)}}}}}}}\\kbrule"]
        lines += [line for row in section.rows for line in _row(row, sheet.anchor)]
    return [*lines, "\\kbend"]


def _row(row: SheetRow, anchor: str) -> Iterator[str]:
    """One row; as several where a cell is so long that its row would not fit on a page."""
    remarks = "".join(f"\\newline \\textit{{{_marked(remark)}}}" for remark in row.remarks)
    cells = [(cell.name, _cell(cell, anchor)) for cell in row.cells]
    for line in range(max(len(pieces) for _, pieces in cells)):
        yield f"\\kbrow{{{'' if line else escape(row.text)}}}{{{'' if line else remarks}}}%"
        yield from (f"\\kbto{{{escape(name)}}}{{ {pieces[line] if line < len(pieces) else ''}}}%" for name, pieces in cells)
        yield "\\kbstop"


def _cell(cell: SheetCell, anchor: str) -> list[str]:
    """The pieces of a cell from top to bottom."""
    words = cell.words
    pieces = [escape(piece) for piece in textwrap.wrap(words.sentence, LONG_CELL, break_on_hyphens=False) or [""]]
    if words.is_plain:
        return pieces
    sign = f"{MARKS[words.mark]} " if words.sign else ""
    pieces[0] = f"{sign}\\textbf{{{escape(words.label)}}}. {pieces[0]}".rstrip()
    pieces[-1] += _references(anchor, words.notes)
    pieces[-1] += "".join(f"\\newline \\textit{{{_marked(remark)}}}" for remark in words.remarks)
    for face, lines in (("textit", words.below), ("textbf", words.warnings)):
        pieces[-1] += "".join(f"\\newline \\{face}{{{_marked(line.text)}}}{_references(anchor, line.notes)}" for line in lines)
    return pieces


def _references(anchor: str, numbers: tuple[int, ...]) -> str:
    return "\\textsuperscript{,}".join(f"\\textsuperscript{{\\hyperlink{{{anchor}-{n}}}{{{n}}}}}" for n in numbers)


def _marked(text: str) -> str:
    """A remark whose first character may be a mark."""
    return f"{MARKS[text[0]]}{escape(text[1:])}" if text[:1] in MARKS_OF_REMARKS else escape(text)


def _legend(legend: str) -> str:
    parts = (f"{MARKS[part[0]]}{escape(part[1:])}" if part[0] in MARKS else escape(part) for part in legend.split(" · "))
    return "\\noindent " + " \\textperiodcentered{} ".join(parts)


def _note(anchor: str, note: Note) -> str:
    address = f" \\url{{{_address(note.url)}}}" if note.url and safe_link(note.url) else ""
    return f"\\item[\\hypertarget{{{anchor}-{note.n}}}{{{note.n}}}.] {escape(note.citation)}.{address}"


def _address(url: str) -> str:
    """An address as an argument of url: what LaTeX would read as its own is percent-encoded or escaped."""
    encoded = re.sub(r"[^A-Za-z0-9:/?#@!$&()*+,;=%._\[\]-]", lambda found: _percent(found.group()), url)
    return re.sub(r"([#%&_$])", r"\\\1", encoded)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
