"""The views of a result: which fit it, which its query asks for, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from kb.query_results import QueryResult
from kb.release import Release
from kb.ui import url_state
from kb.ui.workbench.chart_view import show_chart
from kb.ui.workbench.columns import Columns, columns_of
from kb.ui.workbench.graph_view import show_graph
from kb.ui.workbench.map_view import show_map
from kb.ui.workbench.table_view import show_table
from kb.ui.workbench.timeline_view import show_timeline

ICONS = {
    "table": ":material/table:",
    "chart": ":material/bar_chart:",
    "timeline": ":material/timeline:",
    "map": ":material/public:",
    "graph": ":material/hub:",
}
FIELDS = {
    "chart": ("kind", "x", "y", "color"),
    "timeline": ("start", "end", "label"),
    "map": ("place", "value"),
    "graph": ("source", "target", "relation"),
}


@dataclass(frozen=True)
class Shown:
    """A result as the views need it."""

    release: Release
    result: QueryResult
    frame: pd.DataFrame
    columns: Columns
    spec: dict[str, str]


SHOW: dict[str, Callable[[Shown], None]] = {
    "table": show_table,
    "chart": show_chart,
    "timeline": show_timeline,
    "map": show_map,
    "graph": show_graph,
}


def parse_view(text: str) -> tuple[str, dict[str, str]]:
    """The view that a query's header asks for: its name and the columns it shows.

    >>> parse_view("timeline from until label")
    ('timeline', {'start': 'from', 'end': 'until', 'label': 'label'})
    """
    name, *given = text.split() or ["table"]
    return name, dict(zip(FIELDS.get(name, ()), given, strict=False))


def show_result(release: Release, result: QueryResult, view: str) -> str:
    """Show a result in the view that was chosen, the one its query asks for, or as a table; the name of the view."""
    frame = result.to_pandas()
    wanted, spec = parse_view(view)
    shown = Shown(release, result, frame, columns_of(frame), spec)
    fitting = _fitting(shown)
    default = wanted if wanted in fitting else "table"
    if len(fitting) == 1:
        SHOW["table"](shown)
        return "table"
    key = f"view-{'-'.join(fitting)}-{view}"
    first = url_state.chosen("view", list(ICONS), default)
    st.session_state.setdefault(key, first if first in fitting else default)
    name = st.segmented_control(
        "View",
        fitting,
        format_func=lambda one: f"{ICONS[one]} {one.title()}",
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    SHOW[str(name)](shown)
    return str(name)


def _fitting(shown: Shown) -> list[str]:
    columns = shown.columns
    if shown.frame.empty or shown.result.kind == "boolean":
        return ["table"]
    if shown.result.kind == "graph":
        return ["graph", "table"]
    fits = {
        "table": True,
        "chart": bool(columns.numbers and (columns.texts or columns.days)),
        "timeline": bool(columns.days),
        "map": bool(columns.jurisdictions),
        "graph": len(columns.links) >= 2,
    }
    return [name for name, is_fit in fits.items() if is_fit]
