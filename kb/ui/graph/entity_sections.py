"""The sections of the page of one thing as tables with links; what is long folds, and opens on paper."""

from __future__ import annotations

from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from kb.profiles.html import anchor, boxed, folded, html_table
from kb.profiles.profile import Profile
from kb.profiles.section import Row, Section, Told
from kb.release.release import Release
from kb.ui.frame.html import address, heading, quiet
from kb.ui.frame.spoken import said
from kb.ui.taking.take_away import frame_downloads
from kb.ui.words import counted

MOST_ROWS, MOST_OPEN = 12, 2


def show_sections(release: Release, found: Profile) -> None:
    """Every section below its heading, with its files below it."""
    for part in found.sections:
        note = quiet(part.note) if part.note else ""
        st.html(heading(f"{said(part.heading)} ({part.number})") + boxed("profile", section_html(part)) + note)
        frame = pd.DataFrame([[cell.text for cell in row] for row in part.rows if len(row) > 1], columns=list(part.columns))
        frame_downloads(release, frame, f"{found.title}: {part.heading}", f"entity-{part.name}")


def section_html(part: Section) -> str:
    """A section as HTML: groups with a heading fold, of a long table all but the first rows."""
    if any(len(row) == 1 for row in part.rows):
        return "".join(_group(part, name, rows, number < MOST_OPEN) for number, (name, rows) in enumerate(_groups(part)))
    rows = [_row(row) for row in part.rows]
    first = html_table(part.columns, rows[:MOST_ROWS])
    if len(rows) <= MOST_ROWS:
        return first
    rest = html_table(part.columns, rows[MOST_ROWS:])
    return first + folded(counted("entity.rows", len(rows) - MOST_ROWS), rest)


def _groups(part: Section) -> list[tuple[str, list[Row]]]:
    """The rows below the headings within a section."""
    found: list[tuple[str, list[Row]]] = []
    for is_heading, rows in groupby(part.rows, key=lambda row: len(row) == 1):
        if is_heading:
            found += [(row[0].text, []) for row in rows]
        else:
            found[-1][1].extend(rows)
    return found


def _group(part: Section, name: str, rows: list[Row], is_open: bool) -> str:
    table = html_table(part.columns, [_row(row) for row in rows])
    return folded(name, table, is_open)


def _row(row: Row) -> list[str]:
    return [_told(cell) for cell in row]


def _told(cell: Told) -> str:
    """A text; a link where it leads somewhere, in the language of the page."""
    if not cell.text or not (cell.entity or cell.cell):
        return escape(cell.text)
    if cell.cell:
        place, question = cell.cell
        to = address("compare", j=place, q=question, cell=f"{place}.{question}")
    else:
        to = address("entity", e=cell.entity)
    return anchor(cell.text, to)
