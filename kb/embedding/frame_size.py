"""How high a table will stand in a frame of another page, reckoned from its words: for pages that must say it beforehand."""

from __future__ import annotations

from math import ceil

from kb.tables.sheet import Sheet, SheetCell, SheetRow

NARROW, LETTER, SMALL_LETTER = 640, 7.0, 6.4  # pixels: below it rows become cards; the mean widths of letters
LINE, SMALL_LINE, PADDING, AROUND, HEAD, BAND, FOOT = 22.5, 20.25, 20, 16, 40, 43, 24
FIRST = 0.2  # the share of the column of questions


def frame_height(sheet: Sheet, width: int) -> int:
    """Pixels that a laid-out table needs in a frame so wide."""
    inner = width - AROUND
    height: float = AROUND + _lines(sheet.caption, inner, 1.35 * LETTER) * 28 + 12
    if width > NARROW:
        height += HEAD
    for section in sheet.sections:
        height += BAND if section.title else 0
        height += sum(_row(row, inner, width <= NARROW) for row in section.rows)
    for text in filter(None, (sheet.dates, sheet.legend)):
        height += _lines(text, inner, SMALL_LETTER) * SMALL_LINE + 14
    height += sum(_lines(f"{note.citation}.", inner - 30, SMALL_LETTER) * SMALL_LINE + 4 for note in sheet.notes)
    return ceil(height + FOOT * (1 if width > NARROW else 3) + 30)


def _row(row: SheetRow, inner: float, is_narrow: bool) -> float:
    """A row; where it is narrow, its cells stand below each other, each under the name of its column."""
    if is_narrow:
        head = _lines(row.text, inner - 24, LETTER) * LINE
        return head + 10 + sum(_cell(cell, inner - 24) + LINE + PADDING for cell in row.cells)
    beside = inner * (1 - FIRST) / len(row.cells) - 24
    first = inner * FIRST - 24
    head = _lines(row.text, first, LETTER) * LINE
    head += sum(_lines(said, first, SMALL_LETTER) * SMALL_LINE + 4 for said in row.remarks)
    return max(head, *(_cell(cell, beside) for cell in row.cells)) + PADDING


def _cell(cell: SheetCell, width: float) -> float:
    words = cell.words
    said = _lines(f"{words.sign}{words.label}. {words.sentence}", width, LETTER) * LINE
    asides = (*words.remarks, *(line.text for line in words.below), *(line.text for line in words.warnings))
    return said + sum(_lines(text, width, SMALL_LETTER) * SMALL_LINE + 4 for text in asides)


def _lines(text: str, width: float, letter: float) -> int:
    """Lines that a text needs, its words kept whole."""
    room, lines, at = max(width / letter, 8), 1, 0
    for word in text.split():
        if at and at + 1 + len(word) > room:
            lines, at = lines + 1, len(word)
        else:
            at += len(word) + (1 if at else 0)
    return lines
