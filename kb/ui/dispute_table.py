"""Disputes as a table, with the rate of each dimension, and downloads."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kb.comparison import compare
from kb.coverage import researched
from kb.disputes import dispute_rates, disputes_of
from kb.disputes_text import FORMATS, write_disputes
from kb.dossiers import cite_weighed
from kb.model import Comparison
from kb.release import Release
from kb.ui.query_links import query_link
from kb.ui.shared import cached
from kb.ui.take_away import frame_downloads, show_frame
from kb.ui.words import t


def show_disputes(release: Release) -> None:
    """Everything that is disputed today in the researched jurisdictions."""
    comparison: Comparison = cached(release, _everything)
    st.header(t("coverage.disputes"))
    st.caption(t("coverage.disputes-how"))
    rows = _rows(comparison)
    if not rows:
        st.info(t("coverage.no-disputes"))
        return
    frame, dates = pd.DataFrame(rows), t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on)
    st.dataframe(frame, hide_index=True, alt=t("coverage.disputes"))
    with st.container(horizontal=True, vertical_alignment="center"):
        title, stem = t("coverage.disputes"), f"disputes-{comparison.as_of}"
        frame_downloads(release, frame, title, stem, dates=dates, own=(FORMATS, partial(write_disputes, comparison)))
        query_link("disputes", {"as_of": comparison.as_of, "known_on": comparison.known_on})
    show_frame(release, _rates(comparison), t("coverage.rate"), "dispute-rates", dates=dates)


def _everything(release: Release) -> Comparison:
    return compare(release.reader, researched(release))


def _rows(comparison: Comparison) -> list[dict[str, str]]:
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    return [
        {
            t("coverage.jurisdiction"): names[one.cell.jurisdiction],
            t("home.question"): texts[one.cell.question],
            t("coverage.kind"): t(f"dispute.{one.dispute.kind}"),
            t("coverage.severity"): f"{t(f'dispute.{one.dispute.level}')} ({one.dispute.severity})",
            t("coverage.decides"): f"{one.winner.claim.in_short} ({cite_weighed(one.winner)})",
            t("coverage.disputed-by"): f"{one.other.claim.in_short} ({cite_weighed(one.other)})",
        }
        for one in disputes_of(comparison)
    ]


def _rates(comparison: Comparison) -> pd.DataFrame:
    titles = {head.dimension: head.dimension_title for head in comparison.questions}
    rates = [rate for rate in dispute_rates(comparison) if rate.dimension in titles]
    columns = [t("coverage.dimension"), t("coverage.disputed"), t("coverage.cells"), t("coverage.rate")]
    return pd.DataFrame([[titles[one.dimension], one.disputed, one.cells, f"{one.rate:.1%}"] for one in rates], columns=columns)
