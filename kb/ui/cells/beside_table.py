"""The comparison as a table with another date beside: changed cells say what they said there and what they say here."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kb.tables.html import render_beside
from kb.ui.cells.beside import DIFFERS, SAME, Differences
from kb.ui.cells.cell_card import beside_of, cell_label, remarks_of
from kb.ui.words import t
from kb.values.model import STATE_MARKS, Cell, Comparison, QuestionHead
from kb.values.words import row_remarks


def show_table(comparison: Comparison, differing: Differences, caption: str) -> None:
    """The table: a row for each question, a column for each jurisdiction."""
    heads = [head for head in comparison.questions if differing.shows(head.id)]
    rows = [_row(comparison, differing, head) for head in heads]
    names = [name for _, name in comparison.jurisdictions]
    if rows:
        st.html(render_beside(caption, t("compare.question"), names, rows, st.context.theme.type or "light"))
        st.caption(t("cell.legend"))


def _row(comparison: Comparison, differing: Differences, head: QuestionHead) -> dict[str, Any]:
    cells = [_cell(comparison, differing, slug, name, head.id) for slug, name in comparison.jurisdictions]
    return {"text": head.text, "remarks": row_remarks(comparison, head), "cells": cells}


def _cell(comparison: Comparison, differing: Differences, jurisdiction: str, name: str, question: str) -> dict[str, Any]:
    """One cell as the template has it: with one side, or with two where it differs."""
    cell, change = comparison.cell(jurisdiction, question), differing.of(jurisdiction, question)
    if change is None:
        return {"name": name, "differs": False, "says": f"{SAME} {t('beside.same')}", "sides": [_side("", cell)], "cause": ""}
    sides = [_side(differing.there, change.before), _side(differing.here, cell)]
    cause = f"{t('changes.cause')}: {t(f'cause.{change.cause}')}"
    return {"name": name, "differs": True, "says": f"{DIFFERS} {t('beside.differs')}", "sides": sides, "cause": cause}


def _side(heading: str, cell: Cell) -> dict[str, Any]:
    words = {"heading": heading, "mark": STATE_MARKS[cell.state], "label": cell_label(cell), "sentence": cell.in_short}
    return words | {"remarks": remarks_of(cell, numbered=False) + beside_of(cell, numbered=False)}
