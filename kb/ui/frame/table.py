"""A table of rows on a page: as HTML, which prints and is read aloud, or in the grid of the framework if it is very large."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from kb.profiles.html import DAY
from kb.ui.frame.spoken import frame_said
from kb.ui.words import as_written, t

MOST_CELLS = 2000
Shape = Mapping[str, Any]  # by column, as st.column_config makes it


def show_table(frame: pd.DataFrame, title: str, shape: Shape | None = None, height: int = 480) -> None:
    """The rows of a table below the names of its columns, each column in the shape that is asked for it."""
    if frame.size > MOST_CELLS:
        st.dataframe(frame_said(frame), hide_index=True, alt=title, column_config=shape, height=height)
    else:
        st.html(table_html(frame_said(frame), title, shape or {}))


def table_html(frame: pd.DataFrame, title: str, shape: Shape) -> str:
    """The table in a box that scrolls where it is larger than the screen; a click on the name of a column sorts by it.

    On a phone each row is a card that names the columns of what it holds.
    """
    named = {name: shape.get(name, {}).get("label") or str(name) for name in frame.columns}
    heads = "".join(_head(label, pd.api.types.is_numeric_dtype(frame[name])) for name, label in named.items())
    looks = [dict(shape.get(name, {}).get("type_config") or {}) for name in frame.columns]
    labels = list(named.values())
    rows = "".join(f"<tr>{''.join(map(_cell, row, looks, labels))}</tr>" for row in frame.itertuples(index=False, name=None))
    table = f'<table><thead data-name="{escape(t("table.sort"))}"><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="rows" role="region" tabindex="0" aria-label="{escape(title)}">{table}</div>'


def _head(label: str, is_number: bool) -> str:
    look = ' class="number"' if is_number else ""
    return f'<th scope="col"{look}><span role="button" tabindex="0" data-sort>{escape(label)}</span></th>'


def _cell(value: object, shape: Mapping[str, Any], label: str) -> str:
    """A value as its column shows it: a link within the app, a number in its form, with a bar if the column has one."""
    if value is None or value != value or value == "":
        return "<td></td>"
    named = f' data-name="{escape(label)}"'
    if shape.get("type") == "link":
        return f'<td{named}><a href="{escape(str(value))}" data-soft>{escape(shape["display_text"])}</a></td>'
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        look = ' class="day"' if DAY.fullmatch(str(value)) else ""
        return f"<td{look}{named}>{escape(str(value))}</td>"
    told = as_written(shape["format"] % value if shape.get("format") else f"{value:g}")
    share = f' style="--share: {value / shape["max_value"]:.3f}"' if shape.get("type") == "progress" else ""
    return f'<td class="number"{share}{named}>{told}</td>'
