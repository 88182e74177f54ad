"""Read tables back from every format, each with a reader that knows the format and not our writer."""

import html
import io
import re
from dataclasses import dataclass

from kb.tables.latex import MARKS
from kb.values.disputes import DOUBTS
from kb.values.model import STATE_MARKS, STATE_WORDS


@dataclass(frozen=True)
class ReadCell:
    """What a reader sees of one cell; what stands below it as (text, notes), each kind told by its mark or its words."""

    mark: str
    label: str
    sentence: str
    remarks: tuple
    notes: tuple
    otherwise: tuple
    beside: tuple
    doubts: tuple
    warnings: tuple


@dataclass(frozen=True)
class ReadTable:
    """What a reader sees of a table: columns, questions, cells row by row, notes as (n, citation, url)."""

    columns: tuple
    questions: tuple
    cells: tuple
    notes: tuple


def expected(sheet):
    """The same from the laid-out table itself."""
    cells = tuple(tuple(_expected_cell(cell.words) for cell in row.cells) for row in sheet.rows)
    notes = tuple((note.n, note.citation, note.url) for note in sheet.notes)
    return ReadTable(sheet.columns, tuple(row.text for row in sheet.rows), cells, notes)


def _expected_cell(words):
    below = (words.otherwise, words.beside, words.doubts, words.warnings)
    told = (tuple((line.text, line.notes) for line in lines) for lines in below)
    return ReadCell(words.sign.strip(), words.label, words.sentence, words.remarks, words.notes, *told)


def read_cell(mark, label, sentence, notes, lines, warnings):
    """A cell from its lines of (text, note numbers), each kind told as a reader tells it: by its mark, a doubt by its notes."""
    kinds = {"remark": [], "◆": [], "⊕": [], "doubt": []}
    for text, numbers in lines:
        kinds[text[:1] if text[:1] in kinds else "doubt" if text.startswith(QUIET) else "remark"].append((text, numbers))
    assert not [numbers for _, numbers in kinds["remark"] if numbers]
    remarks = tuple(text for text, _ in kinds["remark"])
    below = (tuple(kinds[kind]) for kind in ("◆", "⊕", "doubt"))
    return ReadCell(mark, label, sentence, remarks, tuple(notes), *below, tuple(warnings))


QUIET = tuple(words.partition(" of a named")[0] for words in DOUBTS.values())


def folded(text):
    return " ".join(text.split())


# Markdown


def read_markdown(text):
    kept = re.sub(r"\\([\\`*_\[\]|#~$^])", lambda found: chr(0xF0000 + ord(found.group(1))), text)
    columns, questions, cells = (), [], []
    for line in (line for line in kept.splitlines() if line.startswith("|")):
        parts = [part.strip() for part in line.split("|")[1:-1]]
        if parts[0] == "Question":
            columns = tuple(unmark(part) for part in parts[1:])
        elif not set(line) <= set("|:-"):
            questions.append(unmark(re.split(r" · (?=\*Compare with care: )", parts[0])[0]))
            cells.append(tuple(_markdown_cell(part) for part in parts[1:]))
    notes = re.findall(r"^\[\^[\w-]+-(\d+)\]: (.*?)\.(?: <(\S+)>)?$", kept, re.MULTILINE)
    read = tuple((int(n), unmark(citation), unmark(url) or None) for n, citation, url in notes)
    return ReadTable(columns, tuple(questions), tuple(cells), read)


def unmark(text):
    return html.unescape(re.sub("[\U000f0000-\U000f007f]", lambda found: chr(ord(found.group()) - 0xF0000), text))


def _markdown_cell(text):
    lines = []
    for part in re.split(r" · (?=\*)", text):
        numbers = tuple(int(n) for n in re.findall(r"\[\^[\w-]+-(\d+)\]", part))
        lines.append((re.sub(r"\[\^[\w-]+-\d+\]", "", part), numbers))
    (first, notes), *rest = lines
    label, state, sentence = re.fullmatch(r"\*\*(.*?)\*\*(?: \(([a-z ]+)\))?\.(.*)", first).groups()
    states = {words.lower(): STATE_MARKS[name] for name, words in STATE_WORDS.items()}
    named = {words: STATE_MARKS[name] for name, words in STATE_WORDS.items()}
    mark = states[state] if state else named.get(unmark(label), "")
    told = [(_marked(unmark(part[1:-1])), numbers) for part, numbers in rest if not part.startswith("**")]
    warnings = [("⚠ " + unmark(part[2:-2]), numbers) for part, numbers in rest if part.startswith("**")]
    return read_cell(mark, unmark(label), unmark(sentence.strip()), notes, told, warnings)


def _marked(text):
    """A line with the mark that its words stand for."""
    starts = {"Otherwise for ": "◆ ", "Beside it: ": "⊕ ", "Not confirmed in a source": "◇ ", "From memory, not read": "◇ "}
    starts |= {"Search not confirmed": "◇ ", "Searched from memory only": "◇ "}
    return next((mark + text for words, mark in starts.items() if text.startswith(words)), text)


# HTML


def read_html(text):
    from lxml import html as parser

    tree = parser.fromstring(text)
    body = tree.xpath
    columns = tuple(folded(one.text_content()) for one in body("//thead//th")[1:])
    questions, cells = [], []
    for row in body("//tbody/tr[td]"):
        questions.append(folded(row.xpath("string(./th/text())")))
        cells.append(tuple(_html_cell(cell) for cell in row.xpath("./td")))
    notes = []
    for item in body("//ol[contains(@class, 'notes')]/li"):
        link = item.xpath("./a/@href")
        notes.append((int(item.get("value")), folded(item.text_content()), link[0] if link else None))
    return ReadTable(columns, tuple(questions), tuple(cells), tuple(notes))


def _html_cell(cell):
    def numbers(found):
        return tuple(int(link.text) for link in found.xpath("./sup/a"))

    label = cell.xpath("./span[@class='label']")[0]
    told, warnings = (
        [(folded(one.text), numbers(one)) for one in cell.xpath(f"./div[@class='{kind}']")] for kind in ("remark", "disputed")
    )
    mark = folded(cell.xpath("string(./span[@class='mark'])"))
    return read_cell(mark, folded(label.text).removesuffix("."), folded(label.tail or ""), numbers(cell), told, warnings)


# LaTeX

BACK = {macro: mark for mark, macro in MARKS.items()}
COMMANDS = {
    r"\textbackslash{}": "\\", r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&", r"\#": "#", r"\%": "%", r"\_": "_",
    r"\textasciicircum{}": "^", r"\textasciitilde{}": "~", r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|",
    r"\textquotedbl{}": '"', r"\textasciigrave{}": "`", r"\textquotesingle{}": "'", "-{}": "-", "{[}": "[", "{*}": "*",
    ",{}": ",", r"\S{}": "§", r"\textbullet{}": "•", r"\texteuro{}": "€", r"\ldots{}": "…",
    "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’", "~": "\u00a0", **BACK,
}  # fmt: skip
TOKEN = re.compile(
    "|".join(
        [
            r"\\ifnum0.*?\\iffontchar\\font \d+ (.)\\else.*?\\fi\\else.*?\\fi\{\}",
            *map(re.escape, sorted(COMMANDS, key=len, reverse=True)),
        ]
    ),
    re.DOTALL,
)


def unlatex(text):
    return TOKEN.sub(lambda found: found.group(1) or COMMANDS[found.group()], text)


def read_latex(text):
    head = next(line for line in text.splitlines() if line.startswith("\\toprule "))
    names = re.findall(r"\\textbf\{(.*?)\}(?= &| \\tabularnewline)", head)
    questions, cells = [], []
    for line in text.splitlines():
        if line.startswith("\\kbrow{"):
            said = line[len("\\kbrow{") : len("\\kbrow{") + closing(line[len("\\kbrow{") :])]
            questions += [unlatex(said)] if said else []
            cells += [[]] if said else []
            at = 0
        elif line.startswith("\\kbto{"):
            rest = line[len("\\kbto{") :]
            piece = rest[closing(rest) + 2 : -2].strip()
            if at < len(cells[-1]):
                cells[-1][at] = f"{cells[-1][at]} {piece}".strip()
            else:
                cells[-1].append(piece)
            at += 1
    notes = re.findall(r"^\\item\[\\hypertarget\{[\w-]+\}\{(\d+)\}\.\] (.*?)\.(?: \\url\{(\S+)\})?$", text, re.MULTILINE)
    return ReadTable(
        tuple(unlatex(name) for name in names[1:]),
        tuple(questions),
        tuple(tuple(_latex_cell(cell) for cell in row) for row in cells),
        tuple((int(n), unlatex(citation), tex_address(url)) for n, citation, url in notes),
    )


def tex_address(url):
    r"""An address that stands in ``\url{}``; a tilde is written as %7E there, which is the same address (RFC 3986, 2.3)."""
    return re.sub(r"\\([#%&_$])", r"\1", url).replace("%7E", "~") or None


def closing(text):
    """Where the group ends that is open at the start."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if not depth:
            return found.start()
    raise ValueError(text)


def _latex_cell(text):
    lines = text.split("\\newline ")
    numbers = [tuple(int(n) for n in re.findall(r"\\hyperlink\{[\w-]+\}\{(\d+)\}", line)) for line in lines]
    bare = [re.sub(r"(\\textsuperscript\{,\})?\\textsuperscript\{\\hyperlink\{[\w-]+\}\{\d+\}\}", "", line) for line in lines]
    mark, _, said = (part.strip() for part in bare[0].partition("\\textbf{"))
    end = closing(said)
    label, sentence = said[:end], said[end + 2 :].strip()
    told, warnings = (
        [(unlatex(line[len(face) : -1]), refs) for line, refs in zip(bare[1:], numbers[1:], strict=True) if line.startswith(face)]
        for face in ("\\textit{", "\\textbf{")
    )
    return read_cell(BACK[mark] if mark else "", unlatex(label), unlatex(sentence), numbers[0], told, warnings)


# Word


def read_docx(data):
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(data))
    table = document.tables[0]
    columns, questions, cells = tuple(cell.text for cell in table.rows[0].cells[1:]), [], []
    for row in table.rows[1:]:
        if row.cells[0]._tc is not row.cells[-1]._tc:
            questions.append(row.cells[0].paragraphs[0].text)
            cells.append(tuple(_docx_cell(cell) for cell in row.cells[1:]))
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/endnotes"))
    notes = []
    from lxml import etree

    for note in etree.fromstring(part.blob).findall(qn("w:endnote")):
        if note.get(qn("w:type")) is None:
            texts = "".join(one.text for one in note.findall(f"./{qn('w:p')}/{qn('w:r')}/{qn('w:t')}")).strip()
            link = note.find(f".//{qn('w:hyperlink')}")
            url = None if link is None else part.rels[link.get(qn("r:id"))].target_ref
            notes.append((int(note.get(qn("w:id"))), texts.removesuffix("."), url))
    return ReadTable(columns, tuple(questions), tuple(cells), tuple(notes))


def _docx_cell(cell):
    from docx.oxml.ns import qn

    def numbers(paragraph):
        found = []
        for run in paragraph._p.iter(qn("w:r")):
            found += [int(reference.get(qn("w:id"))) for reference in run.findall(qn("w:endnoteReference"))]
            found += [int(field.text.split()[1].rpartition("_")[2]) for field in run.findall(qn("w:instrText"))]
        return tuple(found)

    def plain(paragraph):
        return [run.text for run in paragraph.runs if run.font.superscript is None and run.text]

    first, *rest = cell.paragraphs
    pieces = [] if first.runs[0].bold is None else [""]  # an answer begins with its label, which is bold
    mark, label, sentence = [*pieces, *plain(first), ""][:3]
    told, warnings = (
        [("".join(plain(one)), numbers(one)) for one in rest if bool(one.runs[0].bold) is loud] for loud in (False, True)
    )
    return read_cell(mark.strip(), label.removesuffix("."), sentence.strip(), numbers(first), told, warnings)


# Excel


def read_xlsx(data):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), rich_text=True)
    page = book["Table"]
    columns = tuple(cell.value for cell in page[4][1:])
    questions, cells = [], []
    for row in page.iter_rows(min_row=5):
        if row[0].value and row[1].value:
            questions.append(str(row[0].value).split("\n")[0])
            cells.append(tuple(_xlsx_cell(cell.value) for cell in row[1:]))
    notes = [(int(row[0].value), row[1].value, row[2].value or None) for row in book["Notes"].iter_rows(min_row=2)]
    return ReadTable(columns, tuple(questions), tuple(cells), tuple(notes))


def _xlsx_cell(value):
    pieces = [
        (getattr(piece.font, "vertAlign", None), getattr(piece.font, "b", None), piece.text)
        if hasattr(piece, "font")
        else (None, None, piece)
        for piece in value
    ]
    mark = "" if pieces[0][1] else pieces.pop(0)[2].strip()
    label, lines = None, [["", [], False]]
    for raised, bold, text in pieces:
        if raised:
            lines[-1][1].append(int(text.strip(" []")))
        elif bold and label is None:
            label = text.removesuffix(".")
        elif text.startswith("\n"):
            lines.append([text[1:], [], bool(bold)])
        else:
            lines[-1][0] += text
    told, warnings = ([(text, tuple(refs)) for text, refs, loud in lines[1:] if loud is kind] for kind in (False, True))
    return read_cell(mark, label, lines[0][0].strip(), lines[0][1], told, warnings)


READERS = {"md": read_markdown, "html": read_html, "tex": read_latex, "docx": read_docx, "xlsx": read_xlsx}
TEXTS = {"md", "html", "tex"}
