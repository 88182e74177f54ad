"""The view of the comparison as a map: the drawing, the same as a table, and the way from a country to its explanation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kb.tables.csv import write_rows
from kb.ui.cells.beside import DIFFERS, Differences
from kb.ui.cells.cell_card import answer_text, cell_label, status_text
from kb.ui.cells.choropleth import COUNTRY, SPOT, areas_of, choropleth, how_drawn, legend_of, not_drawn
from kb.ui.cells.map_answers import map_answers
from kb.ui.cells.map_parts import says
from kb.ui.frame import url_state
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.frame.table import show_table
from kb.ui.taking.downloads import downloads
from kb.ui.taking.drawing_file import svg_button
from kb.ui.words import t
from kb.values.model import Comparison

DRAWN = "map-drawn"
AREA_COLUMNS = ("id", "place", "code", "value", "number", "unit", "answer", "status", "says", "drawn")


def show_map(comparison: Comparison, differing: Differences | None, unions: Collection[str], state: Mapping[str, str]) -> None:
    """The one question of the comparison, for every jurisdiction in it; the table says what differs from another date."""
    draw_map(comparison, unions, state)
    _why(comparison, comparison.questions[0].id)
    st.header(t("map.table"))
    with st.container(key="map-table"):
        show_table(_table(comparison, differing), t("map.table"))
    areas, stem = areas_of(comparison), f"map-{comparison.questions[0].id}-{comparison.as_of}"
    downloads(("csv",), lambda _: _areas_csv(areas), stem, "map-areas", how="map.areas")


def draw_map(comparison: Comparison, unions: Collection[str], state: Mapping[str, str]) -> None:
    """The drawing alone, with which places answer how, what it means and what it does not show; ``state`` is that of the page."""
    theme = st.context.theme.type or "light"
    (head,) = comparison.questions
    st.html(f"<style>.st-key-map {{ --lines: {len(legend_of(comparison, theme))}; }}</style>")
    with st.container(key="map"):
        key = f"map-{st.session_state.setdefault(DRAWN, 0)}"
        st.vega_lite_chart(
            spec=choropleth(comparison, theme),
            key=key,
            on_select=lambda: _ask(key, head.id),
            width="stretch",
            height="stretch",
            alt=t("map.alt", question=head.text),
        )
    st.html(map_answers(comparison, theme, state))
    svg_button("map", f"map-{head.id}-{comparison.as_of}")
    st.caption(t(f"map.how-{head.scale}"))
    st.caption(t("map.union"))
    if left_out := not_drawn(comparison, unions):
        st.caption(t("map.not-drawn", names=plain(", ".join(left_out))))


def _ask(key: str, question: str) -> None:
    """Open the cell of the country that was clicked; the map is drawn anew, so that the same one can be clicked again."""
    selection: Any = st.session_state[key].selection
    picked = [one["code"] for name in (COUNTRY, SPOT) for one in selection.get(name) or [] if one.get("code")]
    if picked:
        st.session_state[DRAWN] += 1
        url_state.put("cell", f"{picked[0]}.{question}")


def _why(comparison: Comparison, question: str) -> None:
    """The same with the keyboard: choose a jurisdiction and open its cell."""
    names = dict(comparison.jurisdictions)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(t("map.choose"), list(names), format_func=lambda slug: said(names[slug]), key="map-place", width=320)
        asked = ("cell", f"{place}.{question}")
        st.button(t("compare.why"), key="map-why", icon=":material/help:", on_click=url_state.put, args=asked)


def _table(comparison: Comparison, differing: Differences | None) -> pd.DataFrame:
    """One row for each jurisdiction, as the map tells it."""
    drawn, rows = how_drawn(comparison), []
    for slug, name in comparison.jurisdictions:
        cell = comparison.cell(slug, comparison.questions[0].id)
        row = {t("map.place"): name, t("map.answer"): answer_text(cell)}
        row |= {t("map.status"): status_text(cell), t("map.says"): says(comparison, slug)}
        row |= {t("map.drawn"): drawn.get(slug, t("map.nowhere"))}
        if differing:
            change = differing.of(slug, cell.question)
            row[t("heat.before")] = f"{DIFFERS} {cell_label(change.before)}" if change else t("beside.same")
        rows.append(row)
    return pd.DataFrame(rows)


def _areas_csv(areas: Any) -> str:
    return write_rows(AREA_COLUMNS, areas[list(AREA_COLUMNS)].to_dict("records"))
