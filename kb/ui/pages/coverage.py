"""Coverage: how much of each dimension is coded for each jurisdiction, and which kind of absence the rest is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from kb.cells.coverage import Coverage, coverage
from kb.release.release import Release
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_one
from kb.ui.frame.links import link
from kb.ui.frame.shared import cached, current_release, page_note
from kb.ui.frame.spoken import said
from kb.ui.taking.take_away import rows_of, show_frame, take_away
from kb.ui.words import t
from kb.wording.coverage import FORMATS, write_coverage

MEASURES = (
    "answered", "own", "handed_down", "none_found", "not_applicable", "silent", "withheld", "not_researched", "disputed",
    "unconfirmed", "stale", "last_known",
)  # fmt: skip
ALL = "*"
WORDS = (
    "cell", "dimension", "none-found", "not-applicable", "silent", "withheld",
    "not-researched", "disputed", "unconfirmed", "last-known",
)  # fmt: skip


def show() -> None:
    """The page."""
    release = current_release()
    rows: list[Coverage] = cached(release, coverage)
    st.title(t("pages.coverage.title"))
    st.markdown(t("coverage.lead"))
    names = release.reader.jurisdictions()
    bar = st.container(horizontal=True, vertical_alignment="center")
    st.header(t("coverage.by-absence"))
    totals = _totals(rows, names)
    show_frame(release, totals, t("coverage.by-absence"), "coverage-totals")
    st.header(t("coverage.by-dimension"))
    measure = _measure()
    title = f"{t('coverage.by-dimension')}: {t(f'coverage.{measure}')}"
    show_frame(release, _matrix(release, rows, names, measure), title, "coverage-matrix")
    st.caption(t("coverage.how", measure=t(f"coverage.{measure}")))
    link("disputes", t("coverage.disputes"), ":material/gavel:")
    url_state.write({"m": measure} | _cells(release, names))
    with bar:
        own = (FORMATS, partial(write_coverage, rows))
        take_away(release, t("pages.coverage.title"), "", partial(rows_of, totals), "coverage", ("coverage-counts", {}), own)
    page_note(release, *WORDS)


def _measure() -> str:
    url_state.begin("m", lambda: url_state.chosen("m", MEASURES, "answered"))
    return str(st.selectbox(t("coverage.measure"), MEASURES, format_func=lambda name: t(f"coverage.{name}"), key="m", width=360))


def _totals(rows: list[Coverage], names: Mapping[str, str]) -> pd.DataFrame:
    """One row for each jurisdiction: how many of its cells are of each kind."""
    whole = [row for row in rows if row.dimension == ALL]
    columns = [t("coverage.jurisdiction"), t("coverage.cells"), *(t(f"coverage.{name}") for name in MEASURES)]
    table = [[names[row.jurisdiction], row.cells, *(getattr(row, name) for name in MEASURES)] for row in whole]
    return pd.DataFrame(table, columns=columns)


def _matrix(release: Release, rows: list[Coverage], names: Mapping[str, str], measure: str) -> pd.DataFrame:
    """Jurisdictions by dimensions: how many of how many cells."""
    titles = {head.dimension: head.dimension_title for head in release.reader.questions().values()}
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.dimension != ALL:
            table.setdefault(row.jurisdiction, {})[titles[row.dimension]] = f"{getattr(row, measure)} / {row.cells}"
    return pd.DataFrame([{t("coverage.jurisdiction"): names[slug]} | cells for slug, cells in table.items()])


def _cells(release: Release, names: Mapping[str, str]) -> dict[str, str]:
    """A way from the matrix to the cells themselves; what is picked there."""
    st.header(t("coverage.cells-of"))
    dimensions = {head.dimension: head.dimension_title for head in release.reader.questions().values()}
    left, right = st.columns(2)
    place = pick_one(left, t("home.jurisdiction"), "j", names, next(iter(names)))
    dimension = pick_one(right, t("coverage.dimension"), "d", dimensions, next(iter(dimensions)))
    link(
        "compare",
        t("coverage.open", place=said(names[place]), dimension=said(dimensions[dimension])),
        ":material/table:",
        j=place,
        d=dimension,
    )
    return {"j": place, "d": dimension}
