"""The views of a result: which fit it, which its query or its address asks for, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kb.asking.rows import QueryResult
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.words import t
from kb.ui.workbench.chart_view import show_bars
from kb.ui.workbench.columns import Columns, Shown, columns_of
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
BETWEEN = "."


SHOW: dict[str, Callable[[Shown], None]] = {
    "table": show_table,
    "chart": show_bars,
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
    """Show a result in the view that was chosen, the one its query asks for, or as a table; the view as the address has it."""
    frame = pd.DataFrame(list(result), columns=result.columns)
    columns = columns_of(frame)
    fitting = _fitting(result, frame, columns)
    wanted, spec = parse_view(view)
    asked, asked_spec = parse_view((url_state.given("view") or "").replace(BETWEEN, " "))
    key = f"view-{'-'.join(frame.columns)}-{view}"
    name = _choose(fitting, key, wanted if wanted in fitting else "table")
    is_asked = asked == name and bool(asked_spec)
    shown_spec = asked_spec if is_asked else spec if wanted == name else {}
    shown = Shown(release, result, frame, columns, f"{key}-{name}", shown_spec, is_asked and url_state.came_from_outside())
    SHOW[name](shown)
    return BETWEEN.join([name, *(shown.picked[one] for one in FIELDS.get(name, ()) if one in shown.picked)])


def _choose(fitting: list[str], key: str, default: str) -> str:
    """The view among those that fit, begun from the address."""

    def from_address() -> str:
        name = (url_state.given("view") or default).partition(BETWEEN)[0]
        if name not in fitting:
            url_state.refuse("view", [name])
        return name if name in fitting else default

    if len(fitting) == 1:
        from_address()
        return fitting[0]
    url_state.begin(key, from_address)
    return str(
        st.segmented_control(
            t("sparql.view"),
            fitting,
            format_func=lambda one: f"{ICONS[one]} {t(f'sparql.view-{one}')}",
            key=key,
            required=True,
            label_visibility="collapsed",
        )
    )


def _fitting(result: QueryResult, frame: pd.DataFrame, columns: Columns) -> list[str]:
    if frame.empty or result.kind == "boolean":
        return ["table"]
    if result.kind == "graph":
        return ["graph", "table"]
    fits = {
        "table": True,
        "chart": bool(columns.numbers and (columns.texts or columns.days)),
        "timeline": bool(columns.days),
        "map": bool(columns.jurisdictions),
        "graph": len(columns.links) >= 2,
    }
    return [name for name, is_fit in fits.items() if is_fit]
