"""Disputes as a table, with the rate of each dimension, and downloads."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.cells.disputed_cells import DisputedCells, disputed_cells
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.ui.frame.query_links import query_link
from kb.ui.frame.shared import cached
from kb.ui.frame.spoken import reading_words
from kb.ui.frame.table import show_table
from kb.ui.taking.take_away import frame_downloads, show_frame
from kb.ui.words import decimal, grouped, t
from kb.values.disputes import CellDispute, DisputeRate, disputes_of
from kb.values.model import Comparison
from kb.wording.disputes import FORMATS, write_disputes

MOST_LISTED = 500


def show_disputes(release: Release) -> None:
    """Everything that is disputed today in the researched jurisdictions."""
    found: DisputedCells = cached(release, everything)
    comparison = found.comparison
    st.header(t("coverage.disputes"))
    st.caption(t("coverage.disputes-how"))
    disputes: list[CellDispute] = cached(release, _gravest_first)
    if not disputes:
        st.info(t("coverage.no-disputes"))
        return
    dates, title = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on), t("coverage.disputes")
    frame = pd.DataFrame(_rows(comparison, disputes[:MOST_LISTED]))
    show_table(frame, title)
    if len(disputes) > MOST_LISTED:
        rest = t("coverage.most-disputes", n=MOST_LISTED, all=grouped(len(disputes)))
        st.caption(rest)
        title = f"{title} ({rest})"
    with st.container(horizontal=True, vertical_alignment="center"):
        own = (FORMATS, partial(_written, release))
        frame_downloads(release, frame, title, f"disputes-{comparison.as_of}", dates=dates, own=own)
        query_link("disputes", {"as_of": comparison.as_of, "known_on": comparison.known_on})
    show_frame(release, _rates(comparison, found.rates), t("coverage.rate"), "dispute-rates", dates=dates)


def everything(release: Release) -> DisputedCells:
    """Every disputed cell of the researched jurisdictions today."""
    return disputed_cells(release.reader, researched(release))


def _gravest_first(release: Release) -> list[CellDispute]:
    return disputes_of(cached(release, everything).comparison)


def _written(release: Release, format_name: str) -> str:
    """All disputes with all rates, computed when they are asked for."""
    return write_disputes(compare(release.reader, researched(release)), format_name)


def _rows(comparison: Comparison, disputes: list[CellDispute]) -> list[dict[str, str]]:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    return [
        {
            t("coverage.jurisdiction"): names[one.cell.jurisdiction],
            t("home.question"): texts[one.cell.question],
            t("coverage.kind"): t(f"dispute.{one.dispute.kind}"),
            t("coverage.severity"): f"{t(f'dispute.{one.dispute.level}')} ({decimal(one.dispute.severity, 2)})",
            t("coverage.decides"): f"{one.winner.claim.in_short} ({cite_weighed(one.winner, reading_words())})",
            t("coverage.disputed-by"): f"{one.other.claim.in_short} ({cite_weighed(one.other, reading_words())})",
        }
        for one in disputes
    ]


def _rates(comparison: Comparison, found: list[DisputeRate]) -> pd.DataFrame:
    titles = {head.dimension: head.dimension_title for head in comparison.questions}
    rates = [rate for rate in found if rate.dimension in titles]
    columns = [t("coverage.dimension"), t("coverage.disputed"), t("coverage.cells"), t("coverage.rate")]
    return pd.DataFrame(
        [[titles[one.dimension], one.disputed, one.cells, f"{decimal(100 * one.rate, 1)} %"] for one in rates], columns=columns
    )
