"""Coverage: how much of each dimension is coded for each jurisdiction, and which kind of absence the rest is."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kb.coverage import FORMATS, Coverage, coverage, write_coverage
from kb.release import Release
from kb.ui import url_state
from kb.ui.dispute_table import show_disputes
from kb.ui.downloads import downloads
from kb.ui.links import link
from kb.ui.shared import cached, current_release, page_note
from kb.ui.words import t

MEASURES = (
    "answered", "none_found", "not_applicable", "silent", "withheld", "not_researched", "disputed", "unconfirmed", "stale",
)  # fmt: skip
ALL = "*"


def show() -> None:
    """The page."""
    release = current_release()
    rows: list[Coverage] = cached(release, coverage)
    st.title(t("pages.coverage.title"))
    st.markdown(t("coverage.lead"))
    names = release.reader.jurisdictions()
    st.header(t("coverage.by-absence"))
    st.dataframe(_totals(rows, names), hide_index=True, alt=t("coverage.by-absence"))
    st.header(t("coverage.by-dimension"))
    measure = _measure()
    url_state.write({"m": measure})
    st.dataframe(_matrix(release, rows, names, measure), hide_index=True, alt=t("coverage.by-dimension"))
    st.caption(t("coverage.how", measure=t(f"coverage.{measure}")))
    downloads(FORMATS, partial(write_coverage, rows), "coverage", "coverage")
    show_disputes(release)
    _cells(release, names)
    page_note(release)


def _measure() -> str:
    url_state.begin("m", lambda: url_state.chosen("m", MEASURES, "answered"))
    return str(st.selectbox(t("coverage.measure"), MEASURES, format_func=lambda name: t(f"coverage.{name}"), key="m", width=360))


def _totals(rows: list[Coverage], names: dict[str, str]) -> pd.DataFrame:
    """One row for each jurisdiction: how many of its cells are of each kind."""
    whole = [row for row in rows if row.dimension == ALL]
    columns = [t("coverage.jurisdiction"), t("coverage.cells"), *(t(f"coverage.{name}") for name in MEASURES)]
    table = [[names[row.jurisdiction], row.cells, *(getattr(row, name) for name in MEASURES)] for row in whole]
    return pd.DataFrame(table, columns=columns)


def _matrix(release: Release, rows: list[Coverage], names: dict[str, str], measure: str) -> pd.DataFrame:
    """Jurisdictions by dimensions: how many of how many cells."""
    titles = {head.dimension: head.dimension_title for head in release.reader.questions().values()}
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.dimension != ALL:
            table.setdefault(row.jurisdiction, {})[titles[row.dimension]] = f"{getattr(row, measure)} / {row.cells}"
    return pd.DataFrame([{t("coverage.jurisdiction"): names[slug]} | cells for slug, cells in table.items()])


def _cells(release: Release, names: dict[str, str]) -> None:
    """A way from the matrix to the cells themselves."""
    st.header(t("coverage.cells-of"))
    dimensions = {head.dimension: head.dimension_title for head in release.reader.questions().values()}
    left, right = st.columns(2)
    place = left.selectbox(t("home.jurisdiction"), list(names), format_func=names.__getitem__, key="place-of-cells")
    dimension = right.selectbox(
        t("coverage.dimension"), list(dimensions), format_func=dimensions.__getitem__, key="dimension-of-cells"
    )
    link(
        "compare",
        t("coverage.open", place=names[place], dimension=dimensions[dimension]),
        ":material/table:",
        j=place,
        d=dimension,
    )
